"""Clearances and signing events: by API, page and administration, under the same rules."""

import email
from datetime import date, timedelta
from urllib.parse import unquote

import pytest
from django.utils import timezone

from governance.models import Clearance, Evidence, Signature, SignatureStep, SigningEvent
from tests.governance.conftest import agreement, signature
from tests.governance.test_admin import typed, words

DAY = date(2017, 3, 15)


@pytest.fixture
def mou(people):
    """Three parties that have agreed, nothing in the way."""
    made = agreement(status="signing")
    for order, name in enumerate(("HM Treasury", "London Councils", "NHS England"), 1):
        held = signature(made, name, order, status="agreed_in_principle")
        for state, on in (("asked", date(2017, 3, 7)), ("agreed_in_principle", date(2017, 3, 8))):
            SignatureStep.objects.create(signature=held, state=state, on=on)
    return made


def clearance(of, **fields):
    return Clearance.objects.create(**{"agreement": of, "kind": "number_10", "holder": "Number 10", **fields})


def event(of, **fields):
    return SigningEvent.objects.create(**{"agreement": of, "planned_for": DAY, "set_on": date(2017, 3, 8), **fields})


def do(caller, record, verb, body=None, version=None):
    record.refresh_from_db()
    plural = "clearances" if isinstance(record, Clearance) else "signing-events"
    return caller.post(f"/api/v1/{plural}/{record.pk}/{verb}/", body or {}, **{"If-Match": f'"{version or record.version}"'})


def rule(answer):
    assert answer.status_code == 409, answer.content
    return answer.json()["type"]


# --- Clearances ------------------------------------------------------------------------------------------------------------
def test_clearance_is_asked_given_and_out_of_the_way(call, mou):
    officer = call("officer")
    made = officer.post("/api/v1/clearances/", {"agreement": str(mou.pk), "kind": "number_10", "holder": "Number 10"})
    assert (made.status_code, made.json()["state"], made.json()["in_the_way"], made.json()["days"]) == (201, "not_asked", True, None)
    held = Clearance.objects.get()
    asked = do(officer, held, "ask", {"on": "2017-03-15", "expected_on": "2017-03-20"})
    assert (asked.json()["state"], asked.json()["expected_on"]) == ("asked", "2017-03-20")
    assert officer.get(f"/api/v1/agreements/{mou.pk}/?on=2017-05-15").json()["standing"].endswith("blocked by 1 clearance: Number 10, 61 days.")
    given = do(officer, held, "give", {"on": "2017-11-16", "note": "Cleared."})
    assert given.json()["days"] == 246
    assert [given.json()[name] for name in ("outcome", "decided_on", "note", "in_the_way")] == ["given", "2017-11-16", "Cleared.", False]
    assert officer.get(f"/api/v1/agreements/{mou.pk}/").json()["blocked_by"] == []


def test_clearance_is_not_given_before_it_is_asked(call, mou):
    officer, held = call("officer"), clearance(mou)
    assert rule(do(officer, held, "give")) == "/problems/clearance-not-asked"
    assert rule(do(officer, held, "refuse", {"reason": "No."})) == "/problems/clearance-not-asked"
    do(officer, held, "ask", {"on": "2017-03-15"})
    assert rule(do(officer, held, "give", {"on": "2017-03-14"})) == "/problems/clearance-not-asked"
    held.refresh_from_db()
    assert held.outcome == ""


def test_clearance_is_asked_and_answered_once(call, mou):
    officer, held = call("officer"), clearance(mou, asked_on=DAY)
    assert rule(do(officer, held, "ask")) == "/problems/clearance-asked"
    assert do(officer, held, "give").status_code == 200
    assert rule(do(officer, held, "give")) == "/problems/clearance-decided"
    assert rule(do(officer, held, "refuse", {"reason": "No."})) == "/problems/clearance-decided"
    assert rule(do(officer, held, "ask-again")) == "/problems/clearance-not-refused"


