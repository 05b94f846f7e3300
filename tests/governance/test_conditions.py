"""Conditions are met, fail and are opened again; what rested on one that is gone is opened again with it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from devo_portal.core.history import history
from devo_portal.core.models import Membership, Notice, Role
from governance.models import Commitment, Condition
from tests.factories import organisation, person
from tests.governance.conftest import commitment
from tests.governance.promises import PIECE, condition, do, path, piece
from tests.governance.test_admin import at, typed, words

pytestmark = pytest.mark.usefixtures("delegated")  # completing and opening again are controlled: see test_controlled


def test_a_condition_is_met_fails_and_is_opened_again(call, world):
    held, haringey = condition(world.commitment), call("haringey")
    met = do(haringey, held, "meet", {"on": "2018-05-01", "note": "The letter came.", "evidence": PIECE}).json()
    assert (met["state"], met["decided_on"], met["note"], met["evidence"]["title"]) == ("met", "2018-05-01", "The letter came.", PIECE["title"])
    assert do(haringey, held, "meet").json()["type"] == "/problems/condition-state"
    assert do(haringey, held, "fail").json()["errors"][0]["pointer"] == "/note"
    assert do(haringey, held, "fail", {"note": "It was taken back."}).json()["state"] == "failed"
    assert do(haringey, held, "reopen").json()["errors"][0]["pointer"] == "/reason"
    opened = do(haringey, held, "reopen", {"reason": "Asked again."}).json()
    assert (opened["state"], opened["decided_on"], opened["note"], opened["evidence"]) == ("open", None, "", None)
    events = [act["event"] for act in history(Condition, held.pk)]
    assert events[:3] == ["condition.reopened", "condition.failed", "condition.met"]


def test_no_day_to_come(call, browse, world):
    held, tomorrow = condition(world.commitment), timezone.localdate() + timedelta(days=1)
    assert do(call("officer"), held, "meet", {"on": tomorrow.isoformat()}).json()["errors"][0]["pointer"] == "/on"
    answer = browse("officer").post(f"/conditions/{held.pk}/meet/", {"version": 1, "on": f"{tomorrow.day} {tomorrow:%B %Y}"})
    assert (answer.status_code, "on" in answer.context["form"].errors) == (422, True)
    page = browse("administrator").get(at(held))
    again = browse("administrator").post(at(held), typed(page, becomes="met", found_on=tomorrow.isoformat(), reason="x"))
    assert "in the future" in words(again)


@pytest.mark.parametrize("how", ["fail", "reopen"])
def test_what_rested_on_a_condition_is_open_again_and_its_keepers_are_told(call, people, world, how):
    held, haringey = condition(world.commitment), call("haringey")
    mate = person(Role.READER, "Haringey")
    partner = person(Role.READER, "London Councils")
    gone = person(Role.OFFICER, "Haringey")
    Membership.objects.filter(user=gone).update(starts_on="2017-01-01", ends_on="2018-01-01")
    world.commitment.co_owners.add(organisation("London Councils"))
    assert do(haringey, held, "meet").status_code == 200
    assert do(haringey, world.commitment, "complete", {"evidence": PIECE}).status_code == 200
    assert not Notice.objects.exists()
    assert (
        do(haringey, held, how, {"note": "The letter was withdrawn."} if how == "fail" else {"reason": "The letter was withdrawn."}).status_code
        == 200
    )
    world.commitment.refresh_from_db()
    assert world.commitment.status == "at_risk"
    newest = history(Commitment, world.commitment.pk)[0]
    assert newest["event"] == "commitment.reopened"
    assert "The treasury agrees" in newest["reason"] and "The letter was withdrawn" in newest["reason"]
    assert history(Condition, held.pk)[0]["event"] == ("condition.failed" if how == "fail" else "condition.reopened")
    told = set(Notice.objects.values_list("to__email", flat=True))
    assert told == {mate.email, partner.email, people["officer"].email}  # not the one who did it, nor who has left
    notice = Notice.objects.get(to=mate)
    assert "EST-1" in notice.subject and "withdrawn" in notice.body and notice.page == f"/commitments/{world.commitment.pk}/"


def test_a_failure_leaves_alone_what_was_not_complete(call, world):
    held = condition(world.commitment)
    assert do(call("officer"), held, "fail", {"note": "No."}).status_code == 200
    world.commitment.refresh_from_db()
    assert (world.commitment.status, world.commitment.version, Notice.objects.count()) == ("not_started", 1, 0)


def test_what_is_complete_takes_no_new_condition(call, browse, world):
    assert do(call("officer"), world.commitment, "complete", {"evidence": PIECE}).status_code == 200
    body = {"commitment": str(world.commitment.pk), "text": "And another."}
    assert call("officer").post("/api/v1/conditions/", body).json()["type"] == "/problems/commitment-complete"
    assert browse("officer").post("/conditions/new/", body).status_code == 409
    again = browse("administrator").post("/admin/governance/condition/add/", {**body, "becomes": "open"})
    assert "commitment complete" in words(again)
    assert not Condition.objects.exists()


def test_a_condition_is_reworded_and_deleted_only_while_open(call, browse, world):
    held, officer = condition(world.commitment), call("officer")
    assert officer.patch(path(held), {"text": "The Treasury agrees in writing."}, 1).status_code == 200
    other = commitment("WF-1", agreement=world.mou)
    assert officer.patch(path(held), {"commitment": str(other.pk)}, 2).json()["errors"][0]["pointer"] == "/commitment"
    assert do(officer, held, "meet").status_code == 200
    assert officer.patch(path(held), {"text": "Other"}, 3).json()["type"] == "/problems/condition-decided"
    assert officer("delete", path(held), {}, **{"If-Match": '"3"'}).json()["type"] == "/problems/condition-decided"
    admin = browse("administrator")
    assert "condition decided" in words(admin.post(at(held), typed(admin.get(at(held)), text="Other", reason="x")))
    admin.post(f"/admin/governance/condition/{held.pk}/delete/", {"post": "yes", "reason": "x", "version": "3"})
    assert Condition.objects.filter(pk=held.pk).exists()
    assert do(officer, held, "reopen", {"reason": "x"}).status_code == 200
    assert browse("officer").post(f"/conditions/{held.pk}/delete/", {"version": 4, "reason": "Twice."}).status_code == 302
    assert not Condition.objects.exists()


def test_a_condition_belongs_to_one_thing(call, browse, world):
    none = call("officer").post("/api/v1/conditions/", {"text": "Of nothing."})
    assert (none.status_code, "belongs to" in none.json()["detail"]) == (400, True)
    assert browse("officer").post("/conditions/new/", {"text": "Of nothing."}).status_code == 422
    assert call("officer").post("/api/v1/conditions/", {"text": "", "commitment": str(world.commitment.pk)}).status_code == 400


def test_a_condition_of_a_function_is_the_programmes(call, browse, world):
    from governance.models import Function

    function = Function.objects.create(code="F-01", name="Commissioning", rung="co_commissioning", to_whom="Boroughs")
    body = {"function": str(function.pk), "text": "Ready."}
    assert call("haringey").post("/api/v1/conditions/", body).status_code == 403
    made = call("officer").post("/api/v1/conditions/", body).json()
    assert (made["about"], made["may_edit"]) == ("F-01", True)
    assert call("haringey").get(made["url"]).json()["may_edit"] is False
    assert browse("haringey").get(f"/conditions/{made['id']}/fail/").status_code == 403
    assert call("officer").post(f"{made['url']}fail/", {"note": "Not ready."}, **{"If-Match": '"1"'}).json()["state"] == "failed"
    assert "function" not in browse("haringey").get("/conditions/new/").context["form"].fields


def test_the_admin_decides_a_condition_by_the_same_verbs(browse, world):
    held, admin = condition(world.commitment), browse("administrator")
    stray = admin.post(at(held), typed(admin.get(at(held)), found="Seen.", reason="x"))
    assert "Say whether it is met" in words(stray)
    done = admin.post(at(held), typed(admin.get(at(held)), becomes="met", found="Seen.", shown_by=str(piece().pk), reason="The letter came."))
    assert done.status_code == 302
    held.refresh_from_db()
    assert (held.state, held.note, held.evidence.title) == ("met", "Seen.", "Minutes")
    refused = admin.post(at(held), typed(admin.get(at(held)), becomes="failed", found="", reason="x"))
    assert "Say what was found" in words(refused)


def test_condition_figures_count_the_rows(call, browse, world):
    today = timezone.localdate()
    for state in ("open", "open", "met", "failed"):
        condition(world.commitment, state=state, decided_on=None if state == "open" else today)
    figures = call("reader").get("/api/v1/conditions/summary/").json()
    assert figures == {"conditions": 4, "open": 2, "met": 1, "failed": 1}
    for state in ("open", "met", "failed"):
        assert call("reader").get(f"/api/v1/conditions/?state={state}&count=true").json()["count"] == figures[state]
    assert "4 conditions: 2 open, 1 met, 1 failed." in browse("reader").get("/conditions/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_an_open_condition_is_deleted_outside_a_test_of_one_transaction(call, people):
    from tests.governance.conftest import commitment

    held = Condition.objects.create(commitment=commitment(), text="A plan is agreed.")
    assert call("officer")("delete", f"/api/v1/conditions/{held.pk}/", {"reason": "Twice."}, **{"If-Match": '"1"'}).status_code == 204
    assert not Condition.objects.filter(pk=held.pk).exists()
