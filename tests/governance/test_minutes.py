"""Attendance, interests and minutes: what was agreed never changes, and what would change it is refused or said."""

import hashlib
import json
from datetime import date

import pytest
from django.db import InternalError, connection, transaction

from devo_portal.core.writes import Refused, Stale
from governance import services
from governance.models import Attendance, Decision, Minutes
from governance.selectors import quorum_of
from tests.governance.rooms import held, room, seat


@pytest.fixture
def place(people):
    return held(people["secretary"])


def attend(place, *states, meeting=None, versions=()):
    seats = (place.chair, place.member)
    rows = [
        {"member": each, "state": state, "deputy": "Deputy director" if state == "deputy" else "", "version": version}
        for each, state, version in zip(seats, states, [*versions, None, None], strict=False)
    ]
    meeting = meeting or place.meeting
    return services.record_attendance(by=place.by, pk=meeting.pk, version=meeting.version, rows=rows)


def circulated(place):
    attend(place, "present", "deputy")
    item = place.meeting.items.get(kind="matters_arising")
    services.write_minute(by=place.by, pk=item.pk, version=item.version, minute="The chair reported.")
    minutes = services.start_minutes(by=place.by, meeting=place.meeting)
    return services.circulate_minutes(by=place.by, pk=minutes.pk, version=minutes.version, on=date(2018, 3, 20))


def agreed(place):
    minutes = circulated(place)
    return services.agree_minutes(by=place.by, pk=minutes.pk, version=minutes.version, on=date(2018, 5, 9))


def test_attendance_is_one_act_and_says_the_quorum(place, call):
    attend(place, "present", "deputy")
    assert quorum_of(place.meeting).said == "2 voting members there; 2 needed"
    answer = call("reader").get(f"/api/v1/meetings/{place.meeting.pk}/").json()
    assert answer["quorum_state"] == {"needed": 2, "there": 2, "withdrew": 0, "met": True, "said": "2 voting members there; 2 needed"}
    assert "quorate" in answer["standing"]
    services.declare_interest(by=place.by, meeting=place.meeting, member=place.chair, kind="financial", nature="Owns it.", withdrew=True)
    again = call("reader").get(f"/api/v1/meetings/{place.meeting.pk}/").json()["quorum_state"]
    assert again == {**quorum_of(place.meeting)._asdict(), "met": False, "said": quorum_of(place.meeting).said}


def test_two_who_record_attendance_lose_nothing(place, browse):
    page, path = browse("secretary"), f"/meetings/{place.meeting.pk}/attendance/"
    typed = {"version": place.meeting.version, f"state_{place.chair.pk}": "present"}
    assert page.post(path, typed).status_code == 302
    answer = page.post(path, {**typed, f"state_{place.chair.pk}": "apologies", f"state_{place.member.pk}": "absent"})
    said = answer.content.decode()
    assert answer.status_code == 409 and "what you typed is kept" in said and "Co-chair: Present" in said
    assert list(Attendance.objects.values_list("state", flat=True)) == ["present"]
    form = answer.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    assert sent[f"state_{place.chair.pk}"] == "apologies"
    assert page.post(path, sent).status_code == 302
    assert sorted(Attendance.objects.values_list("state", flat=True)) == ["absent", "apologies"]


def test_attendance_by_api_needs_a_seat_of_the_day_and_the_version(place, call):
    path, match = f"/api/v1/meetings/{place.meeting.pk}/attendance/", {"If-Match": f'"{place.meeting.version}"'}
    later = seat(place.board, "Joined later", joined="2019")
    caller = call("secretary")
    assert caller.post(path, {"rows": [{"member": str(later.pk), "state": "present"}]}, **match).status_code == 400
    assert caller.post(path, {"rows": [{"member": str(place.chair.pk), "state": "present"}]}, **match).status_code == 200
    stale = caller.post(path, {"rows": [{"member": str(place.chair.pk), "state": "absent"}]}, **match)
    assert stale.status_code == 412
    assert call("reader").post(path, {"rows": []}, **match).status_code == 403


def test_before_the_day_nobody_was_there(people):
    place = room(people["secretary"])
    attend(place, "apologies", "apologies")
    with pytest.raises(Refused) as refused:
        attend(place, "present", versions=(1,))
    assert refused.value.rule == "meeting-to-come"