def test_refusal_says_why_and_is_asked_again_in_its_place(call, mou):
    officer, held = call("officer"), clearance(mou, asked_on=DAY, contact="office@example.test")
    assert do(officer, held, "refuse").json()["errors"][0]["pointer"] == "/reason"
    assert do(officer, held, "refuse", {"on": "2017-04-03", "reason": "It costs too much."}).json()["in_the_way"] is True
    told = officer.get(f"/api/v1/agreements/{mou.pk}/?on=2017-04-03").json()
    assert told["standing"].endswith("blocked by 1 clearance: refused by Number 10 on 3 April 2017.")
    assert told["blocked_by"][0]["refused_on"] == "2017-04-03"
    early = do(officer, held, "ask-again", {"on": "2017-04-02"})
    assert (early.status_code, early.json()["errors"][0]["pointer"]) == (400, "/on")
    again = do(officer, held, "ask-again", {"on": "2017-04-10"})
    assert again.json()["asked_again"]["asked_on"] == "2017-04-10"
    assert again.json()["in_the_way"] is False
    successor = Clearance.objects.get(asks_again=held)
    assert (successor.holder, successor.contact, successor.blocking) == ("Number 10", "office@example.test", True)
    assert rule(do(officer, held, "ask-again", {"on": "2017-04-11"})) == "/problems/clearance-asked"
    told = officer.get(f"/api/v1/agreements/{mou.pk}/?on=2017-04-12").json()
    assert (told["blocked_by"][0]["id"], told["blocked_by"][0]["days"], told["blocked_days"]) == (str(successor.pk), 2, 28)


