"""Signing by service, API, page, admin and raw SQL: the same moves, the same refusals, and who is told."""

import base64
import hashlib
from contextlib import suppress
from datetime import date, timedelta
from itertools import count

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from devo_portal.core.models import Membership, Notice, Role
from devo_portal.core.notices import send_notices
from devo_portal.core.writes import Refused
from governance import services
from governance.models import AgreementVersion, Clearance, Mandate, SignatureGroup, SignatureStep
from governance.rules.signing import STATES
from tests.factories import organisation, person
from tests.governance.conftest import agreement, signature
from tests.governance.test_admin import at, typed, words

VERBS = {"ask": "asked", "view": "viewed", "agree": "agreed_in_principle", "sign": "signed", "decline": "declined", "withdraw": "withdrawn"}
LEGAL = {
    ("not_asked", "asked"),
    ("asked", "viewed"),
    ("asked", "agreed_in_principle"),
    ("asked", "signed"),
    ("asked", "declined"),
    ("viewed", "agreed_in_principle"),
    ("viewed", "signed"),
    ("viewed", "declined"),
    ("agreed_in_principle", "signed"),
    ("agreed_in_principle", "withdrawn"),
    ("signed", "withdrawn"),
    ("declined", "asked"),
    ("withdrawn", "asked"),
}
NUMBERS = count(1)


def party(status="not_asked", name="HM Treasury", of=None, **fields):
    """A signatory in a state, under an agreement of its own where none is given."""
    signed = {"signed_on": date(2017, 11, 16)} if status == "signed" else {}
    number = next(NUMBERS)
    return signature(of or agreement(name=f"Agreement {number}"), name, number, status=status, **signed, **fields)


def refused(old, new):
    """The rule that the obvious table names for a pair of states; None where the move is legal."""
    if (old, new) in LEGAL:
        return None
    return "already-signed" if old == new == "signed" else "signature-transition"


def post(caller, record, verb, **body):
    return caller.post(f"/api/v1/signatures/{record.pk}/{verb}/", body, **{"If-Match": f'"{record.version}"'})


def rule(answer):
    assert answer["Content-Type"] == "application/problem+json", answer.content
    assert answer.status_code == 409, answer.content
    return answer.json()["type"].removeprefix("/problems/")


def fresh(record):
    return type(record).objects.get(pk=record.pk)


# --- Every pair of states, by every channel --------------------------------------------------------------------------
@pytest.mark.parametrize("old", STATES)
def test_every_move_by_the_service(people, old):
    for new in STATES:
        record = party(old)
        said = None
        try:
            services.move_signature(by=people["officer"], pk=record.pk, version=1, to=new, reason="Because")
        except Refused as refusal:
            said = refusal.rule
        assert said == refused(old, new), (old, new)
        assert fresh(record).status == (old if said else new)
        assert record.steps.count() == (0 if said else 1)


@pytest.mark.parametrize("old", STATES)
def test_every_move_by_the_api(call, people, old):
    caller = call("officer")
    for verb, new in VERBS.items():
        record = fresh(party(old))
        offered = [each["verb"] for each in caller.get(f"/api/v1/signatures/{record.pk}/").json()["moves"]]
        answer = post(caller, record, verb, reason="Because")
        if expected := refused(old, new):
            assert rule(answer) == expected, (old, new)
        else:
            assert (answer.status_code, answer.json()["status"]) == (200, new), answer.content
        assert (verb in offered) is not bool(expected)
        assert fresh(record).status == (old if expected else new)
    record = fresh(party(old))
    assert call("administrator").patch(f"/api/v1/signatures/{record.pk}/", {"status": "not_asked"}, 1).status_code == 400  # no verb leads back
    assert fresh(record).status == old


@pytest.mark.parametrize("old", STATES)
def test_every_move_by_admin(browse, people, old):
    admin = browse("administrator")
    for new in STATES:
        record = fresh(party(old))
        answer = admin.post(at(record), typed(admin.get(at(record)), move_to=new, reason="Because"))
        if expected := refused(old, new):
            assert f"(Rule: {expected.replace('-', ' ')}.)" in words(answer), (old, new)
        else:
            assert answer.status_code == 302, words(answer)
        assert fresh(record).status == (old if expected else new)


