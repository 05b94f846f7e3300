"""The algebra of opt-ins, and the SQL that does it for a whole matrix, held to a slow obvious one: day by day, area by area."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.rules import opt_ins as rules
from governance.rules.opt_ins import Period

# London, two sub-regions with two boroughs each, and a borough that stands right under London.
PARENTS = {"London": None, "North": "London", "South": "London", "A": "North", "B": "North", "C": "South", "D": "South", "E": "London"}
DAYS = [date(2018, 3, 28) + timedelta(days=number) for number in range(10)]
LAST = DAYS[-1] + timedelta(days=1)


@st.composite
def periods_of(draw: Any, area: str) -> list[Period]:
    """Periods that do not overlap, with gaps between some; the last may have no end."""
    cuts = sorted(draw(st.sets(st.sampled_from(DAYS), max_size=4)))
    found = []
    for start, end in zip(cuts, [*cuts[1:], None], strict=False):
        if draw(st.booleans()):
            found.append(Period(area, draw(st.sampled_from(rules.STATES)), start, end))
    return found


@st.composite
def worlds(draw: Any) -> list[Period]:
    return [period for area in PARENTS for period in draw(periods_of(area))]


# --- The slow obvious one: a diary of every area, written day by day --------------------------------------------------------
def diary(periods: list[Period]) -> dict[tuple[str, date], Period]:
    written = {}
    for period in periods:
        day = period.starts_on
        while day < LAST and (period.ends_on is None or day < period.ends_on):
            assert (period.area, day) not in written
            written[period.area, day] = period
            day += timedelta(days=1)
    return written


def stands(area: str, day: date, written: dict[tuple[str, date], Period]) -> Period | None:
    """The row that decides for the area on the day."""
    if (area, day) in written:
        return written[area, day]
    above = PARENTS[area]
    row = stands(above, day, written) if above else None
    return row if row and row.state in ("in_force", "varied") else None


def slow_cell(area: str, day: date, written: dict[tuple[str, date], Period]) -> tuple[Any, ...]:
    row = stands(area, day, written)
    if row is None:
        return (None, None, None, None)
    since = day
    while since > DAYS[0] and stands(area, since - timedelta(days=1), written) is row:
        since -= timedelta(days=1)
    return (row.state, "own" if row.area == area else "inherited", row.area, since)


def slow_conflicts(day: date, periods: list[Period], proposed: bool) -> set[tuple[Any, ...]]:
    written, found = diary(periods), set()
    for area, above in PARENTS.items():
        own = written.get((area, day))
        if own is None:
            continue
        ancestor = above
        while ancestor and own.state in ("in_force", "varied"):
            over = written.get((ancestor, day))
            if over and over.state in ("in_force", "varied"):
                found.add(("held_twice", area, ancestor))
            ancestor = PARENTS[ancestor]
        if own.state in ("in_force", "varied") and proposed:
            found.add(("only_proposed", area, None))
        has = stands(above, day, written) if above else None
        if own.state in ("interested", "applied", "conditions_open") and has and has.state in ("in_force", "varied"):
            found.add(("asks_for_held", area, has.area))
    return found


@given(worlds())
def test_a_cell_is_what_the_diary_says(periods):
    written = diary(periods)
    for area in PARENTS:
        for day in DAYS:
            assert tuple(rules.cell(area, day, periods, PARENTS)) == slow_cell(area, day, written), (area, day)


@given(worlds(), st.booleans())
def test_conflicts_are_what_the_diary_says(periods, proposed):
    for day in DAYS:
        found = rules.conflicts(day, {"F": periods}, PARENTS, {"F"} if proposed else set())
        assert {(each.kind, each.area, each.other) for each in found} == slow_conflicts(day, periods, proposed)
        assert len(found) == len(set(found))


@pytest.fixture
def ground(db: None) -> dict[str, Any]:
    """The areas of PARENTS in the database, and two functions."""
    from devo_portal.core.models import Area
    from governance.models import Function

    kinds = {"London": "region", "North": "sub_region", "South": "sub_region"}
    made: dict[str, Any] = {}
    for name, parent in PARENTS.items():
        made[name] = Area.objects.create(name=name, kind=kinds.get(name, "authority"), parent=made.get(parent))
    made["functions"] = [Function.objects.create(code=code, name=f"Function {code}", rung="s75_lead", to_whom="Boroughs") for code in ("F-1", "F-2")]
    return made


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=worlds(), second=worlds())
def test_the_sql_of_the_matrix_is_what_the_diary_says(ground, first, second):
    """Both functions at once, so that rows of one are never taken for the other's; the filtered statement as well."""
    from governance.models import OptIn
    from governance.selectors.opt_ins import cells

    OptIn.objects.all().delete()
    wanted = dict(zip(ground["functions"], (first, second), strict=True))
    OptIn.objects.bulk_create(
        OptIn(function=function, area=ground[each.area], state=each.state, starts_on=each.starts_on, ends_on=each.ends_on)
        for function, periods in wanted.items()
        for each in periods
    )
    names = {ground[name].pk: name for name in PARENTS}
    for day in DAYS[::3]:
        found = cells(day)
        for function, periods in wanted.items():
            written = diary(periods)
            only = cells(day, function=function.pk)
            for name in PARENTS:
                key = (ground[name].pk, function.pk)
                assert only.get(key) == found.get(key) == cells(day, area=ground[name].pk).get(key)
                state, own, giver, since, *_ = found.get(key) or (None, None, None, None)
                source = None if own is None else "own" if own else "inherited"
                assert (state, source, names.get(giver), since) == slow_cell(name, day, written), (name, day)


@pytest.mark.parametrize("before", [None, *rules.STATES])
@pytest.mark.parametrize("to", rules.STATES)
def test_every_pair_of_states_is_allowed_or_not_as_written_out(before, to):
    """Written out a second time, by where one may come from."""
    comes_from = {
        "interested": {None, "withdrawn"},
        "applied": {None, "interested", "withdrawn"},
        "conditions_open": {None, "applied", "in_force", "varied", "withdrawn"},
        "in_force": {None, "applied", "conditions_open", "varied", "withdrawn"},
        "varied": {"in_force", "varied"},
        "withdrawn": {None, "interested", "applied", "conditions_open", "in_force", "varied"},
    }
    assert rules.may_move(before, to) == (before in comes_from[to])


def test_areas_in_a_circle_end():
    assert len(rules.line("A", {"A": "B", "B": "A"})) <= rules.LEVELS + 2
