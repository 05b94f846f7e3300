"""Cells move by the rules, and no two periods of one cell overlap."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from devo_portal.core.writes import Refused, Stale
from governance.models import Condition, OptIn
from governance.rules import opt_ins as rules
from governance.services import move_opt_in, reopen_opt_ins
from tests.governance.places import condition, ground, ground_of, made_function, spans

D = date.fromisoformat


@pytest.fixture
def place(people):
    return ground_of(people["officer"])


def refused(rule, act, *args, **kwargs):
    with pytest.raises(Refused) as told:
        act(*args, **kwargs)
    assert told.value.rule == rule, told.value.detail
    return told.value


# --- Moves -----------------------------------------------------------------------------------------------------------
def test_a_move_ends_the_running_period_on_the_day_the_next_begins(place):
    place.move(place.barnet, "applied", "2018-01-10")
    place.move(place.barnet, "in_force", "2018-04-01")
    place.move(place.barnet, "withdrawn", "2019-04-01")
    assert spans(place.barnet) == [("applied", "2018-01-10", "2018-04-01"), ("in_force", "2018-04-01", "2019-04-01"), ("withdrawn", "2019-04-01", "")]


def test_a_move_before_the_latest_period_is_out_of_order(place):
    place.move(place.barnet, "applied", "2018-01-10")
    refused("opt-in-order", place.move, place.barnet, "in_force", "2018-01-09")
    assert len(spans(place.barnet)) == 1


def test_a_move_on_the_day_of_the_period_corrects_it_with_a_reason(place):
    place.move(place.barnet, "interested", "2018-01-01")
    place.move(place.barnet, "applied", "2018-02-01")
    with pytest.raises(Exception, match="Say what was wrong"):
        place.move(place.barnet, "applied", "2018-02-01", note="On terms.", reason="")
    corrected = place.move(place.barnet, "withdrawn", "2018-02-01", reason="It withdrew; it never applied.")
    assert corrected.version == 2
    assert spans(place.barnet) == [("interested", "2018-01-01", "2018-02-01"), ("withdrawn", "2018-02-01", "")]
    # What it may be corrected to follows from the period before, not from the wrong one.
    refused("opt-in-transition", place.move, place.barnet, "conditions_open", "2018-02-01")


@pytest.mark.parametrize("before", [None, *rules.STATES])
@pytest.mark.parametrize("to", rules.STATES)
def test_every_pair_of_states_is_moved_or_refused(place, before, to):
    if before:
        OptIn.objects.create(function=place.function, area=place.barnet, state=before, starts_on=D("2018-01-01"))
    if to in rules.TRANSITIONS[before]:
        assert place.move(place.barnet, to, "2018-02-01").state == to
    else:
        refused("opt-in-transition", place.move, place.barnet, to, "2018-02-01")
        assert len(spans(place.barnet)) == bool(before)


def test_withdrawing_needs_a_reason(place):
    with pytest.raises(Exception, match="Say why it withdraws"):
        place.move(place.barnet, "withdrawn", "2018-01-01", reason=" ")


def test_an_opt_in_cannot_end_before_it_begins(place):
    refused("opt-in-dates", place.move, place.barnet, "in_force", "2018-02-01", ends_on=D("2018-01-31"))
    refused("opt-in-dates", place.move, place.barnet, "in_force", "2018-02-01", ends_on=D("2018-02-01"))
    place.move(place.barnet, "in_force", "2018-02-01")
    refused("opt-in-dates", place.move, place.barnet, "in_force", "2018-02-01", ends_on=D("2017-01-01"))


def test_after_an_end_the_cell_begins_anew(place):
    place.move(place.barnet, "in_force", "2018-02-01", ends_on=D("2018-03-01"))
    place.move(place.barnet, "interested", "2018-03-01", version=None)
    assert spans(place.barnet) == [("in_force", "2018-02-01", "2018-03-01"), ("interested", "2018-03-01", "")]


def test_a_move_carries_the_version_of_the_running_period(place):
    first = place.move(place.barnet, "applied", "2018-01-10")
    with pytest.raises(Stale):
        place.move(place.barnet, "in_force", "2018-02-01", version=first.version + 1)
    refused("opt-in-overlap", place.move, place.barnet, "in_force", "2018-02-01", version=None)


# --- Conditions ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("where", [None, "barnet", "north", "london"])
@pytest.mark.parametrize("state", ["open", "failed"])
@pytest.mark.parametrize("to", ["in_force", "varied"])
def test_no_holding_while_a_condition_is_not_met(place, where, state, to):
    OptIn.objects.create(function=place.function, area=place.barnet, state="varied" if to == "varied" else "applied", starts_on=D("2018-01-01"))
    hangs_on = condition(
        place, area=where and getattr(place, where), state=state, decided_on=None if state == "open" else D("2018-01-02"), text="The plan."
    )
    told = refused("condition-open", place.move, place.barnet, to, "2018-02-01")
    assert (hangs_on.ref in told.detail, "The plan" in told.detail, f"conditions/{hangs_on.ref}" in told.errors) == (True, True, True)
    assert len(spans(place.barnet)) == 1
    Condition.objects.filter(pk=hangs_on.pk).update(state="met", decided_on=D("2018-01-31"))
    assert place.move(place.barnet, to, "2018-02-01").state == to


def test_each_condition_is_named_and_those_of_others_are_not(place):
    mine, all_of_us = condition(place, area=place.barnet, text="Mine."), condition(place, text="Everybody's.")
    condition(place, area=place.camden, text="Camden's.")
    condition(place, function=made_function("F-02"), text="Another function's.")
    assert set(refused("condition-open", place.move, place.barnet, "in_force", "2018-02-01").errors) == {
        f"conditions/{each.ref}" for each in (mine, all_of_us)
    }


def test_a_condition_met_later_was_open_on_the_day(place):
    condition(place, state="met", decided_on=D("2018-02-02"))
    refused("condition-open", place.move, place.barnet, "in_force", "2018-02-01")
    assert place.move(place.barnet, "in_force", "2018-02-02")


def test_a_failed_condition_opens_what_hangs_on_it_again(place):
    place.move(place.north, "in_force", "2018-01-01")
    place.move(place.barnet, "in_force", "2018-01-01", ends_on=D("2019-01-01"))
    place.move(place.camden, "in_force", "2018-06-01")
    place.move(place.enfield, "applied", "2018-01-01")
    failed = condition(place, state="failed", decided_on=D("2018-06-01"))
    reopened = reopen_opt_ins(failed, by=place.by, on=D("2018-06-01"), reason="The plan was turned down.")
    assert {each.area.name for each in reopened} == {"North Central London", "Barnet", "Camden"}
    assert spans(place.north) == [("in_force", "2018-01-01", "2018-06-01"), ("conditions_open", "2018-06-01", "")]
    assert spans(place.barnet) == [("in_force", "2018-01-01", "2018-06-01"), ("conditions_open", "2018-06-01", "2019-01-01")]
    assert spans(place.camden) == [("conditions_open", "2018-06-01", "")]
    assert spans(place.enfield) == [("applied", "2018-01-01", "")]


def test_a_failed_condition_of_one_area_reaches_those_beneath_and_no_others(place):
    for area in (place.london, place.north, place.barnet):
        place.move(area, "in_force", "2018-01-01")
    failed = condition(place, area=place.north, state="failed", decided_on=D("2018-06-01"))
    assert {each.area.name for each in reopen_opt_ins(failed, by=place.by, on=D("2018-06-01"), reason="No.")} == {"North Central London", "Barnet"}
    assert spans(place.london) == [("in_force", "2018-01-01", "")]


# --- In the database -------------------------------------------------------------------------------------------------
_INSERT = """INSERT INTO governance_optin (ref, function_id, area_id, state, starts_on, ends_on, note, source, illustrative)
             VALUES ('', %s, %s, 'in_force', %s, %s, '', '', false)"""


@pytest.mark.parametrize(("start", "end"), [("2018-01-15", None), ("2017-01-01", None), ("2018-01-31", "2018-02-01"), ("2017-01-01", "2018-01-02")])
def test_raw_sql_cannot_make_two_periods_of_one_cell_overlap(place, start, end):
    OptIn.objects.create(function=place.function, area=place.barnet, state="applied", starts_on=D("2018-01-01"), ends_on=D("2018-02-01"))
    with pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_INSERT, [place.function.pk, place.barnet.pk, start, end])
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [place.function.pk, place.barnet.pk, "2018-02-01", None])


@pytest.mark.django_db(transaction=True)
def test_two_who_opt_in_at_once_make_one_period(people):
    place, function = ground(), made_function()
    ready, said = threading.Barrier(2), []

    def opt_in(state):
        try:
            ready.wait()
            move_opt_in(by=people["officer"], function=function, area=place.barnet, state=state, on=D("2018-01-01"))
            said.append("made")
        except Refused as error:
            said.append(error.rule)
        finally:
            connection.close()

    threads = [threading.Thread(target=opt_in, args=[state]) for state in ("interested", "applied")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["made", "opt-in-overlap"]
    assert OptIn.objects.count() == 1
