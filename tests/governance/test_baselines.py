"""Baselines hold what the milestones were; between two instants, what changed is what history says."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.utils import InternalError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devo_portal.core.dates import PartialDate
from devo_portal.core.history import event_model
from devo_portal.core.writes import Refused
from governance import selectors, services
from governance.models import BankHoliday, Baseline, BaselineEntry, Decision, Milestone
from tests.governance.conftest import board, milestone


@pytest.fixture
def decision(db):
    return Decision.objects.create(board=board("SPB"), number="2017/9", title="The plan is agreed", decided_on=date(2017, 3, 8))


@pytest.fixture
def taken(people, decision):
    BankHoliday.objects.create(day="2017-04-14", name="Good Friday")
    signed, later = milestone(planned="2017-03-15"), milestone("Delegated", planned="2018-04", strand="integration")
    baseline = services.take_baseline(by=people["officer"], name="First plan", decision=decision)
    return baseline, signed, later


def test_it_is_taken_in_one_act_by_api_and_needs_its_decision(call, decision):
    milestone(), milestone("Other", actual="2017-05-01")
    officer = call("officer")
    refused = officer.post("/api/v1/baselines/", {"name": "Plan"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/decision")
    made = officer.post("/api/v1/baselines/", {"name": "Plan", "decision": str(decision.pk)})
    assert made.status_code == 201, made.content
    assert (made.json()["milestones"], made.json()["later"], made.json()["added"]) == (2, 0, 0)
    contexts = set(event_model(BaselineEntry).objects.values_list("pgh_context_id", flat=True))
    assert contexts == set(event_model(Baseline).objects.values_list("pgh_context_id", flat=True))
    again = officer.post("/api/v1/baselines/", {"name": "Plan", "decision": str(decision.pk)})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/baseline-name-used")
    assert call("haringey").post("/api/v1/baselines/", {"name": "Mine", "decision": str(decision.pk)}).status_code == 403


def test_none_is_taken_of_nothing(people, decision):
    with pytest.raises(Refused, match="no milestone"):
        services.take_baseline(by=people["officer"], name="Empty", decision=decision)
    assert not Baseline.objects.exists()


@pytest.mark.parametrize("model", [Baseline, BaselineEntry])
def test_it_is_never_overwritten(taken, model):
    for write in (lambda rows: rows.update(name="Another"), lambda rows: rows._raw_delete("default")):
        with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
            write(model.objects.all())
    assert set(BaselineEntry.objects.values_list("name", "planned")) == {
        ("MoU signed", PartialDate.kept("2017-03-15")),
        ("Delegated", PartialDate.kept("2018-04")),
    }


def test_variance_is_told_against_any_baseline(call, taken, people, decision):
    baseline, signed, _ = taken
    services.update_milestone(by=people["officer"], pk=signed.pk, version=1, forecast=PartialDate.kept("2017-05-15"), reason="Number 10.")
    services.take_baseline(by=people["officer"], name="Second plan", decision=decision)
    services.update_milestone(by=people["officer"], pk=signed.pk, version=2, forecast=PartialDate.kept("2017-05-16"), reason="A day more.")
    found = call("reader").get(f"/api/v1/variances/?baseline={baseline.pk}&moved=later").json()["results"]
    assert [(each["name"], each["variance_days"], each["variance_working_days"]) for each in found] == [("MoU signed", 62, 43)]
    against = call("reader").get(f"/api/v1/milestones/{signed.pk}/").json()["baselines"]
    assert {(each["baseline"]["name"], each["variance_working_days"]) for each in against} == {("First plan", 43), ("Second plan", 1)}
    whole = call("reader").get(f"/api/v1/baselines/{baseline.pk}/").json()
    assert (whole["milestones"], whole["later"], whole["earlier"], whole["gone"], whole["added"]) == (2, 1, 0, 0, 0)


@pytest.mark.parametrize(
    ("then", "now", "moved"),
    [
        ("2018-04", "2018-04-10", "same"),
        ("2018", "2018-12-31", "same"),
        ("2018-04", "2018-05-01", "later"),
        ("2018-04-10", "2018-03", "earlier"),
        ("2017-12-31", "2018", "later"),
    ],
)
def test_dates_are_compared_as_far_as_both_are_known(call, people, decision, then, now, moved):
    one = milestone(planned=then)
    baseline = services.take_baseline(by=people["officer"], name="Plan", decision=decision)
    services.update_milestone(by=people["officer"], pk=one.pk, version=1, planned=PartialDate.kept(now), reason="Known better.")
    found = call("reader").get(f"/api/v1/variances/?baseline={baseline.pk}").json()["results"]
    assert [(each["moved"], each["variance_days"]) for each in found] == [(moved, None)]


def test_what_is_gone_and_what_came_since_is_told(call, browse, taken, people):
    baseline, signed, _ = taken
    services.remove_milestone(by=people["officer"], pk=signed.pk, version=1, reason="It is two now.")
    milestone("Came later")
    whole = call("reader").get(f"/api/v1/baselines/{baseline.pk}/").json()
    assert (whole["gone"], whole["added"]) == (1, 1)
    found = call("reader").get(f"/api/v1/variances/?baseline={baseline.pk}&moved=gone").json()["results"]
    assert [(each["milestone"], each["now"], each["name"]) for each in found] == [(str(signed.pk), None, "MoU signed")]
    page = browse("reader").get(f"/baselines/{baseline.pk}/?moved=gone&limit=1")
    assert page.status_code == 200
    assert [each["name"] for each in page.context["variances"]["results"]] == ["MoU signed"]
    assert "Came later" in page.content.decode()


def test_it_is_taken_on_the_page(browse, decision):
    milestone()
    assert "Enter baseline" in browse("officer").post("/baselines/new/", {}).content.decode()
    done = browse("officer").post("/baselines/new/", {"name": "Plan", "decision": str(decision.pk)})
    assert done.status_code == 302
    assert "Of 1 milestone kept on" in browse("reader").get(done["Location"]).content.decode()


# --- Between two instants ------------------------------------------------------------------------------------------------
def replayed(instant):
    """Every milestone as it was, by walking all that ever happened, one event after another."""
    there = {}
    for event in event_model(Milestone).objects.order_by("pgh_id"):
        if event.pgh_created_at > instant:
            continue
        if event.pgh_label == "delete":
            del there[event.pgh_obj_id]
        else:
            there[event.pgh_obj_id] = event
    return there


FIELDS = ("name", "strand", "planned", "forecast", "actual", "note")
EDITS = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(["add", "remove", "name", "planned", "forecast", "note", "mark"]),
        st.sampled_from(["2017", "2017-03", "2017-03-15", "2018-04-01"]),
    ),
    min_size=1,
    max_size=14,
)


def act(number, verb, value):
    rows = list(Milestone.objects.order_by("id"))
    if verb == "add":
        Milestone.objects.create(name=f"Milestone {value}", strand="agreement", planned=value)
    elif rows and verb == "remove":
        Milestone.objects.filter(pk=rows[number % len(rows)].pk).delete()
    elif rows and verb != "mark":
        Milestone.objects.filter(pk=rows[number % len(rows)].pk).update(**{verb: value})


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(EDITS, st.integers(0, 14), st.integers(0, 14))
def test_a_comparison_equals_replaying_history(people, edits, one, other):
    with transaction.atomic():
        instants = [timezone.now()]
        for edit in edits:
            act(*edit)
            instants.append(timezone.now())
        since, until = sorted(instants[min(each, len(edits))] for each in (one, other))
        said = selectors.milestones_compared(people["reader"], {"from": since.isoformat(), "to": until.isoformat()})
        before, after = replayed(since), replayed(until)
        transaction.set_rollback(True)
    assert {each["id"] for each in said["added"]} == after.keys() - before.keys()
    assert {each["id"] for each in said["removed"]} == before.keys() - after.keys()
    expected = {
        pk: {name: (getattr(before[pk], name), getattr(after[pk], name)) for name in FIELDS if getattr(before[pk], name) != getattr(after[pk], name)}
        for pk in before.keys() & after.keys()
    }
    expected = {pk: changes for pk, changes in expected.items() if changes}
    assert {each["id"]: {change["field"]: (change["before"], change["after"]) for change in each["changes"]} for each in said["changed"]} == expected
    assert said["same"] == len(before.keys() & after.keys()) - len(expected)


def test_a_comparison_names_what_changed_and_what_is_gone(call, browse, people, world):
    day = timezone.localdate()
    since = timezone.now()
    milestone_of_world, officer = world.milestone, people["officer"]
    services.update_milestone(by=officer, pk=milestone_of_world.pk, version=1, owner=None, strand="estates")
    services.remove_milestone(by=officer, pk=milestone_of_world.pk, version=2, reason="Told twice.")
    milestone("New")
    said = call("reader").get(f"/api/v1/milestones/compare/?from={since.strftime('%Y-%m-%dT%H:%M:%S.%fZ')}")
    assert [each["name"] for each in said.json()["added"]] == ["New"]
    assert [(each["name"], each["url"]) for each in said.json()["removed"]] == [("MoU signed", None)]
    page = browse("reader").get(f"/milestones/compare/?from={(day - timedelta(days=1)).isoformat()}&to={day.isoformat()}")
    assert page.status_code == 200
    assert "1 added, 0 removed, 0 changed" in page.content.decode()  # what came and went between the two is in neither


@pytest.mark.parametrize("query", ["from=yesterday", "from=2017-03", "from=2018-01-01&to=2017-01-01", "since=2017-01-01"])
def test_a_comparison_of_no_instants_is_refused(call, browse, query):
    assert call("reader").get(f"/api/v1/milestones/compare/?{query}").status_code == 400
    assert browse("reader").get(f"/milestones/compare/?{query}").status_code == 400