def test_the_document_is_canonical_and_hashed_and_names_decisions(place):
    decision = Decision.objects.create(
        board=place.board,
        number="2018/2",
        title="Sell it",
        status="agreed",
        decided_on=place.meeting.held_on,
        meeting=place.meeting,
        dissent="The borough.",
    )
    minutes = circulated(place)
    assert hashlib.sha256(minutes.document.encode()).hexdigest() == minutes.sha256
    read = json.loads(minutes.document)
    assert minutes.document == json.dumps(read, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert read["other_decisions"][0]["id"] == str(decision.pk) and read["other_decisions"][0]["dissent"] == "The borough."
    assert [each["state"] for each in read["attendance"]] == ["present", "deputy"]
    assert read["meeting"]["quorum"] == quorum_of(place.meeting).said
    again = services.circulate_minutes(by=place.by, pk=minutes.pk, version=minutes.version, on=date(2018, 3, 21))
    assert again.sha256 == minutes.sha256


def test_what_changed_since_it_was_circulated_is_named(place):
    minutes = circulated(place)
    item = place.meeting.items.get(kind="any_other")
    services.write_minute(by=place.by, pk=item.pk, version=item.version, minute="A word of thanks.")
    with pytest.raises(Refused) as refused:
        services.agree_minutes(by=place.by, pk=minutes.pk, version=minutes.version, on=date(2018, 5, 9))
    assert refused.value.rule == "minutes-changed" and "Any other business: minute" in refused.value.detail
    again = services.circulate_minutes(by=place.by, pk=minutes.pk, version=minutes.version, on=date(2018, 3, 21))
    later = held(place.by, date(2018, 5, 9)).meeting
    done = services.agree_minutes(by=place.by, pk=minutes.pk, version=again.version, agreed_at=later)
    assert (done.status, done.agreed_on, done.agreed_at) == ("agreed", date(2018, 5, 9), later)


def test_agreed_minutes_stay_even_against_sql(place):
    minutes = agreed(place)
    for sql in ("UPDATE governance_minutes SET document = '{}' WHERE id = %s", "DELETE FROM governance_minutes WHERE id = %s"):
        with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [minutes.pk])
    assert Minutes.objects.get(pk=minutes.pk).document == minutes.document


