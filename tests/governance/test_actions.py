"""Boards' actions: who works on them, what is said of them, what closes them, and what a meeting takes up of them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from devo_portal.core.history import history
from governance import selectors
from governance.models import Action, ActionUpdate, AgendaItem, Decision, Meeting
from tests.factories import organisation
from tests.governance.conftest import action
from tests.governance.test_admin import at, typed, words
from tests.governance.test_writes import as_form

TODAY = timezone.localdate


@pytest.fixture
def path(world):
    return f"/api/v1/actions/{world.action.pk}/"


@pytest.fixture
def decision(world):
    return Decision.objects.create(board=world.lwb, number="1", title="Closed", decided_on=TODAY())


@pytest.fixture
def item(world):
    meeting = Meeting.objects.create(board=world.lwb, held_on=date(2017, 9, 20))
    return AgendaItem.objects.create(meeting=meeting, place=1, title="Nurses")


def report(call, path, version=1, role="officer", **body):
    return call(role).post(f"{path}report/", {"note": "Asked the trusts.", **body}, **{"If-Match": f'"{version}"'})


def problem(answer):
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


# --- Who works on it --------------------------------------------------------------------------------------------------------
def test_contributors_are_many_and_never_the_lead(call, path, world):
    trust, council = organisation("Barts", kind="trust"), organisation("Hackney")
    both = call("officer").patch(path, {"contributors": [str(trust.pk), str(council.pk)]}, version=1)
    assert [each["name"] for each in both.json()["contributors"]] == ["Barts", "Hackney"]
    lead = call("officer").patch(path, {"contributors": [str(world.haringey.pk)]}, version=2)
    assert (lead.status_code, lead.json()["errors"][0]["pointer"]) == (400, "/contributors")
    taken = call("officer").patch(path, {"lead": str(council.pk)}, version=2)
    assert taken.status_code == 400, "the lead that contributes already is refused as well"
    listed = call("reader").get(f"/api/v1/actions/?contributor={trust.pk}").json()["results"]
    assert [each["id"] for each in listed] == [str(world.action.pk)]
    assert not call("reader").get(f"/api/v1/actions/?contributor={world.haringey.pk}").json()["results"]
    assert sorted(change["after"] for change in selectors.action_history(call("reader").user, world.action.pk)[0]["changes"]) == ["Barts", "Hackney"]


def test_the_form_offers_contributors_by_kind_and_keeps_those_chosen(browse, world):
    trust = organisation("Barts", kind="trust")
    world.action.contributors.add(trust)
    page = browse("officer").get(f"/actions/{world.action.pk}/edit/")
    groups = dict(page.context["form"].fields["contributors"].choices)
    assert list(groups)[:2] == ["Local authority", "NHS trust or foundation trust"]
    done = browse("officer").post(f"/actions/{world.action.pk}/edit/", as_form(page, title="Ask again"))
    assert done.status_code == 302, done.context["form"].errors
    assert list(Action.objects.get(pk=world.action.pk).contributors.all()) == [trust]


def test_one_raised_at_an_item_starts_with_its_board_and_day(browse, call, world, item):
    page = browse("secretary").get(f"/actions/new/?board={world.lwb.pk}&raised_at={item.pk}")
    assert page.context["form"]["raised_at"].value() == str(item.pk)
    assert page.context["form"]["raised_on"].value() == "20 September 2017"
    done = browse("secretary").post("/actions/new/", as_form(page, title="Count them", theme="other", status="open"))
    assert done.status_code == 302, done.context["form"].errors
    assert [each["title"] for each in call("reader").get(f"/api/v1/actions/?raised_at={item.pk}").json()["results"]] == ["Count them"]
    assert call("officer").patch(f"/api/v1/actions/{world.action.pk}/", {"raised_at": str(item.pk)}, version=1).status_code == 200
    elsewhere = action("Elsewhere", board=world.lhb)
    other = call("officer").patch(f"/api/v1/actions/{elsewhere.pk}/", {"raised_at": str(item.pk)}, version=1)
    assert (other.status_code, other.json()["errors"][0]["pointer"]) == (400, "/raised_at")
    assert browse("officer").get("/actions/new/?board=x&raised_at=y").status_code == 200


# --- What closes it ---------------------------------------------------------------------------------------------------------
def test_only_those_who_run_meetings_raise_an_action_at_one(call, world, item):
    body = {"board": str(item.meeting.board_id), "title": "Written into the minutes", "lead": str(world.haringey.pk), "raised_at": str(item.pk)}
    assert call("haringey").post("/api/v1/actions/", body).status_code == 403
    assert call("secretary").post("/api/v1/actions/", body).status_code == 201


def test_nothing_closes_without_evidence_or_a_decision(call, browse, path, world):
    assert problem(call("officer").patch(path, {"status": "complete"}, version=1)) == (409, "evidence-missing")
    assert problem(call("officer").patch(path, {"status": "complete", "evidence": "  "}, version=1)) == (409, "evidence-missing")
    assert problem(report(call, path, status="complete")) == (409, "evidence-missing")
    body = {"board": str(world.lwb.pk), "title": "Done", "theme": "other", "status": "complete"}
    assert problem(call("officer").post("/api/v1/actions/", body)) == (409, "evidence-missing")
    page = browse("officer").get(f"/actions/{world.action.pk}/update/")
    refused = browse("officer").post(f"/actions/{world.action.pk}/update/", as_form(page, status="complete", note="Done."))
    assert (refused.status_code, "Rule: evidence missing" in refused.content.decode()) == (409, True)
    admin = browse("administrator")
    said = words(admin.post(at(world.action), typed(admin.get(at(world.action)), status="complete", reason="Done.")))
    assert "Rule: evidence missing" in said
    assert (Action.objects.get().status, ActionUpdate.objects.count()) == ("open", 0)


def test_an_agreed_decision_closes_it_and_no_other(call, path, decision):
    Decision.objects.filter(pk=decision.pk).update(status="proposed", decided_on=None)
    assert problem(report(call, path, status="complete", closing_decision=str(decision.pk))) == (409, "decision-not-agreed")
    Decision.objects.filter(pk=decision.pk).update(status="agreed", decided_on=TODAY())
    done = report(call, path, status="complete", closing_decision=str(decision.pk))
    assert done.status_code == 200, done.content
    assert (done.json()["closing_decision"]["id"], done.json()["closed_on"]) == (str(decision.pk), TODAY().isoformat())


def test_admin_writes_it_as_pages_do(browse, world, decision):
    admin, trust = browse("administrator"), organisation("Barts", kind="trust")
    page = admin.get(at(world.action))
    closed = admin.post(
        at(world.action), typed(page, status="complete", closing_decision=str(decision.pk), contributors=[str(trust.pk)], reason="Done.")
    )
    assert closed.status_code == 302, words(closed)
    kept = Action.objects.get(pk=world.action.pk)
    assert (kept.status, kept.closed_on, list(kept.contributors.all())) == ("complete", TODAY(), [trust])


def test_what_is_opened_again_is_no_more_shown_to_be_done(call, path):
    assert report(call, path, status="complete", evidence="Minutes").status_code == 200
    assert report(call, path, 2, status="in_progress").json()["errors"][0]["pointer"] == "/reason"
    again = report(call, path, 2, status="in_progress", reason="Two trusts are missing.").json()
    assert (again["status"], again["closed_on"], again["evidence"]) == ("in_progress", None, "")
    assert problem(report(call, path, 3, status="complete")) == (409, "evidence-missing")


# --- What is said of it -----------------------------------------------------------------------------------------------------
def test_a_report_moves_the_action_and_keeps_what_was_said(call, people, path, world):
    later = (TODAY() + timedelta(days=30)).isoformat()
    assert report(call, path, due_on=later).json()["errors"][0]["pointer"] == "/reason"
    answer = report(call, path, status="in_progress", due_on=later, reason="Two trusts asked for time.").json()
    assert (answer["status"], answer["due_on"], answer["progress"], answer["version"]) == ("in_progress", later, "Asked the trusts.", 2)
    (update,) = answer["updates"]
    assert (update["note"], update["status"], update["by"], update["on"]) == (
        "Asked the trusts.",
        "in_progress",
        people["officer"].name,
        TODAY().isoformat(),
    )
    (act, *_) = history(Action, world.action.pk)
    assert (act["event"], act["reason"]) == ("action.reported", "Two trusts asked for time.")


def test_a_report_of_words_alone_is_a_version_of_its_own(call, path):
    assert report(call, path).json()["version"] == 2
    assert report(call, path, note="Late.").status_code == 412
    second = report(call, path, 2, note="And the councils.").json()
    assert (second["progress"], len(second["updates"])) == ("And the councils.", 2)
    assert [each["note"] for each in second["updates"]] == ["And the councils.", "Asked the trusts."]
    assert call("reader").get("/api/v1/actions/?q=councils").json()["results"]
    assert report(call, path, 3, note=" ").status_code == 400
    assert call("officer").patch(path, {"progress": "x"}, version=3).status_code == 400


def test_a_report_is_for_those_who_may_change_the_action(call, path):
    assert report(call, path, role="reader").status_code == 403
    assert report(call, path, role="hackney").status_code == 403
    assert report(call, path, role="haringey").status_code == 200
    assert report(call, path, 2, role="secretary").status_code == 200


def test_updates_are_a_list_and_are_never_rewritten(call, path, world):
    from django.db import DatabaseError, transaction

    report(call, path)
    other = action("Elsewhere", board=world.lhb)
    ActionUpdate.objects.create(action=other, on=date(2017, 9, 9), note="Then", status="open")
    ask = call("reader").get
    assert [each["note"] for each in ask("/api/v1/action-updates/").json()["results"]] == ["Asked the trusts.", "Then"]
    for query, expected in (
        (f"action={other.pk}", ["Then"]),
        (f"board={world.lwb.pk}", ["Asked the trusts."]),
        ("on__lte=2017-12-31", ["Then"]),
        ("on__gte=2018-01-01", ["Asked the trusts."]),
    ):
        assert [each["note"] for each in ask(f"/api/v1/action-updates/?{query}").json()["results"]] == expected, query
    assert call("officer").post("/api/v1/action-updates/", {}).status_code == 405
    with pytest.raises(DatabaseError), transaction.atomic():
        ActionUpdate.objects.update(note="Better")


# --- From the list ----------------------------------------------------------------------------------------------------------
def test_update_leads_back_to_the_list_with_its_filters(browse, world):
    client, back = browse("officer"), f"/actions/?board={world.lwb.pk}&open=true"
    shown = client.get(back).content.decode()
    assert f"/actions/{world.action.pk}/update/?next=%2Factions%2F%3Fboard%3D{world.lwb.pk}%26open%3Dtrue" in shown
    page = client.get(f"/actions/{world.action.pk}/update/", {"next": back})
    done = client.post(f"/actions/{world.action.pk}/update/", as_form(page, note="Said.", next=back))
    assert (done.status_code, done["Location"]) == (302, back)
    for elsewhere in ("https://example.test/", "//example.test/", "javascript:alert(1)", "actions/"):
        assert client.get(f"/actions/{world.action.pk}/update/", {"next": elsewhere}).context["next"] == f"/actions/{world.action.pk}/"


def test_rows_offer_an_update_to_those_who_may(browse, world):
    mine, link = action("Ours", board=world.lwb, lead=organisation("Hackney")), "/update/?next="
    assert link not in browse("reader").get("/actions/").content.decode()
    shown = browse("hackney").get("/actions/").content.decode()
    assert f"/actions/{mine.pk}{link}" in shown and f"/actions/{world.action.pk}{link}" not in shown


def test_the_row_opens_saves_and_refuses_in_place(browse, call, world):
    client, where, row = browse("officer"), f"/actions/{world.action.pk}/update/", {"HX-Request": "true"}
    form = client.get(where, {"next": "/actions/"}, headers=row)
    assert form.content.decode().startswith("<tr") and "hx-post" in form.content.decode()
    sent = as_form(form, note="Nearly.", status="complete", next="/actions/")
    refused = client.post(where, sent, headers=row)
    assert (refused.status_code, refused.content.decode().startswith("<tr")) == (409, True)
    assert "Rule: evidence missing" in refused.content.decode() and "Nearly." in refused.content.decode()
    saved = client.post(where, {**sent, "evidence": "Minutes"}, headers=row)
    assert (saved.status_code, "hx-post" in saved.content.decode()) == (200, False)
    assert "is complete" in saved["HX-Trigger"]
    stale = client.post(where, {**sent, "note": "Second.", "evidence": "Minutes"}, headers=row)
    assert stale.status_code == 409
    assert "changed this record after you opened it" in stale.content.decode() and "Second." in stale.content.decode()
    assert not client.get("/actions/").context["messages"], "said in the row, and not once more on the next page"
    assert "hx-post" not in client.get(where, {"row": "true"}, headers=row).content.decode()
