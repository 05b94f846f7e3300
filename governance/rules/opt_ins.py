"""How an area comes to hold a function: the states of a cell, and what it inherits."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

INTERESTED, APPLIED, CONDITIONS_OPEN, IN_FORCE, VARIED, WITHDRAWN = ("interested", "applied", "conditions_open", "in_force", "varied", "withdrawn")
STATES = (INTERESTED, APPLIED, CONDITIONS_OPEN, IN_FORCE, VARIED, WITHDRAWN)
HOLDS = frozenset({IN_FORCE, VARIED})

# From None: the area has no state of its own yet. An area withdraws from what it would inherit as well: it opts out.
TRANSITIONS: Mapping[str | None, frozenset[str]] = {
    None: frozenset({INTERESTED, APPLIED, CONDITIONS_OPEN, IN_FORCE, WITHDRAWN}),
    INTERESTED: frozenset({APPLIED, WITHDRAWN}),
    APPLIED: frozenset({CONDITIONS_OPEN, IN_FORCE, WITHDRAWN}),
    CONDITIONS_OPEN: frozenset({IN_FORCE, WITHDRAWN}),
    IN_FORCE: frozenset({VARIED, CONDITIONS_OPEN, WITHDRAWN}),
    VARIED: frozenset({VARIED, IN_FORCE, CONDITIONS_OPEN, WITHDRAWN}),
    WITHDRAWN: frozenset({INTERESTED, APPLIED, CONDITIONS_OPEN, IN_FORCE}),
}
ASKS = frozenset({INTERESTED, APPLIED, CONDITIONS_OPEN})
OWN, INHERITED = "own", "inherited"
HELD_TWICE, ASKS_FOR_HELD, ONLY_PROPOSED, UNMET = "held_twice", "asks_for_held", "only_proposed", "unmet"
LEVELS = 8  # more than London has; keeps a circle of areas, which no table forbids, from running for ever

Area = Any  # whatever tells one area from another
Parents = Mapping[Any, Any]  # area -> the area that it is part of, or None


class Period(NamedTuple):
    """One area's own state for one function, from a day until before another (None: until further notice)."""

    area: Area
    state: str
    starts_on: date
    ends_on: date | None = None

    def covers(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on < self.ends_on)


class Cell(NamedTuple):
    """How one area stands to one function on a day. `giver` is the area whose row says so; `since` the first day of it."""

    state: str | None = None
    source: str | None = None
    giver: Area | None = None
    since: date | None = None

    @property
    def in_force(self) -> bool:
        return self.state in HOLDS


class Conflict(NamedTuple):
    """`other` is the area above that holds it too, where there is one."""

    kind: str
    function: Any
    area: Area
    other: Area | None = None


def line(area: Area, parents: Parents) -> list[Area]:
    """An area and those above it, nearest first."""
    found = [area]
    while (above := parents.get(found[-1])) is not None and len(found) <= LEVELS:
        found.append(above)
    return found


def cell(area: Area, on: date, periods: Sequence[Period], parents: Parents) -> Cell:
    """An area's state for a function whose periods these are.

    The nearest row on the way up decides: the area's own, whatever it says; one above only if it holds, for what an
    area asked for or opted out of goes no further down.
    """
    ended: list[date] = []  # when nearer rows ended: before that, they decided
    for depth, each in enumerate(line(area, parents)):
        rows = [period for period in periods if period.area == each]
        running = next((period for period in rows if period.covers(on)), None)
        if running is None:
            ended += [period.ends_on for period in rows if period.ends_on and period.ends_on <= on]
        elif depth == 0 or running.state in HOLDS:
            return Cell(running.state, INHERITED if depth else OWN, each, max([running.starts_on, *ended]))
        else:
            return Cell()
    return Cell()


def conflicts(on: date, periods: Mapping[Any, Sequence[Period]], parents: Parents, proposed: Collection[Any]) -> list[Conflict]:
    """What does not fit on a day, for functions with their periods; `proposed` are those that are no more than that."""
    found = []
    for function, rows in periods.items():
        running = [period for period in rows if period.covers(on)]
        holders = {period.area for period in running if period.state in HOLDS}
        for period in running:
            area, above = period.area, line(period.area, parents)[1:]
            if period.state in HOLDS:
                found += [Conflict(HELD_TWICE, function, area, other) for other in above if other in holders]
                if function in proposed:
                    found.append(Conflict(ONLY_PROPOSED, function, area))
            elif period.state in ASKS and above and (held := cell(above[0], on, running, parents)).in_force:
                found.append(Conflict(ASKS_FOR_HELD, function, area, held.giver))
    return found


def may_move(before: str | None, to: str) -> bool:
    return to in TRANSITIONS[before]