def test_the_records_are_closed_until_a_correction_says_what_was_wrong(place, browse):
    first = agreed(place)
    item = place.meeting.items.get(kind="matters_arising")
    for act in (
        lambda: services.write_minute(by=place.by, pk=item.pk, version=item.version, minute="Else."),
        lambda: attend(place, "absent", versions=(1,)),
        lambda: services.declare_interest(by=place.by, meeting=place.meeting, member=place.chair, kind="financial", nature="Owns it."),
        lambda: services.create_item(by=place.by, meeting=place.meeting, title="Late"),
        lambda: services.circulate_minutes(by=place.by, pk=first.pk, version=first.version),
        lambda: services.update_meeting(by=place.by, pk=place.meeting.pk, version=place.meeting.version, place="Elsewhere"),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.rule == "minutes-agreed"
    page = browse("secretary")
    empty = page.post(f"/meetings/{place.meeting.pk}/minutes/", {"corrects": ""})
    assert empty.status_code == 422 and "Say what was wrong" in empty.content.decode()
    second = services.start_minutes(by=place.by, meeting=place.meeting, corrects="The chair was not there.")
    attend(place, "absent", versions=(Attendance.objects.get(member=place.chair).version,))
    second = services.circulate_minutes(by=place.by, pk=second.pk, version=second.version, on=date(2018, 6, 1))
    assert second.number == 2 and second.sha256 != first.sha256
    old = page.get(f"/minutes/{first.pk}/").content.decode()
    assert "&quot;attendance&quot;" not in old, "the history tells the hash, not the document"
    assert first.sha256 in old and "co-chair): present" in old
    assert f'id="item-{item.pk}"' in old
    assert "co-chair): absent" in page.get(f"/minutes/{second.pk}/").content.decode()


def test_minutes_by_api_from_start_to_agreed(place, call):
    caller = call("secretary")
    made = caller.post("/api/v1/minutes/", {"meeting": str(place.meeting.pk)})
    assert made.status_code == 201, made.content
    path = f"/api/v1/minutes/{made.json()['id']}/"
    early = caller.post(f"{path}agree/", {"on": "2018-05-09"}, **{"If-Match": made["ETag"]})
    assert early.json()["type"] == "/problems/minutes-not-circulated"
    sent = caller.post(f"{path}circulate/", {"on": "2018-03-20"}, **{"If-Match": made["ETag"]})
    assert sent.json()["status"] == "circulated" and json.loads(sent.json()["document"])["meeting"]["ref"] == place.meeting.ref
    done = caller.post(f"{path}agree/", {"on": "2018-05-09"}, **{"If-Match": sent["ETag"]})
    assert (done.status_code, done.json()["status"], done.json()["sha256"]) == (200, "agreed", sent.json()["sha256"])


def test_minutes_print_as_tagged_pdf(place, browse):
    import io

    from pypdf import PdfReader

    minutes = agreed(place)
    read = PdfReader(io.BytesIO(browse("reader").get(f"/minutes/{minutes.pk}/minutes.pdf").content))
    text = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    assert "The chair reported." in text and "Page 1 of 1" in text and minutes.sha256 in text.replace(" ", "")
    assert "<pdfuaid:part>1</pdfuaid:part>" in read.trailer["/Root"]["/Metadata"].get_data().decode()


def test_two_who_write_up_lose_nothing(place, browse):
    page, path = browse("secretary"), f"/meetings/{place.meeting.pk}/write-up/"
    form = page.get(path).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    item = place.meeting.items.get(kind="any_other")
    assert page.post(path, {**sent, f"minute_{item.pk}": "Thanks."}).status_code == 302
    answer = page.post(path, {**sent, f"minute_{item.pk}": "No thanks."})
    said = answer.content.decode()
    assert answer.status_code == 409 and "“Thanks.”" in said and "No thanks." in said
    item.refresh_from_db()
    assert item.minute == "Thanks."
    with pytest.raises(Stale):
        services.write_minute(by=place.by, pk=item.pk, version=1, minute="Else.")


# --- Corrections at work ---------------------------------------------------------------------------------------------------
SECRET = "The lease was never mentioned."


def seen(place, browse, call, role):
    """What each way into the portal tells of a correction, as text."""
    meeting, item = place.meeting.pk, place.meeting.items.get(kind="matters_arising").pk
    pages = [f"/meetings/{meeting}/", f"/meetings/{meeting}/history/", "/activity/"]
    api = [
        f"meetings/{meeting}/",
        f"agenda-items/{item}/",
        f"agenda-items/?meeting={meeting}",
        "minutes/?count=true",
        "activity/?limit=200",
        "meetings/",
    ]
    told = {path: browse(role).get(path).content.decode() for path in pages}
    return told | {path: call(role).get(f"/api/v1/{path}").content.decode() for path in api}


def correct(place, text=SECRET):
    draft = services.start_minutes(by=place.by, meeting=place.meeting, corrects="The lease.")
    item = place.meeting.items.get(kind="matters_arising")
    services.write_minute(by=place.by, pk=item.pk, version=item.version, minute=text)
    return draft


@pytest.mark.parametrize("role", ["reader", "haringey"])
def test_a_correction_at_work_is_seen_by_those_alone_who_write_minutes(place, browse, call, role):
    agreed(place)
    draft = correct(place)
    for path, text in seen(place, browse, call, role).items():
        assert SECRET not in text and str(draft.pk) not in text, path
    assert '"minute":"The chair reported."' in seen(place, browse, call, role)[f"meetings/{place.meeting.pk}/"], "as it was agreed"
    for path in (f"/minutes/{draft.pk}/", f"/minutes/{draft.pk}/minutes.pdf"):
        assert (browse(role).get(path).status_code, browse("secretary").get(path).status_code) == (404, 200), path
    assert call(role).get(f"/api/v1/minutes/{draft.pk}/").status_code == 404
    writes = seen(place, browse, call, "secretary")
    assert SECRET in writes[f"/meetings/{place.meeting.pk}/"] and SECRET in writes[f"/meetings/{place.meeting.pk}/history/"]
    services.circulate_minutes(by=place.by, pk=draft.pk, version=draft.version, on=date(2018, 6, 1))
    after = seen(place, browse, call, role)
    assert SECRET in after[f"/meetings/{place.meeting.pk}/"] and str(draft.pk) in after["minutes/?count=true"]


def test_a_correction_may_be_given_up_and_leaves_what_was_agreed(place, browse, call):
    first = agreed(place)
    draft = correct(place)
    path = f"/api/v1/minutes/{draft.pk}/"
    assert call("reader")("delete", path, {"reason": "x"}, **{"If-Match": '"1"'}).status_code == 403
    stale = call("secretary")("delete", path, {}, **{"If-Match": '"9"'})
    assert stale.status_code == 412
    assert call("secretary")("delete", path, {}, **{"If-Match": '"1"'}).json()["errors"][0]["pointer"] == "/reason"
    gone = call("secretary")("delete", path, {"reason": "It was right."}, **{"If-Match": '"1"'})
    assert (gone.status_code, Minutes.objects.get()) == (204, first)
    assert place.meeting.items.get(kind="matters_arising").minute == "The chair reported."
    for path, text in seen(place, browse, call, "reader").items():
        assert SECRET not in text, path
    assert SECRET in seen(place, browse, call, "secretary")[f"/meetings/{place.meeting.pk}/history/"], "the history keeps it"
    page = browse("secretary").post(f"/minutes/{correct(place).pk}/discard/", {"version": "1", "reason": "It was right."})
    assert (page.status_code, page["Location"]) == (302, f"/meetings/{place.meeting.pk}/#minutes")
    item = place.meeting.items.get(kind="matters_arising")
    with pytest.raises(Refused) as closed:
        services.write_minute(by=place.by, pk=item.pk, version=item.version, minute="x")
    assert closed.value.rule == "minutes-agreed"


def test_what_else_was_changed_is_put_back_before_a_correction_is_given_up(place):
    first = agreed(place)
    draft = correct(place)
    there = Attendance.objects.get(member=place.chair)
    attend(place, "absent", versions=(there.version,))
    with pytest.raises(Refused) as refused:
        services.discard_minutes(by=place.by, pk=draft.pk, version=1, reason="It was right.")
    assert refused.value.rule == "minutes-changed" and "attendance" in refused.value.detail
    assert place.meeting.items.get(kind="matters_arising").minute == SECRET, "all or nothing"
    with pytest.raises(Refused) as fixed:
        services.discard_minutes(by=place.by, pk=first.pk, version=first.version, reason="x")
    assert fixed.value.rule == "minutes-agreed"
