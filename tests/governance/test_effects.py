"""What a decision changes: all of it with the decision, or nothing."""

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from devo_portal.core.history import history
from devo_portal.core.writes import Refused
from governance import services
from governance.models import Agreement, Board, Commitment, Decision, DecisionEffect, OptIn
from governance.selectors import commitment_history, moved_since
from pilots.models import Pilot
from tests.factories import decided, fit_for
from tests.governance.conftest import agreement, commitment
from tests.governance.deciding import act, board_of, fresh, proposed, with_effect
from tests.governance.places import condition as place_condition
from tests.governance.places import ground_of
from tests.governance.promises import condition, piece
from tests.governance.test_writes import as_form


@pytest.fixture
def ready(people: Any) -> Commitment:
    """A commitment that nothing keeps from being complete."""
    held = commitment("INT-9", agreement=agreement())
    held.evidence.add(piece())
    return held


def test_a_secretarys_decision_moves_records_that_a_secretary_may_not(call, people, ready):
    place = ground_of(people["officer"])
    place.move(place.barnet, "applied", "2018-01-01")
    period = OptIn.objects.get()
    pilot = fit_for(Pilot.objects.create(name="Lewisham", theme="integration", summary="s"), "launched")
    board = board_of("SPB", phase="Phase I")
    decision = proposed(people["secretary"], board)
    for kind, record, value, fields in (
        ("commitment.status", ready, "complete", {}),
        ("opt-in.state", period, "in_force", {"on": date(2018, 4, 1)}),
        ("pilot.stage", pilot, "launched", {}),
        ("board.phase", board, "Phase II", {}),
    ):
        with_effect(people["secretary"], decision, kind, record, value, **fields)
    refused = call("secretary").patch(f"/api/v1/commitments/{ready.pk}/", {"status": "complete", "reason": "x"}, 1)
    assert refused.status_code == 403
    answer = act(call("secretary"), decision, "agree")
    assert answer.status_code == 200, answer.content
    told = {each["kind"]: each for each in answer.json()["effects"]}
    assert told["commitment.status"]["record_url"] == f"/api/v1/commitments/{ready.pk}/"
    assert (told["commitment.status"]["before"], told["commitment.status"]["value_label"]) == ("Not started", "Complete")
    assert all(each["applied"] for each in told.values())
    assert fresh(ready).status == "complete" and fresh(pilot).stage == "launched" and fresh(board).phase == "Phase II"
    assert [(each.state, str(each.starts_on)) for each in OptIn.objects.order_by("starts_on")] == [
        ("applied", "2018-01-01"),
        ("in_force", "2018-04-01"),
    ]


def test_one_click_from_the_record_to_the_decision_and_back(browse, call, people, ready):
    decision = proposed(people["secretary"])
    with_effect(people["secretary"], decision, "commitment.status", ready, "complete")
    assert act(call("secretary"), decision, "agree").status_code == 200
    newest = commitment_history(people["reader"], ready.pk)[0]
    assert newest["authority"] == {"type": "decision", "id": str(decision.pk), "name": decision.number, "url": f"/decisions/{decision.pk}/"}
    assert (newest["by"], newest["event"]) == (people["secretary"].name, "decision.agreed")
    shown = browse("reader").get(f"/commitments/{ready.pk}/").content.decode()
    assert f'By decision <a class="govuk-link" href="/decisions/{decision.pk}/">{decision.number}</a>' in shown
    page = browse("reader").get(f"/decisions/{decision.pk}/")
    assert [(each["name"], each["page"]) for each in page.context["changed"]] == [(str(ready), f"/commitments/{ready.pk}/")]
    assert history(Decision, decision.pk)[0]["authority"] is None  # by no authority but its own


def test_the_decision_lists_what_cites_it_and_what_was_done_under_it(browse, people):
    from tests.governance.conftest import milestone

    milestone()
    decision = decided()
    services.take_baseline(by=people["officer"], name="The plan", decision=decision)
    services.create_delegation(
        by=people["secretary"],
        decision=decision,
        organisation=people["officer"].current_memberships[0].organisation,
        post="Director",
        kinds=["pilot.stage"],
    )
    changed = browse("reader").get(f"/decisions/{decision.pk}/").context["changed"]
    assert sorted((each["what"], each["name"].split(": ")[-1]) for each in changed) == [
        ("Baseline approved", "The plan"),
        ("Delegation given", "Director"),
    ]


