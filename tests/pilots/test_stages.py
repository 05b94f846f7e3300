"""A pilot's stage moves a step at a time, by authority, and only through a gate that stands open."""

import threading
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devo_portal.core.writes import Refused
from pilots import services
from pilots.models import FIVE_CASES, Benefit, BusinessCase, Pilot, PilotRole, Proposition
from pilots.rules import stages as rules
from pilots.selectors import gate, pilot_history
from tests.factories import borough, decided, delegate, fit_for, organisation
from tests.governance.test_writes import as_form

ORDER = list(rules.ORDER)


@pytest.fixture
def pilot(people: Any) -> Pilot:
    delegate("Programme office", "pilot.stage")
    delegate("Haringey", "pilot.stage")
    return Pilot.objects.create(name="Haringey", theme="prevention", summary="s", lead=organisation("Haringey"))


def move(by: Any, pilot: Pilot, stage: str, reason: str = "So.") -> Pilot:
    pilot.refresh_from_db()
    return services.move_stage(by=by, pk=pilot.pk, version=pilot.version, stage=stage, reason=reason)


def test_from_proposal_to_adoption_and_closed(people, pilot):
    for stage in ORDER[1:]:
        with pytest.raises(Refused) as refused:
            move(people["officer"], pilot, stage)
        assert refused.value.rule == "gate-not-met"
        assert fit_for(pilot, stage).stage != stage
        assert move(people["officer"], pilot, stage).stage == stage
    newest = pilot_history(people["reader"], pilot.pk)[0]
    assert (newest["event"], newest["reason"], newest["authority"]["type"]) == ("pilot.moved", "So.", "delegation")


def test_all_that_is_missing_is_named(call, pilot):
    Pilot.objects.filter(pk=pilot.pk).update(lead=None)
    pilot.refresh_from_db()
    path = f"/api/v1/pilots/{pilot.pk}/move-stage/"
    answer = call("officer").post(path, {"stage": "launched", "reason": "So."}, **{"If-Match": f'"{pilot.version}"'})
    body = answer.json()
    assert (answer.status_code, body["type"]) == (409, "/problems/gate-not-met")
    said = {each["pointer"]: each["detail"] for each in body["errors"]}
    assert said == {
        "/lead": "Name its lead organisation.",
        "/place": "Name at least one place.",
        "/start": "Say when it started: a day that has come.",
        "/senior_owner": "Name the post of its senior responsible owner.",
    }
    assert all(words in body["detail"] for words in said.values())
    told = call("reader").get(f"/api/v1/pilots/{pilot.pk}/gate/").json()
    assert [(each["move"], each["stage"], each["met"]) for each in told["moves"]] == [("next", "launched", False), ("close", "closed", True)]
    assert {need["code"]: need["missing"] for need in told["moves"][0]["needs"]} == {pointer[1:]: words for pointer, words in said.items()}
    assert call("officer").post(path, {"stage": "launched"}).status_code == 428
    assert call("haringey").post(path, {"stage": "launched"}, **{"If-Match": '"1"'}).status_code == 403  # nobody’s now


def test_every_way_in_meets_the_same_gate(call, people, pilot):
    """PATCH and PUT as well as the verb; and what one write gives and moves at once is taken together."""
    caller, path = call("officer"), f"/api/v1/pilots/{pilot.pk}/"
    whole = {"name": "Haringey", "theme": "prevention", "summary": "s", "stage": "launched", "reason": "So."}
    for answer in (caller.patch(path, {"stage": "launched", "reason": "So."}, 1), caller("put", path, whole, **{"If-Match": '"1"'})):
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/gate-not-met")
    assert caller.patch(path, {"stage": "testing", "reason": "So."}, 1).json()["type"] == "/problems/stage-out-of-order"
    made = caller.post("/api/v1/pilots/", {**whole, "name": "Another"})
    assert (made.status_code, made.json()["type"]) == (409, "/problems/gate-not-met")
    PilotRole.objects.create(pilot=pilot, organisation=pilot.lead, role="senior_responsible_owner", post="Chief Executive")
    body = {"stage": "launched", "reason": "So.", "starts": "2015-12", "places": [str(borough("Haringey").pk)]}
    done = caller.patch(path, body, 1)
    assert (done.status_code, done.json()["stage"]) == (200, "launched")
    # what the same write takes away does not hold the gate open
    back = caller.patch(path, {"stage": "proposed", "reason": "Too soon."}, done.json()["version"]).json()
    again = caller.patch(path, {"stage": "launched", "reason": "So.", "places": []}, back["version"])
    assert (again.status_code, [each["pointer"] for each in again.json()["errors"]]) == (409, ["/place"])