@pytest.mark.parametrize("verb", ["ask", "give", "refuse", "ask-again"])
def test_nothing_happens_on_a_day_to_come(call, mou, verb):
    tomorrow = str(timezone.localdate() + timedelta(days=1))
    answer = do(call("officer"), clearance(mou, asked_on=DAY), verb, {"on": tomorrow, "reason": "x"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/on")


@pytest.mark.parametrize(
    ("changed", "reasoned"),
    [
        ({"expected_on": "2017-05-01"}, True),
        ({"expected_on": None}, True),
        ({"asked_on": "2017-03-14"}, True),
        ({"expected_on": "2017-03-20"}, False),
        ({"note": "They rang."}, False),
    ],
)
def test_what_people_will_ask_about_needs_a_reason(call, mou, changed, reasoned):
    held = clearance(mou, asked_on=DAY, expected_on=date(2017, 4, 1))
    path = f"/api/v1/clearances/{held.pk}/"
    answer = call("officer").patch(path, changed, 1)
    assert answer.status_code == (400 if reasoned else 200), answer.content
    if reasoned:
        assert answer.json()["errors"][0]["pointer"] == "/reason"
        assert call("officer").patch(path, {**changed, "reason": "They asked us to."}, 1).status_code == 200


def test_clearance_expected_before_it_is_asked_is_refused_by_its_rule(call, mou):
    held, other = clearance(mou, asked_on=DAY), agreement(name="Another")
    assert rule(call("officer").patch(f"/api/v1/clearances/{held.pk}/", {"expected_on": "2017-03-01"}, 1)) == "/problems/clearance-date"
    bad = {"agreement": str(mou.pk), "kind": "legal", "holder": "L", "asked_on": "2017-03-15", "expected_on": "2017-03-01"}
    assert rule(call("officer").post("/api/v1/clearances/", bad)) == "/problems/clearance-date"
    assert call("officer").patch(f"/api/v1/clearances/{held.pk}/", {"agreement": str(other.pk)}, 1).status_code == 400
    assert call("officer").patch(f"/api/v1/clearances/{held.pk}/", {"outcome": "given"}, 1).status_code == 400


def test_verbs_are_for_those_who_run_signings_and_for_the_version_that_was_read(call, mou):
    held = clearance(mou, asked_on=DAY)
    for role in ("reader", "haringey", "secretary"):
        assert do(call(role), held, "give").status_code == 403, role
    assert do(call("officer"), held, "give", version=7).status_code == 412
    assert call("officer").post(f"/api/v1/clearances/{held.pk}/give/", {}).status_code == 428
    assert do(call("officer"), held, "give", {"colour": "red"}).status_code == 400


def test_ended_agreement_takes_no_clearance(call, mou):
    mou.status = "void"
    mou.save()
    body = {"agreement": str(mou.pk), "kind": "legal", "holder": "Lawyers"}
    assert rule(call("officer").post("/api/v1/clearances/", body)) == "/problems/agreement-ended"


def test_lists_answer_their_questions(call, mou):
    way = clearance(mou, asked_on=DAY)
    clearance(mou, kind="treasury", holder="HM Treasury", asked_on=DAY, outcome="given", decided_on=DAY)
    clearance(mou, kind="legal", holder="Lawyers", blocking=False)
    old = clearance(mou, kind="ministerial", holder="Ministers", asked_on=DAY, outcome="refused", decided_on=DAY)
    clearance(mou, kind="ministerial", holder="Ministers", asked_on=DAY, asks_again=old)
    ask = call("reader").get

    def holders(question):
        return sorted(each["holder"] for each in ask(f"/api/v1/clearances/?{question}").json()["results"])

    assert holders("in_the_way=true") == ["Ministers", "Number 10"]
    assert holders("in_the_way=false") == ["HM Treasury", "Lawyers", "Ministers"]
    assert {each["id"] for each in ask("/api/v1/clearances/").json()["results"] if each["in_the_way"]} == {
        each["id"] for each in ask("/api/v1/clearances/?in_the_way=true").json()["results"]
    }
    assert holders("kind=legal&kind=treasury") == ["HM Treasury", "Lawyers"]
    assert holders("outcome=refused") == ["Ministers"]
    assert holders("blocking=false") == ["Lawyers"]
    assert holders("q=number") == [way.holder]
    assert holders(f"agreement={mou.pk}&outcome=given") == ["HM Treasury"]


# --- Signing events --------------------------------------------------------------------------------------------------------
def test_signing_is_planned_moved_and_called_off_with_its_reason(call, mou):
    officer = call("officer")
    body = {"agreement": str(mou.pk), "planned_for": "2017-03-15", "set_on": "2017-03-08"}
    made = officer.post("/api/v1/signing-events/", body)
    assert (made.status_code, made.json()["status"]) == (201, "planned")
    assert rule(officer.post("/api/v1/signing-events/", body)) == "/problems/signing-planned-already"
    held = SigningEvent.objects.get()
    path = f"/api/v1/signing-events/{held.pk}/"
    assert officer.patch(path, {"planned_for": "2017-03-20"}, 1).json()["errors"][0]["pointer"] == "/reason"
    assert officer.patch(path, {"planned_for": "2017-03-20", "reason": "A room is free."}, 1).json()["planned_for"] == "2017-03-20"
    assert do(officer, held, "call-off").json()["errors"][0]["pointer"] == "/reason"
    off = do(officer, held, "call-off", {"on": "2017-03-15", "reason": "Number 10 had not cleared it."})
    assert [off.json()[name] for name in ("status", "ended_on", "why")] == ["called_off", "2017-03-15", "Number 10 had not cleared it."]
    told = officer.get(f"/api/v1/agreements/{mou.pk}/?on=2017-03-16").json()
    assert told["signing"] == "The signing planned for 20 March 2017 was called off: Number 10 had not cleared it."
    assert rule(do(officer, held, "call-off", {"reason": "Again."})) == "/problems/signing-ended"
    assert rule(do(officer, held, "hold")) == "/problems/signing-ended"
    held.refresh_from_db()
    assert rule(officer.patch(path, {"planned_for": "2017-04-01", "reason": "x"}, held.version)) == "/problems/signing-ended"


def test_signing_is_not_set_after_its_day_nor_ended_before_it_was_set(call, mou):
    body = {"agreement": str(mou.pk), "planned_for": "2017-03-15", "set_on": "2017-03-16"}
    assert rule(call("officer").post("/api/v1/signing-events/", body)) == "/problems/signing-day"
    held = event(mou)
    assert rule(do(call("officer"), held, "call-off", {"on": "2017-03-07", "reason": "x"})) == "/problems/signing-day"
    assert (
        rule(call("officer").patch(f"/api/v1/signing-events/{held.pk}/", {"planned_for": "2017-03-01", "reason": "x"}, 1)) == "/problems/signing-day"
    )


def test_signed_agreement_takes_no_signing(call, mou):
    mou.status, mou.signed = "signed", "2017-03-15"
    mou.save()
    body = {"agreement": str(mou.pk), "planned_for": "2030-03-15"}
    assert rule(call("officer").post("/api/v1/signing-events/", body)) == "/problems/agreement-signed"


def test_holding_signs_for_all_that_have_agreed_with_one_piece_of_evidence(call, mou):
    held = event(mou)
    Signature.objects.filter(agreement=mou, order=3).update(status="withdrawn")
    evidence = {"kind": "paper", "title": "The signed sheet"}
    answer = do(call("officer"), held, "hold", {"on": "2017-03-15", "evidence": evidence, "reason": "At City Hall."})
    assert (answer.status_code, answer.json()["status"], answer.json()["ended_on"]) == (200, "held", "2017-03-15"), answer.content
    assert list(mou.signatures.order_by("order").values_list("status", flat=True)) == ["signed", "signed", "withdrawn"]
    steps = SignatureStep.objects.filter(state="signed")
    assert {step.evidence_id for step in steps} == {Evidence.objects.get().pk}
    assert {step.on for step in steps} == {DAY}
    mou.refresh_from_db()
    assert mou.status == "signing"


def test_held_signing_is_told_by_its_own_name_in_its_history(call, mou):
    from governance.selectors import signing_event_history

    held = event(mou)
    assert do(call("officer"), held, "hold", {"on": "2017-03-15", "reason": "At City Hall."}).status_code == 200
    mou.refresh_from_db()
    assert (mou.status, mou.signed.date) == ("signed", "2017-03-15")
    act = signing_event_history(call("officer").user, held.pk)[0]
    assert (act["event"], act["reason"]) == ("signing.held", "At City Hall.")


def test_holding_signs_for_those_chosen(call, mou):
    held, first = event(mou), mou.signatures.get(order=1)
    assert do(call("officer"), held, "hold", {"on": "2017-03-15", "signatures": [str(first.pk)]}).status_code == 200
    assert list(mou.signatures.order_by("order").values_list("status", flat=True)) == ["signed", "agreed_in_principle", "agreed_in_principle"]


def nothing_is_signed(mou, held):
    held.refresh_from_db()
    return (held.status, set(mou.signatures.values_list("status", flat=True)), Evidence.objects.count()) == ("planned", {"agreed_in_principle"}, 0)


def test_nobody_signs_while_a_blocking_clearance_is_open(call, mou):
    held, open_one = event(mou), clearance(mou, asked_on=DAY)
    body = {"on": "2017-03-15", "evidence": {"title": "Sheet"}}
    answer = do(call("officer"), held, "hold", body)
    assert rule(answer) == "/problems/clearance-open"
    assert "Number 10" in answer.json()["detail"]
    assert nothing_is_signed(mou, held)
    Clearance.objects.filter(pk=open_one.pk).update(outcome="given", decided_on=date(2017, 3, 16))
    assert rule(do(call("officer"), held, "hold", body)) == "/problems/clearance-open"  # given only a day later
    assert do(call("officer"), held, "hold", {**body, "on": "2017-03-16"}).status_code == 200


def test_one_who_cannot_sign_keeps_all_from_signing(call, mou):
    from governance.models import Mandate
    from tests.factories import organisation

    held, last = event(mou), mou.signatures.get(order=3)
    Mandate.objects.create(signature=last, organisation=organisation("A borough"))
    assert rule(do(call("officer"), held, "hold", {"on": "2017-03-15", "evidence": {"title": "Sheet"}})) == "/problems/mandate-missing"
    assert nothing_is_signed(mou, held)


def test_party_of_another_agreement_does_not_sign(call, mou):
    held, stranger = event(mou), signature(agreement(name="Another"), "Public Health England", 1)
    answer = do(call("officer"), held, "hold", {"signatures": [str(stranger.pk)]})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/signatures")
    mou.signatures.update(status="withdrawn")
    assert rule(do(call("officer"), held, "hold")) == "/problems/nobody-agreed"


# --- By page -----------------------------------------------------------------------------------------------------------------
def test_pages_do_what_the_api_does(browse, mou):
    officer = browse("officer")
    made = officer.post("/clearances/new/", {"agreement": mou.pk, "kind": "number_10", "holder": "Number 10", "blocking": "on"})
    held = Clearance.objects.get()
    assert made["Location"] == f"/clearances/{held.pk}/"
    refused = officer.post(f"/clearances/{held.pk}/give/", {"version": 1})
    assert (refused.status_code, "(Rule: clearance not asked.)" in refused.content.decode()) == (409, True)
    assert officer.post(f"/clearances/{held.pk}/ask/", {"version": 1, "on": "15 March 2017"}).status_code == 302
    refused = officer.post(f"/clearances/{held.pk}/refuse/", {"version": 2, "on": "3 April 2017"})
    assert refused.status_code == 422 and "Say why it was refused." in refused.content.decode()
    assert officer.post(f"/clearances/{held.pk}/refuse/", {"version": 2, "on": "3 April 2017", "reason": "Cost."}).status_code == 302
    again = officer.post(f"/clearances/{held.pk}/ask-again/", {"version": 3, "on": "4 April 2017"})
    successor = Clearance.objects.get(asks_again=held)
    assert again["Location"] == f"/clearances/{successor.pk}/"
    planned = officer.post("/signing-events/new/", {"agreement": mou.pk, "planned_for": "15 March 2017", "set_on": "8 March 2017"})
    of = SigningEvent.objects.get()
    assert planned["Location"] == f"/signing-events/{of.pk}/"
    shown = officer.get(f"/signing-events/{of.pk}/hold/")
    assert len(shown.context["form"].fields["signatures"].queryset) == 3
    chosen = [str(each.pk) for each in mou.signatures.all()]
    nobody = officer.post(f"/signing-events/{of.pk}/hold/", {"version": 1, "on": "16 November 2017"})
    assert (nobody.status_code, "Choose who signed" in nobody.content.decode()) == (422, True)
    refused = officer.post(f"/signing-events/{of.pk}/hold/", {"version": 1, "on": "16 November 2017", "signatures": chosen})
    assert (refused.status_code, "(Rule: clearance open.)" in refused.content.decode()) == (409, True)
    officer.post(f"/clearances/{successor.pk}/give/", {"version": 1, "on": "16 November 2017"})
    done = officer.post(f"/signing-events/{of.pk}/hold/", {"version": 1, "on": "16 November 2017", "signatures": chosen, "evidence_title": "Sheet"})
    assert done.status_code == 302, done.context["form"].errors
    assert set(mou.signatures.values_list("status", flat=True)) == {"signed"}
    page = officer.get(f"/agreements/{mou.pk}/").content.decode()
    assert "Signed by all 3 parties on 16 November 2017, after 246 days blocked by 1 clearance: Number 10." in page


def test_pages_show_what_the_api_answers(browse, call, mou):
    from tests.governance.test_reads import same

    held, of = clearance(mou, asked_on=DAY), event(mou)
    for role in ("reader", "officer"):
        page = browse(role).get(f"/clearances/{held.pk}/")
        assert same(page.context["clearance"], call(role).get(f"/api/v1/clearances/{held.pk}/").json())
        page = browse(role).get(f"/signing-events/{of.pk}/")
        assert same(page.context["signing_event"], call(role).get(f"/api/v1/signing-events/{of.pk}/").json())
        assert ("Call it off" in page.content.decode()) == (role == "officer")
        page = browse(role).get(f"/agreements/{mou.pk}/?on=2017-05-15")
        assert same(page.context["agreement"], call(role).get(f"/api/v1/agreements/{mou.pk}/?on=2017-05-15").json())


# --- Chasing -----------------------------------------------------------------------------------------------------------------
def test_reminder_is_drafted_from_the_record(call, browse, mou, people):
    asked = timezone.localdate() - timedelta(days=61)
    held = clearance(mou, asked_on=asked, expected_on=asked + timedelta(days=11), contact="office@example.test")
    drafted = call("officer").get(f"/api/v1/clearances/{held.pk}/chase/").json()
    assert drafted["to"] == "office@example.test"
    assert drafted["subject"].endswith("61 days since we asked")
    for said in ("61 days ago", "50 days ago", "All 3 parties have agreed to it: HM Treasury, London Councils and NHS England.", held.ref):
        assert said in drafted["body"]
    assert str(people["officer"]) in drafted["body"]
    assert drafted["mailto"].startswith("mailto:office@example.test?subject=")
    assert unquote(drafted["mailto"]).replace("\r\n", "\n").endswith(drafted["body"])
    page = browse("officer").get(f"/clearances/{held.pk}/chase/")
    assert page.context["chase"] == drafted
    saved = browse("officer").get(f"/clearances/{held.pk}/chase.eml")
    message = email.message_from_bytes(saved.content, policy=email.policy.default)
    assert (message["To"], message["Subject"], message["X-Unsent"]) == ("office@example.test", drafted["subject"], "1")
    assert message.get_content().replace("\r\n", "\n") == drafted["body"]
    assert saved["Content-Disposition"] == 'attachment; filename="reminder.eml"'


def test_reminder_is_only_for_what_is_open_and_for_those_who_run_signings(call, mou):
    held = clearance(mou)
    path = f"/api/v1/clearances/{held.pk}/chase/"
    assert call("reader").get(path).status_code == 403
    assert rule(call("officer").get(path)) == "/problems/clearance-not-asked"
    Clearance.objects.update(asked_on=DAY, outcome="given", decided_on=DAY)
    assert rule(call("officer").get(path)) == "/problems/clearance-decided"


def test_holder_with_a_line_break_in_its_name_makes_no_header(call, browse, mou):
    mou.short_name = "MoU\r\nBcc: x@example.test"
    mou.save()
    held = clearance(mou, asked_on=DAY, holder="Number 10\nBcc: y@example.test")
    message = email.message_from_bytes(browse("officer").get(f"/clearances/{held.pk}/chase.eml").content)
    assert message["Bcc"] is None


# --- Administration --------------------------------------------------------------------------------------------------------
def test_administration_goes_by_the_same_rules(browse, mou):
    admin = browse("administrator")
    add = "/admin/governance/clearance/add/"
    form = {"agreement": mou.pk, "kind": "number_10", "holder": "Number 10", "blocking": "on"}
    done = admin.post(add, typed(admin.get(add), **form))
    assert done.status_code == 302, words(done)
    held = Clearance.objects.get()
    at = f"/admin/governance/clearance/{held.pk}/change/"
    again = admin.post(at, typed(admin.get(at), happened="given", on="2017-03-16", reason="They rang."))
    assert "(Rule: clearance not asked.)" in words(again)
    assert admin.post(at, typed(admin.get(at), asked_on="2017-03-15", reason="Asked.")).status_code == 302
    assert admin.post(at, typed(admin.get(at), happened="given", on="2017-03-16", reason="They rang.")).status_code == 302
    held.refresh_from_db()
    assert (held.outcome, held.decided_on) == ("given", date(2017, 3, 16))
    assert admin.get(f"/admin/governance/clearance/{held.pk}/delete/").status_code == 403


def test_administration_plans_calls_off_and_holds(browse, mou):
    admin = browse("administrator")
    add = "/admin/governance/signingevent/add/"
    assert admin.post(add, typed(admin.get(add), agreement=mou.pk, planned_for="2017-03-15", set_on="2017-03-08")).status_code == 302
    first = SigningEvent.objects.get()
    at = f"/admin/governance/signingevent/{first.pk}/change/"
    assert admin.post(at, typed(admin.get(at), happened="called_off", on="2017-03-15", reason="Not cleared.")).status_code == 302
    first.refresh_from_db()
    assert (first.status, first.why) == ("called_off", "Not cleared.")
    assert "(Rule: signing ended.)" in words(admin.post(at, typed(admin.get(at), happened="held", reason="x")))
    waits = clearance(mou, asked_on=DAY)
    assert admin.post(add, typed(admin.get(add), agreement=mou.pk, planned_for="2017-11-16", set_on="2017-11-10")).status_code == 302
    second = SigningEvent.objects.get(status="planned")
    at = f"/admin/governance/signingevent/{second.pk}/change/"
    assert "(Rule: clearance open.)" in words(admin.post(at, typed(admin.get(at), happened="held", on="2017-11-16", reason="x")))
    Clearance.objects.filter(pk=waits.pk).update(outcome="given", decided_on=date(2017, 11, 16))
    assert admin.post(at, typed(admin.get(at), happened="held", on="2017-11-16", reason="At City Hall.")).status_code == 302
    assert set(mou.signatures.values_list("status", flat=True)) == {"signed"}