def test_effects_are_chosen_a_page_a_step_with_no_id_typed(browse, people, ready):
    decision = proposed(people["secretary"])
    client, path = browse("secretary"), f"/decisions/{decision.pk}/effects/new/"
    kinds = dict(client.get(path).context["form"].fields["kind"].choices)
    assert set(kinds) == {"commitment.status", "opt-in.state", "board.phase", "pilot.stage"}
    assert client.get(f"{path}?kind=none").status_code == 400
    second = client.get(f"{path}?kind=commitment.status")
    assert "INT-9 Receipts are reinvested. (Not started)" in second.content.decode()
    assert client.get(f"{path}?kind=commitment.status&record=").status_code == 400
    assert client.get(f"{path}?kind=commitment.status&record=x").status_code == 400
    third = f"{path}?kind=commitment.status&record={ready.pk}"
    done = client.post(third, as_form(client.get(third), value="complete"))
    assert (done.status_code, done["Location"]) == (302, f"/decisions/{decision.pk}/#effects")
    effect = DecisionEffect.objects.get()
    assert (effect.value, effect.before, effect.record_name, effect.record_version) == ("complete", "Not started", str(ready), 1)
    again = client.post(third, {"value": "superseded", "record_version": "1"})
    assert again.status_code == 409 and "effect there" in again.content.decode()
    assert client.post(path, {"value": "complete"}).status_code == 404
    removed = client.post(f"/decision-effects/{effect.pk}/remove/", as_form(client.get(f"/decision-effects/{effect.pk}/remove/")))
    assert removed.status_code == 302 and not DecisionEffect.objects.exists()


def test_an_effect_is_refused_where_it_makes_no_sense(call, people, ready):
    decision = proposed(people["secretary"])
    body = {"decision": str(decision.pk), "kind": "commitment.status", "record": str(ready.pk), "value": "complete"}
    for field, value in (
        ("kind", "milestone.date"),
        ("record", str(decision.pk)),
        ("value", "happy"),
        ("value", "not_started"),
        ("on", "2018-01-01"),
    ):
        answer = call("secretary").post("/api/v1/decision-effects/", {**body, field: value})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"].split("/")[-1].removesuffix("_id")) == (400, field), answer.content
    assert call("haringey").post("/api/v1/decision-effects/", body).status_code == 403
    stale = call("secretary").post("/api/v1/decision-effects/", {**body, "record_version": 7})
    assert (stale.status_code, stale.json()["type"]) == (409, "/problems/effects-moved")
    made = call("secretary").post("/api/v1/decision-effects/", body)
    assert made.status_code == 201 and fresh(decision).version == 2  # who read the decision before reads it again
    assert act(call("secretary"), decision, "agree", version=1).status_code == 412
    assert act(call("secretary"), decision, "withdraw", {"reason": "No."}).status_code == 200
    closed = call("secretary")("delete", made.json()["url"], **{"If-Match": made["ETag"]})
    assert (closed.status_code, closed.json()["type"]) == (409, "/problems/decision-closed")


def test_what_moved_since_it_was_read_is_told_and_nothing_applies(call, browse, people, ready):
    other = commitment("INT-8", agreement=ready.agreement)
    decision = proposed(people["secretary"])
    with_effect(people["secretary"], decision, "commitment.status", ready, "complete")
    with_effect(people["secretary"], decision, "commitment.status", other, "superseded")
    services.update_commitment(by=people["officer"], pk=ready.pk, version=1, status="delayed", reason="The lease.")
    said = act(call("secretary"), decision, "agree")
    assert (said.status_code, said.json()["type"]) == (409, "/problems/effects-moved")
    for words in ("Status", "Not started", "Delayed", people["officer"].name):
        assert words in said.json()["detail"], words
    assert (fresh(ready).status, fresh(other).status, fresh(decision).status) == ("delayed", "not_started", "proposed")
    assert (
        moved_since(people["reader"], "commitment.status", ready.pk, 1)[0].after,
        len(moved_since(people["reader"], "commitment.status", other.pk, 1)),
    ) == ("Delayed", 0)
    client, path = browse("secretary"), f"/decisions/{decision.pk}/"
    page = client.get(f"{path}agree/")
    told = client.post(f"{path}agree/", as_form(page, text="Typed already."))
    shown = told.content.decode()
    assert told.status_code == 409 and "effects moved" in shown and "Typed already." in shown
    for words in ("Not started", "Delayed", people["officer"].name, f"{path}refresh/"):
        assert words in shown, words
    again = client.get(f"{path}refresh/")
    assert client.post(f"{path}refresh/", as_form(again)).status_code == 302
    assert act(call("secretary"), decision, "agree").status_code == 200
    assert (fresh(ready).status, fresh(other).status) == ("complete", "superseded")


def test_a_cell_that_moved_on_is_taken_up_where_it_stands_now(call, people):
    place = ground_of(people["officer"])
    place.move(place.barnet, "applied", "2018-01-01")
    decision = proposed(people["secretary"])
    effect = with_effect(people["secretary"], decision, "opt-in.state", OptIn.objects.get(), "in_force")
    now = place.move(place.barnet, "conditions_open", "2018-02-01")
    assert act(call("secretary"), decision, "agree").json()["type"] == "/problems/effects-moved"
    assert act(call("secretary"), decision, "refresh").status_code == 200
    assert (fresh(effect).record_id, effect.before) == (now.pk, "Conditions open")
    place_condition(place)
    refused = act(call("secretary"), decision, "agree")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/condition-open")