@pytest.mark.parametrize(
    ("stage", "spoil", "missing"),
    [
        ("launched", lambda p: PilotRole.objects.filter(pilot=p).update(ends_on="2017-01-01"), "senior_owner"),
        ("launched", lambda p: PilotRole.objects.filter(pilot=p).update(role="programme_lead"), "senior_owner"),
        ("testing", lambda p: Benefit.objects.filter(pilot=p).delete(), "tested"),
        ("testing", lambda p: Proposition.objects.filter(pilot=p).delete(), "proposition"),
        ("case_submitted", lambda p: BusinessCase.objects.filter(pilot=p).update(evidence=None), "outline_case"),
        ("case_submitted", lambda p: BusinessCase.objects.filter(pilot=p).update(status="sent_back"), "outline_case"),
        ("decided", lambda p: BusinessCase.objects.filter(pilot=p, level="full").update(level=""), "full_case"),
        ("decided", lambda p: BusinessCase.objects.filter(pilot=p, level="full").update(economic=False), "five_cases"),
        ("adopted", lambda p: Proposition.objects.filter(pilot=p, state="granted").update(state="open", clause=None), "granted"),
    ],
)
def test_each_thing_that_a_gate_asks_for_counts(people, pilot, stage, spoil, missing):
    for each in ORDER[1 : ORDER.index(stage) + 1]:
        fit_for(pilot, each)
        if each != stage:
            move(people["officer"], pilot, each)
    spoil(pilot)
    with pytest.raises(Refused) as refused:
        move(people["officer"], pilot, stage)
    assert next(iter(refused.value.errors)) == missing


def test_back_a_stage_with_a_reason_and_closed_from_anywhere(call, people, pilot):
    for stage in ("launched", "testing"):
        fit_for(pilot, stage)
        move(people["officer"], pilot, stage)
    with pytest.raises(ValidationError, match="Say why"):
        move(people["officer"], pilot, "launched", reason=" ")
    with pytest.raises(Refused, match="may become “case submitted” or “launched” or “closed”"):
        move(people["officer"], pilot, "proposed")
    with pytest.raises(Refused, match=r"Settle its open propositions.*Use planning powers for health"):
        move(people["officer"], pilot, "closed")
    fit_for(pilot, "closed")
    assert move(people["officer"], pilot, "closed").stage == "closed"
    with pytest.raises(Refused) as refused:
        move(people["officer"], pilot, "launched")
    assert refused.value.rule == "stage-out-of-order"
    assert [(each["move"], each["stage"]) for each in gate(people["reader"], pilot.pk)["moves"]] == [("back", "testing")]
    assert move(people["officer"], pilot, "testing", "Closed by mistake.").stage == "testing"  # to where it was closed from
    assert move(people["officer"], pilot, "launched", "It had not begun.").stage == "launched"


def test_a_pilot_that_owes_a_return_is_not_closed(call, people, pilot):
    fit_for(pilot, "launched")
    move(people["officer"], pilot, "launched")
    services.open_call(by=people["officer"], period="2018-Q1", opened_on=date(2018, 7, 2))
    with pytest.raises(Refused, match=r"Submit its open quarterly returns, or withdraw them\. These: 2018-Q1\.") as refused:
        move(people["officer"], pilot, "closed")
    assert (refused.value.rule, list(refused.value.errors)) == ("gate-not-met", ["returns_in"])
    closing = call("reader").get(f"/api/v1/pilots/{pilot.pk}/gate/").json()["moves"][-1]
    assert {need["code"]: need["met"] for need in closing["needs"]} == {"asks_settled": True, "returns_in": False}
    owed = pilot.returns.get()
    services.withdraw_return(by=people["officer"], pk=owed.pk, version=owed.version, reason="It is over.")
    assert move(people["officer"], pilot, "closed").stage == "closed"


def test_a_case_whose_level_no_source_gives_counts_as_submitted_and_not_as_full(people, pilot):
    for each in ("launched", "testing"):
        fit_for(pilot, each)
        move(people["officer"], pilot, each)
    fit_for(pilot, "case_submitted")
    BusinessCase.objects.filter(pilot=pilot).update(level="", title="The case", **dict.fromkeys(FIVE_CASES, True))
    assert move(people["officer"], pilot, "case_submitted").stage == "case_submitted"
    with pytest.raises(Refused, match="Submit a full business case"):
        move(people["officer"], pilot, "decided")


