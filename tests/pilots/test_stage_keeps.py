"""What a gate asked for stays after the move, a closed pilot stays closed, and who may move is told before."""

import pytest

from devo_portal.core.dates import PartialDate
from devo_portal.core.writes import Refused
from governance.models import Delegation
from pilots import services
from pilots.models import Pilot, Proposition
from pilots.selectors import gate
from tests.factories import delegate, fit_for, organisation
from tests.pilots.test_stages import move


@pytest.fixture
def pilot(people):
    delegate("Programme office", "pilot.stage")
    delegate("Haringey", "pilot.stage")
    return Pilot.objects.create(name="Haringey", theme="prevention", summary="s", lead=organisation("Haringey"))


def test_a_start_still_to_come_does_not_launch(people, pilot):
    fit_for(pilot, "launched")
    Pilot.objects.filter(pk=pilot.pk).update(starts="2999")
    assert not gate(people["reader"], pilot.pk)["moves"][0]["met"]
    with pytest.raises(Refused) as refused:
        move(people["officer"], pilot, "launched")
    assert list(refused.value.errors) == ["start"]


@pytest.mark.parametrize(
    ("change", "field"), [({"lead": None}, "lead"), ({"places": []}, "places"), ({"starts": "2999-01-01"}, "starts"), ({"starts": None}, "starts")]
)
def test_what_a_gate_asked_for_is_not_taken_away_after_the_move(call, people, pilot, change, field):
    fit_for(pilot, "launched")
    moved = move(people["officer"], pilot, "launched")
    path = f"/api/v1/pilots/{pilot.pk}/"
    refused = call("officer").patch(path, change, moved.version)
    assert (refused.status_code, refused.json()["type"], [each["pointer"] for each in refused.json()["errors"]]) == (
        409,
        "/problems/stage-needs",
        [f"/{field}"],
    )
    values = {"lead": None, "places": [], "starts": PartialDate.kept("2999") if change.get("starts") else None}
    with pytest.raises(Refused) as by_section:
        services.update_pilot_section(by=people["officer"], pk=pilot.pk, version=moved.version, **{field: values[field]})
    assert by_section.value.rule == "stage-needs"
    assert call("officer").patch(path, {"status_note": "On the way."}, moved.version).status_code == 200
    pilot.refresh_from_db()
    assert call("officer").patch(path, {**change, "stage": "proposed", "reason": "Not yet."}, pilot.version).status_code == 200


def test_a_proposal_that_never_started_may_be_closed_and_taken_back(people, pilot):
    assert move(people["officer"], pilot, "closed", "Withdrawn.").stage == "closed"
    assert move(people["officer"], pilot, "proposed", "Closed by mistake.").stage == "proposed"


def test_a_closed_pilot_takes_no_new_ask(call, people, pilot):
    other = Pilot.objects.create(name="Other", theme="estates", summary="s")
    settled = Proposition.objects.create(pilot=pilot, title="A", kind="data", state="refused", refusal="No.")
    moving = Proposition.objects.create(pilot=other, title="B", kind="data")
    move(people["officer"], pilot, "closed")
    made = call("officer").post("/api/v1/propositions/", {"pilot": str(pilot.pk), "title": "C", "kind": "data"})
    again = call("officer").post(f"/api/v1/propositions/{settled.pk}/reopen/", {"reason": "r"}, **{"If-Match": '"1"'})
    moved = call("officer").patch(f"/api/v1/propositions/{moving.pk}/", {"pilot": str(pilot.pk)}, 1)
    for answer in (made, again, moved):
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/pilot-closed")


def test_who_may_move_is_told_before(call, browse, people, pilot):
    path, api = f"/pilots/{pilot.pk}/move-stage/", f"/api/v1/pilots/{pilot.pk}/gate/"
    told = call("haringey").get(api).json()
    assert told["may_move"] and told["authority"]["name"].endswith("to the Programme director")
    page = browse("haringey").get(path).content.decode()
    assert "You may move it under delegation <a" in page and told["authority"]["name"] in page and 'name="stage"' in page
    Delegation.objects.all().delete()
    told = call("officer").get(api).json()
    assert (told["may_move"], told["authority"], told["may_propose"]) == (False, None, True)
    for shown in (path, f"/pilots/{pilot.pk}/"):
        page = browse("officer").get(shown).content.decode()
        assert "It needs a decision of a board." in page and "/decisions/propose/?title=Move%20the%20stage%20of%20Haringey" in page
        assert 'name="stage"' not in page
    assert "/decisions/propose/" not in browse("haringey").get(path).content.decode()
    refused = browse("officer").post(path, {"version": "1", "stage": "closed", "reason": "r"})
    assert refused.status_code == 409 and "Rule: needs decision." in refused.content.decode()