def test_a_rule_of_the_record_refuses_the_whole_decision(call, people, ready):
    pilot = Pilot.objects.create(name="Lewisham", theme="integration", summary="s")
    decision = proposed(people["secretary"])
    with_effect(people["secretary"], decision, "commitment.status", ready, "complete")
    effect = with_effect(people["secretary"], decision, "pilot.stage", pilot, "launched")  # which has its gate
    said = act(call("secretary"), decision, "agree").json()
    assert said["type"] == "/problems/gate-not-met" and "Lewisham cannot become “launched”" in said["detail"]
    assert "Say when it started: a day that has come." in said["detail"] and "senior responsible owner" in said["detail"]
    services.remove_effect(by=people["secretary"], pk=effect.pk, version=1)
    condition(ready)
    said = act(call("secretary"), decision, "agree").json()
    assert said["type"] == "/problems/condition-open" and "The treasury agrees" in said["detail"]
    assert fresh(ready).status == "not_started"


KINDS = st.tuples(st.sampled_from(["superseded", "complete", "at_risk"]), st.sampled_from(["", "stale", "refused", "gone"]))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(KINDS, min_size=1, max_size=4), st.lists(st.sampled_from(["", "stale"]), max_size=2))
@example([("complete", ""), ("superseded", "")], [""])
@example([("superseded", ""), ("complete", "refused")], [""])
@example([("superseded", ""), ("at_risk", "gone")], [])
def test_all_of_a_decision_applies_or_none_of_it(people, commitments, boards):
    """Random effects, some of which cannot apply: afterwards the database is all as it was, or all as the decision says."""
    held_by = Agreement.objects.first() or agreement()
    decision = proposed(people["secretary"])
    number, records, fails = Commitment.objects.count() + 100 * Decision.objects.count(), [], False
    for place, (value, trouble) in enumerate(commitments):
        record = commitment(f"X-{number + place}", agreement=held_by)
        if not (trouble == "refused" and value == "complete"):
            record.evidence.add(piece())
        with_effect(people["secretary"], decision, "commitment.status", record, value)
        if trouble == "stale":
            services.update_commitment(by=people["officer"], pk=record.pk, version=record.version, progress="Something.")
        elif trouble == "gone":
            record.evidence_links.all().delete()
            Commitment.objects.filter(pk=record.pk).delete()
        fails = fails or trouble in ("stale", "gone") or (trouble == "refused" and value == "complete")
        records.append((Commitment, record.pk, "status", "not_started", value))
    for place, trouble in enumerate(boards):
        board = Board.objects.create(name=f"Board {number + place}", short_name=f"B{number + place}", phase="I")
        with_effect(people["secretary"], decision, "board.phase", board, "II")
        if trouble == "stale":
            Board.objects.filter(pk=board.pk).update(purpose="Another")
        fails = fails or trouble == "stale"
        records.append((Board, board.pk, "phase", "I", "II"))
    version = fresh(decision).version
    try:
        services.agree_decision(by=people["secretary"], pk=decision.pk, version=version)
        agreed = True
    except Refused:
        agreed = False
    assert agreed is not fails
    for model, pk, column, before, after in records:
        found = model.objects.filter(pk=pk).values_list(column, flat=True).first()
        assert found in (None, after if agreed else before)
    assert fresh(decision).status == ("agreed" if agreed else "proposed")
    assert decision.effects.exclude(applied_at=None).count() == (len(records) if agreed else 0)


@pytest.mark.django_db(transaction=True)
def test_two_decisions_at_once_over_the_same_records_wait_and_one_is_told(people):
    held_by, place = agreement(), ground_of(people["officer"])
    place.move(place.barnet, "applied", "2018-01-01")
    records = [commitment(f"X-{number}", agreement=held_by) for number in range(4)]
    one, other = proposed(people["secretary"]), proposed(people["officer"])
    for decision, order in ((one, records), (other, records[::-1])):
        for record in order:
            with_effect(people["secretary"], decision, "commitment.status", record, "superseded")
    with_effect(people["secretary"], other, "opt-in.state", OptIn.objects.get(), "in_force")
    gate, said = threading.Barrier(3), []

    def agree(decision, by):
        try:
            gate.wait()
            services.agree_decision(by=by, pk=decision.pk, version=fresh(decision).version)
            said.append("agreed")
        except Refused as refused:
            said.append(refused.rule)
        finally:
            connection.close()

    def move():  # an opt-in that moves by itself locks its function, then its period
        try:
            gate.wait()
            place.move(place.camden, "applied", "2018-01-01")
        finally:
            connection.close()

    threads = [threading.Thread(target=agree, args=each) for each in ((one, people["secretary"]), (other, people["officer"]))]
    threads.append(threading.Thread(target=move))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["agreed", "effects-moved"]
    assert set(Commitment.objects.values_list("status", flat=True)) == {"superseded"}