def test_without_authority_nothing_moves_though_the_gate_stands_open(people):
    pilot = fit_for(Pilot.objects.create(name="P", theme="estates", summary="s"), "launched")
    with pytest.raises(Refused) as refused:
        move(people["officer"], pilot, "launched")
    assert refused.value.rule == "needs-decision"


def test_the_page_shows_each_gate_and_moves_through_it(browse, people, pilot):
    client, path = browse("haringey"), f"/pilots/{pilot.pk}/move-stage/"
    page = client.get(path)
    assert [code for code, _ in page.context["form"].fields["stage"].choices] == ["launched", "closed"]
    shown = page.content.decode()
    assert "Name at least one place." in shown and f"/pilots/{pilot.pk}/people/" in shown
    refused = client.post(path, as_form(page, stage="launched", reason="We have begun."))
    words = refused.content.decode()
    assert refused.status_code == 409 and "Say when it started: a day that has come. (Rule: gate not met.)" in words and "We have begun." in words
    fit_for(pilot, "launched")
    page = client.get(path)
    assert client.post(path, as_form(page, stage="launched", reason="")).status_code == 422
    stale = client.post(path, {**as_form(page, stage="launched", reason="So."), "version": "1"})
    assert stale.status_code == 409 and "changed this record after you opened it" in stale.content.decode()
    done = client.post(path, as_form(page, stage="launched", reason="So."))
    assert (done.status_code, done["Location"]) == (302, f"/pilots/{pilot.pk}/")
    assert "The stage has moved, under delegation DLG-" in client.get(done["Location"]).content.decode()
    assert browse("hackney").get(path).status_code == 403
    assert "Before it can become “testing”" in browse("reader").get(f"/pilots/{pilot.pk}/").content.decode()


# --- Against a slow, obvious machine -----------------------------------------------------------------------------------------
ACTS = [
    "lead", "no lead", "place", "no place", "starts", "owner", "owner leaves", "ask", "ask granted", "asks refused", "ask opened", "benefit",
    "no benefit", "outline", "outline sent back", "full", "full lacks economic", "full whole", "full approved", "full withdrawn",
]  # fmt: skip
STEPS = st.lists(st.one_of(st.sampled_from(ACTS), st.tuples(st.just("move"), st.sampled_from(ORDER)), st.just("next"), st.just("ready")), max_size=16)


class Machine:
    """What a pilot has, in plain words, and where it stands."""

    def __init__(self) -> None:
        self.stage, self.before = "proposed", "proposed"
        self.lead = self.place = self.starts = self.owner = self.benefit = False
        self.asks: list[str] = []
        self.outline, self.full, self.economic = "", "", False

    def may(self, to: str) -> bool:
        if self.stage == "closed":
            return to == self.before
        here, there = ORDER.index(self.stage), ORDER.index(to)
        if to == "closed":
            return "open" not in self.asks
        if there == here - 1:
            return True
        if there != here + 1:
            return False
        return {
            "launched": self.lead and self.place and self.starts and self.owner,
            "testing": bool(self.asks) and self.benefit,
            "case_submitted": self.outline == "submitted",
            "decided": self.full in ("submitted", "approved") and self.economic,
            "adopted": self.full == "approved" and self.economic and "granted" in self.asks,
        }[to]

    def moved(self, to: str) -> None:
        if to == "closed":
            self.before = self.stage
        self.stage = to