@pytest.mark.parametrize("old", STATES)
def test_every_move_by_raw_sql(people, old):
    for new in STATES:
        record = party(old)
        signed = date(2017, 11, 16) if new == "signed" else None
        with suppress(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE governance_signature SET status = %s, signed_on = %s WHERE id = %s", [new, signed, record.pk])
        allowed = (old, new) in LEGAL or old == new  # what does not move is not stopped
        assert fresh(record).status == (new if allowed else old), (old, new)


def test_steps_are_added_to_only(people):
    record = party("asked")
    services.move_signature(by=people["officer"], pk=record.pk, version=1, to="viewed")
    for statement in ("UPDATE governance_signaturestep SET state = 'signed'", "DELETE FROM governance_signaturestep"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


# --- What a move keeps -----------------------------------------------------------------------------------------------
def test_a_signature_keeps_its_day_text_evidence_and_who_recorded_it(call, people):
    record = fresh(party("asked"))
    text = AgreementVersion.objects.create(agreement=record.agreement, number=1, title="For signature")
    content = b"Signed by the Chief Secretary."
    evidence = {"kind": "paper", "title": "Signature page", "file_name": "page.txt", "file": base64.b64encode(content).decode()}
    answer = post(call("officer"), record, "sign", on="2017-11-16", evidence=evidence).json()
    assert answer["standing"] == "Signed on 16 November 2017 on paper."
    (step,) = answer["steps"]
    assert (step["state"], step["on"], step["recorded_by"], step["text"]["number"]) == ("signed", "2017-11-16", str(people["officer"]), 1)
    assert step["evidence"]["sha256"] == hashlib.sha256(content).hexdigest()
    assert call("reader").get(f"/api/v1/evidence/{step['evidence']['id']}/").status_code == 200
    assert fresh(text).status == "signed"
    assert fresh(record.agreement).status == "signed"


def test_standing_says_how_long_it_waits(call, people):
    record = fresh(party("not_asked"))
    caller, today = call("officer"), timezone.localdate()
    assert caller.get(f"/api/v1/signatures/{record.pk}/").json()["standing"] == "Not asked yet."
    asked = today - timedelta(days=14)
    said = post(caller, record, "ask", on=asked.isoformat()).json()["standing"]
    assert said == f"Asked on {asked:%-d %B %Y}; waiting 14 days."
    said = post(caller, fresh(record), "view", on=(today - timedelta(days=2)).isoformat()).json()["standing"]
    assert said == f"Viewed on {today - timedelta(days=2):%-d %B %Y} (asked on {asked:%-d %B %Y}); waiting 14 days."
    said = post(caller, fresh(record), "decline", reason="Not before the election.").json()["standing"]
    assert said == f"Declined on {today:%-d %B %Y}: “Not before the election.”."


@pytest.mark.parametrize(("body", "pointer"), [({"on": "2999-01-01"}, "/on"), ({"on": "2017-02-31"}, "/on"), ({"colour": "red"}, "/colour")])
def test_what_a_move_cannot_take_is_refused_by_field(call, people, body, pointer):
    answer = post(call("officer"), fresh(party("asked")), "sign", **body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)


def test_a_step_does_not_come_before_the_one_before_it(call, browse, people):
    record = fresh(party())
    assert post(call("officer"), record, "ask", on="2017-03-08").status_code == 200
    answer = post(call("officer"), fresh(record), "sign", on="2017-03-07")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/on")
    again = browse("officer").post(f"/signatures/{record.pk}/sign/", {"on": "7 March 2017", "version": fresh(record).version})
    assert again.status_code == 422
    assert "The step before it was on 8 March 2017" in str(again.context["form"].errors["on"])


@pytest.mark.parametrize(("old", "verb"), [("asked", "decline"), ("signed", "withdraw")])
def test_to_say_no_needs_a_reason(call, browse, people, old, verb):
    record = fresh(party(old))
    answer = post(call("officer"), record, verb, reason=" ")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/reason")
    again = browse("officer").post(f"/signatures/{record.pk}/{verb}/", {"on": "1 March 2018", "version": 1})
    assert again.status_code == 422 and "reason" in again.context["form"].errors
    admin = browse("administrator")
    sent = typed(admin.get(at(record)), move_to=VERBS[verb])
    assert "required" in words(admin.post(at(record), sent))
    assert fresh(record).status == old


def test_moves_are_for_those_who_run_the_signing(call, browse, people):
    record = fresh(party())
    for role in ("reader", "haringey", "secretary"):
        assert post(call(role), record, "ask").status_code == 403, role
        assert browse(role).get(f"/signatures/{record.pk}/ask/").status_code == 403, role
        assert call(role).get(f"/api/v1/signatures/{record.pk}/").json()["moves"] == []
    assert call("officer").post(f"/api/v1/signatures/{record.pk}/ask/", {}).status_code == 428
    assert post(call("officer"), record, "ask").status_code == 200
    assert post(call("officer"), record, "view").status_code == 412


def test_a_page_that_was_overtaken_says_so_and_takes_the_second_try(browse, call, people):
    record = fresh(party("asked"))
    client, path = browse("officer"), f"/signatures/{record.pk}/agree/"
    client.get(path)
    assert post(call("officer"), record, "view").status_code == 200
    again = client.post(path, {"on": "1 March 2018", "version": 1})
    assert again.status_code == 409
    assert "What you typed is kept" in again.content.decode()
    today = timezone.localdate()
    assert client.post(path, {"on": f"{today:%-d %B %Y}", "version": again.context["form"]["version"].value()}).status_code == 302


# --- Bad input, by page, API and admin: each refused with the rule's name --------------------------------------------
def signed_already():
    return party("signed")


def without_mandate():
    record = party("asked")
    Mandate.objects.create(signature=record, organisation=organisation("NHS Camden CCG", "ccg"))
    return record


def while_a_clearance_is_open():
    record = party("asked")
    Clearance.objects.create(agreement=record.agreement, kind="number_10", holder="Number 10", asked_on=date(2017, 3, 14))
    return record


def before_an_earlier_step():
    of = agreement(name="In steps")
    first, second = (SignatureGroup.objects.create(agreement=of, name=f"Step {step}", step=step) for step in (1, 2))
    party("asked", "GLA", of, group=first)
    return party("asked", "NHS England", of, group=second)


def never_asked():
    return party("not_asked")


def place_ended():
    return party("asked", ended_on=date(2017, 6, 1))


def of_a_void_agreement():
    return party("asked", of=agreement(name="Void", status="void"))


REFUSED = [
    (signed_already, "already-signed", "16 November 2017"),
    (without_mandate, "mandate-missing", "NHS Camden CCG"),
    (while_a_clearance_is_open, "clearance-open", "Number 10"),
    (before_an_earlier_step, "earlier-step-open", "Step 1"),
    (never_asked, "signature-transition", "“asked”"),
    (place_ended, "place-ended", "1 June 2017"),
    (of_a_void_agreement, "agreement-ended", "void"),
]


@pytest.mark.parametrize(("make", "name", "says"), REFUSED, ids=[name for _, name, _ in REFUSED])
def test_a_signature_is_refused_by_the_rules_name_everywhere(browse, call, people, make, name, says):
    record = fresh(make())
    answer = post(call("officer"), record, "sign")
    assert rule(answer) == name
    assert says in answer.json()["detail"]
    shown = browse("officer").post(f"/signatures/{record.pk}/sign/", {"on": f"{timezone.localdate():%-d %B %Y}", "version": record.version})
    assert shown.status_code == 409
    assert f"(Rule: {name.replace('-', ' ')}.)" in shown.content.decode()
    assert says in shown.content.decode()
    admin = browse("administrator")
    again = admin.post(at(record), typed(admin.get(at(record)), move_to="signed", reason="x"))
    assert f"(Rule: {name.replace('-', ' ')}.)" in words(again) and says in words(again)
    assert fresh(record).version == record.version
    assert not record.steps.exists()


def test_admin_keeps_the_file_of_a_refused_post_for_its_second_reading(browse, people):
    record, admin = fresh(while_a_clearance_is_open()), browse("administrator")
    sent = typed(admin.get(at(record)), move_to="signed", reason="x", evidence_title="Page")
    again = admin.post(at(record), {**sent, "evidence_file": SimpleUploadedFile("page.txt", b"Signed.")})
    assert "clearance open" in words(again) and "empty" not in words(again)
    Clearance.objects.update(outcome="given", decided_on=date(2017, 11, 10))
    done = admin.post(at(record), {**sent, "evidence_file": SimpleUploadedFile("page.txt", b"Signed.")})
    assert done.status_code == 302, words(done)
    evidence = record.steps.get().evidence
    assert evidence and (evidence.title, evidence.sha256) == ("Page", hashlib.sha256(b"Signed.").hexdigest())


def test_admin_refuses_a_move_of_what_changed_since(browse, call, people):
    record, admin = fresh(party("asked")), browse("administrator")
    sent = typed(admin.get(at(record)), move_to="signed", reason="x")
    assert post(call("officer"), record, "view").status_code == 200
    assert "Somebody else changed" in words(admin.post(at(record), sent))


# --- Who is told -----------------------------------------------------------------------------------------------------
@pytest.fixture
def room(people):
    """One who has signed, two who wait, one not asked and one who has declined; each with somebody who acts for it."""
    of = agreement(name="Memorandum", short_name="MoU")
    states = {"Signed": "signed", "Waiting": "viewed", "Agreed": "agreed_in_principle", "Unasked": "not_asked", "Declined": "declined"}
    for name, state in states.items():
        party(state, name, of)
        people[name] = person(Role.READER, name)
    party("asked", "Ended", of, ended_on=date(2017, 6, 1))
    people["Ended"] = person(Role.READER, "Ended")
    return of, fresh(party("not_asked", "Treasury", of))


def told():
    return {str(each.to): each for each in Notice.objects.all()}


def test_a_decline_reaches_who_asked_who_signed_and_who_waits(call, people, room):
    _, record = room
    former = person(Role.OFFICER, "Signed")
    Membership.objects.filter(user=former).update(starts_on=date(2016, 1, 1), ends_on=date(2017, 1, 1))
    program = person(Role.OFFICER, "Agreed")
    type(program).objects.filter(pk=program.pk).update(is_client=True)
    assert post(call("officer"), record, "ask").status_code == 200
    assert not told()
    assert post(call("administrator"), fresh(record), "decline", reason="Number 10 has not cleared it.").status_code == 200
    notices = told()
    assert set(notices) == {str(people[name]) for name in ("officer", "Signed", "Waiting", "Agreed")}
    notice = notices[str(people["Signed"])]
    assert notice.subject == "Treasury declined to sign MoU"
    assert "“Number 10 has not cleared it.”" in notice.body and notice.page == f"/signatures/{record.pk}/"
    assert send_notices() == 4
    assert {address for message in mail.outbox for address in message.to} == {
        people[name].email for name in ("officer", "Signed", "Waiting", "Agreed")
    }
    assert all("Number 10 has not cleared it." in message.body for message in mail.outbox)
    assert send_notices() == 0
    shown = call("officer").get("/api/v1/notices/").json()["results"]
    assert [each["subject"] for each in shown] == ["Treasury declined to sign MoU"]


def test_a_withdrawal_is_told_too_and_other_moves_are_not(call, people, room):
    _, record = room
    for verb in ("ask", "view", "agree", "sign"):
        assert post(call("officer"), fresh(record), verb).status_code == 200
    assert not told()
    assert post(call("officer"), fresh(record), "withdraw", reason="The Cabinet changed its mind.").status_code == 200
    assert {each.subject for each in told().values()} == {"Treasury withdrew from MoU"}


def test_nothing_is_told_when_the_act_is_not_written(call, people, room, monkeypatch):
    _, record = room
    assert post(call("officer"), record, "ask").status_code == 200

    def fails(*args, **kwargs):
        raise Refused("agreement-ended", "It failed after everything else was written.")

    with monkeypatch.context() as broken:
        broken.setattr("governance.services.moves.settle", fails)
        assert rule(post(call("officer"), fresh(record), "decline", reason="No.")) == "agreement-ended"
    assert (fresh(record).status, SignatureStep.objects.filter(state="declined").count(), told()) == ("asked", 0, {})
    assert send_notices() == 0 and not mail.outbox


def test_the_act_is_told_of_the_signature(call, people, room):
    _, record = room
    assert post(call("officer"), record, "ask", reason="It is time.").status_code == 200
    acts = [each for each in call("reader").get("/api/v1/activity/").json()["results"] if each["event"] == "signature.asked"]
    assert [(each["subject"]["id"], each["reason"]) for each in acts] == [(str(record.pk), "It is time.")]