def _act(act: str, pilot: Pilot, machine: Machine, ground: Any) -> None:  # noqa: C901  # one line for each act
    rows, cases, asks = Pilot.objects.filter(pk=pilot.pk), BusinessCase.objects.filter(pilot=pilot), Proposition.objects.filter(pilot=pilot)
    if act in ("lead", "no lead"):
        machine.lead = act == "lead"
        rows.update(lead=ground.lead if machine.lead else None)
    elif act in ("place", "no place"):
        machine.place = act == "place"
        pilot.places.set([ground.place] if machine.place else [])
    elif act == "starts":
        machine.starts = True
        rows.update(starts="2015-12")
    elif act in ("owner", "owner leaves"):
        PilotRole.objects.filter(pilot=pilot).delete()
        machine.owner = act == "owner"
        ends = None if machine.owner else "2016-01-01"
        PilotRole.objects.create(pilot=pilot, organisation=ground.lead, role="senior_responsible_owner", post="Chief", ends_on=ends)
    elif act == "ask":
        asks.create(pilot=pilot, title=f"Ask {len(machine.asks)}", kind="data")
        machine.asks.append("open")
    elif act in ("ask granted", "ask opened"):
        if machine.asks:
            granted = act == "ask granted"
            machine.asks[0] = "granted" if granted else "open"
            asks.filter(title="Ask 0").update(state=machine.asks[0], clause=ground.clause if granted else None, refusal="")
    elif act == "asks refused":
        asks.filter(state="open").update(state="refused", refusal="No.")
        machine.asks = ["refused" if each == "open" else each for each in machine.asks]
    elif act in ("benefit", "no benefit"):
        Benefit.objects.filter(pilot=pilot).delete()
        machine.benefit = act == "benefit"
        if machine.benefit:
            Benefit.objects.create(pilot=pilot, name="B", kind="qualitative", unit="number", better="more")
    elif act in ("outline", "outline sent back"):
        machine.outline = "submitted" if act == "outline" else "sent_back"
        cases.exclude(level="full").delete()
        cases.create(pilot=pilot, level="outline", title="O", status=machine.outline, submitted_on="2016", evidence=ground.evidence)
    else:
        status = {"full approved": "approved", "full withdrawn": "withdrawn"}.get(act, "submitted")
        machine.full, machine.economic = status, act != "full lacks economic"
        cases.filter(level="full").delete()
        covers = {**dict.fromkeys(FIVE_CASES, True), "economic": machine.economic}
        decision = ground.decision if status == "approved" else None
        fields = {"status": status, "submitted_on": "2016", "evidence": ground.evidence, "decision": decision}
        cases.create(pilot=pilot, level="full", title="F", **fields, **covers)


class Ground:
    def __init__(self) -> None:
        from governance.models import Evidence
        from tests.factories import _clause

        self.lead, self.place, self.clause, self.decision = organisation("Haringey"), borough("Haringey"), _clause(), decided("GRD")
        self.evidence = Evidence.objects.create(title="The case", kind="document")


READY = ["lead", "place", "starts", "owner", "ask", "ask granted", "benefit", "outline", "full approved"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_random_moves_against_a_slow_obvious_machine(people, steps):
    """A stage never changes unless all that its gate asks for is there; and where it is, nothing else holds it back."""
    delegate("Programme office", "pilot.stage")
    ground, machine = Ground(), Machine()
    pilot = Pilot.objects.create(name=f"P{Pilot.objects.count()}", theme="estates", summary="s")
    for step in steps:
        if step == "ready":
            for act in READY:
                _act(act, pilot, machine, ground)
            continue
        if isinstance(step, str) and step != "next":
            _act(step, pilot, machine, ground)
            continue
        to = step[1] if isinstance(step, tuple) else ORDER[min(ORDER.index(machine.stage) + 1, len(ORDER) - 1)]
        if to == machine.stage:
            continue
        shown = {each["stage"]: each["met"] for each in gate(people["officer"], pilot.pk)["moves"]}
        try:
            move(people["officer"], pilot, to)
            went = True
        except Refused:
            went = False
        assert (went, shown.get(to, False)) == (machine.may(to), machine.may(to)), (machine.__dict__, to)
        if went:
            machine.moved(to)
        pilot.refresh_from_db()
        assert pilot.stage == machine.stage


@pytest.mark.django_db(transaction=True)
def test_who_opens_an_ask_while_a_pilot_closes_waits_or_is_seen(people):
    """Two at once: never a closed pilot whose gate had not seen the open ask."""
    delegate("Programme office", "pilot.stage")
    pilot = Pilot.objects.create(name="P", theme="estates", summary="s")
    ask = Proposition.objects.create(pilot=pilot, title="A", kind="data", state="refused", refusal="No.")
    opened, go = threading.Event(), threading.Event()

    def reopen() -> None:
        from django.db import transaction

        with transaction.atomic():
            services.reopen_proposition(by=people["officer"], pk=ask.pk, version=1, reason="Ask again.")
            opened.set()
            go.wait(10)
        connection.close()

    thread = threading.Thread(target=reopen)
    thread.start()
    opened.wait(10)
    threading.Timer(0.5, go.set).start()
    with pytest.raises(Refused, match="Settle its open propositions"):
        move(people["officer"], pilot, "closed")
    thread.join()
    pilot.refresh_from_db()
    assert pilot.stage == "proposed"
