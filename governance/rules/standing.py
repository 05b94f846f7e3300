"""How an agreement stood on a day: who had agreed and signed, who stood in the way, for how long. All from dated facts.

A party's state on a day is that of its latest step on or before the day. A blocking clearance stands in the way from the
first, until it is given; one that was refused hands over to the one that asks again, on the day of that asking.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from . import signing

PLANNED, CALLED_OFF, HELD = "planned", "called_off", "held"
GIVEN, REFUSED = "given", "refused"


class Step(NamedTuple):
    on: date
    state: str


class Place(NamedTuple):
    """A party's place under the text. It counts from `since` (None: from the first) to the day before `until`."""

    name: str
    steps: tuple[Step, ...]  # in the order in which they were taken
    since: date | None = None
    until: date | None = None


class Clearance(NamedTuple):
    id: object
    holder: str
    kind: str = "other"
    blocking: bool = True
    asked_on: date | None = None
    expected_on: date | None = None
    outcome: str = ""
    decided_on: date | None = None
    asks_again: object = None  # the id of the refused one in whose place it stands
    ref: str = ""


class Event(NamedTuple):
    """A day set for signing. `set_on` None: nobody knows since when."""

    planned_for: date
    status: str = PLANNED
    ended_on: date | None = None
    why: str = ""
    set_on: date | None = None


class Facts(NamedTuple):
    places: Sequence[Place] = ()
    clearances: Sequence[Clearance] = ()
    events: Sequence[Event] = ()
    signed: tuple[date, str] | None = None  # signed as it needs to be: by which day, and in words ("in December 2015")
    ended: tuple[str, date | None] | None = None  # "superseded" or "void", and since when, where that is known


class InTheWay(NamedTuple):
    """A blocking clearance that is open on a day. `days` since it was asked; 0 where that is still to come."""

    clearance: Clearance
    days: int
    asked: bool
    refused: bool


class Standing(NamedTuple):
    """`agreed` counts those who have signed as well; `outstanding` are the parties that have not signed."""

    sentence: str
    parties: int
    agreed: int
    signed: int
    outstanding: int
    declined: int
    blocked_by: list[InTheWay]
    blocked_days: int
    signing: str


class Seat(NamedTuple):
    name: str
    state: str
    since: date | None


def standing(facts: Facts, day: date) -> Standing:
    seats = [Seat(place.name, *state_on(place.steps, day)) for place in facts.places if counts(place, day)]
    ways = in_the_way(facts.clearances, day)
    signed = sum(seat.state == signing.SIGNED for seat in seats)
    return Standing(
        sentence=_sentence(facts, seats, ways, day),
        parties=len(seats),
        agreed=sum(seat.state in signing.SAYS_YES for seat in seats),
        signed=signed,
        outstanding=len(seats) - signed,
        declined=sum(seat.state == signing.DECLINED for seat in seats),
        blocked_by=ways,
        blocked_days=blocked_days(facts.clearances, day),
        signing=signing_said(facts.events, day),
    )


# --- Who and what, on a day ----------------------------------------------------------------------------------------------
def counts(place: Place, day: date) -> bool:
    return (place.since is None or place.since <= day) and (place.until is None or day < place.until)


def state_on(steps: Iterable[Step], day: date) -> tuple[str, date | None]:
    """The state and the day on which it came about; the later of two steps of a day holds."""
    latest = None
    for step in steps:
        if step.on <= day and (latest is None or step.on >= latest.on):
            latest = step
    return (latest.state, latest.on) if latest else (signing.NOT_ASKED, None)


def in_the_way(clearances: Sequence[Clearance], day: date) -> list[InTheWay]:
    """The blocking clearances that are open on a day, longest first, those not yet asked last."""
    known = {each.id: each for each in clearances}
    ways = []
    for each in clearances:
        before = known.get(each.asks_again)
        asked = each.asked_on is not None and each.asked_on <= day
        waits_behind = before is not None and before.blocking and not asked  # the one that was refused stands in the way itself
        if each.blocking and not waits_behind and not _over(each, clearances, day):
            refused = each.outcome == REFUSED and each.decided_on is not None and each.decided_on <= day
            ways.append(InTheWay(each, (day - each.asked_on).days if each.asked_on and asked else 0, asked, refused))
    return sorted(ways, key=lambda way: (not way.asked, -way.days, way.clearance.holder))


def _over(clearance: Clearance, clearances: Sequence[Clearance], day: date) -> bool:
    end = _end(clearance, clearances)
    return end is not None and end <= day


def _end(clearance: Clearance, clearances: Sequence[Clearance]) -> date | None:
    """The day from which it is out of the way: given, or asked again in another's place."""
    days = [each.asked_on for each in clearances if each.asks_again == clearance.id and each.asked_on]
    if clearance.outcome == GIVEN and clearance.decided_on:
        days.append(clearance.decided_on)
    return min(days, default=None)


def blocked_days(clearances: Sequence[Clearance], day: date) -> int:
    """The days before this one on which at least one blocking clearance had been asked for and not given."""
    total, reached = 0, date.min
    for start, end in sorted(span for each in clearances for span in _spans(each, clearances, day)):
        total += max(0, (end - max(start, reached)).days)
        reached = max(reached, end)
    return total


def _spans(clearance: Clearance, clearances: Sequence[Clearance], day: date) -> list[tuple[date, date]]:
    """From the asking to the day on which it was out of the way, or to this day; empty where nobody waited for it."""
    if not (clearance.blocking and clearance.asked_on and clearance.asked_on < day):
        return []
    end = min(_end(clearance, clearances) or day, day)
    return [(clearance.asked_on, end)] if clearance.asked_on < end else []


# --- In words --------------------------------------------------------------------------------------------------------------
def said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def number_of(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def parties_said(count: int) -> str:
    return number_of(count, "party", "parties")


def all_said(count: int) -> str:
    return "its only party" if count == 1 else "both parties" if count == 2 else f"all {count} parties"


def listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _sentence(facts: Facts, seats: list[Seat], ways: list[InTheWay], day: date) -> str:
    over = facts.ended if facts.ended and (facts.ended[1] is None or facts.ended[1] <= day) else None
    first = f"{over[0].capitalize()}{f' since {said(over[1])}' if over[1] else ''}. " if over else ""
    as_needed = facts.signed[1] if facts.signed and facts.signed[0] <= day else ""
    if not seats:
        return first + (f"Signed {as_needed}; no parties are recorded." if as_needed else "No parties are named yet.")
    states = [seat.state for seat in seats]
    if all(state == signing.SIGNED for state in states):
        return f"{first}{_signed_by_all(facts, seats)}."
    gone = as_needed and signing.SIGNED not in states
    clauses = [f"Signed {as_needed}; no party's signature stands now" if gone else _head(states, as_needed), *_rest(seats, states)]
    if not over and not as_needed:
        clauses += _way_said(facts, states, ways, day)
    return f"{first}{'; '.join(clauses)}."


def _signed_by_all(facts: Facts, seats: list[Seat]) -> str:
    days = {seat.since for seat in seats if seat.since}
    last = max(days)
    when = f" on {said(last)}" if len(days) == 1 else f", the last on {said(last)}"
    waited = blocked_days(facts.clearances, last)
    holders = [each.holder for each in _that_blocked(facts.clearances, last)]
    after = f", after {number_of(waited, 'day')} blocked by {number_of(len(holders), 'clearance')}: {listed(holders)}" if waited else ""
    return f"Signed by {all_said(len(seats))}{when}{after}"


def _that_blocked(clearances: Sequence[Clearance], day: date) -> list[Clearance]:
    """The clearances for which anybody waited a day; one that was asked again and the one before it are one."""
    waited = [each for each in clearances if _spans(each, clearances, day)]
    ids = {each.id for each in waited}
    return sorted((each for each in waited if each.asks_again not in ids), key=lambda each: (each.asked_on or day, each.holder))


def _head(states: list[str], as_needed: str) -> str:
    total, agreed, signed = len(states), sum(state in signing.SAYS_YES for state in states), states.count(signing.SIGNED)
    if signed:
        return f"Signed{f' {as_needed},' if as_needed else ''} by {signed} of {parties_said(total)}"
    if agreed == total:
        return f"Agreed by {all_said(total)}"
    if states.count(signing.NOT_ASKED) == total:
        return "Its only party has not been asked yet" if total == 1 else f"None of the {parties_said(total)} has been asked yet"
    return f"Agreed by {agreed} of {parties_said(total)}"


def _rest(seats: list[Seat], states: list[str]) -> list[str]:
    clauses = []
    if signing.SIGNED in states:
        clauses.append(f"{len(states) - states.count(signing.SIGNED)} outstanding")
    elif states.count(signing.NOT_ASKED) < len(states):
        answering, unasked = states.count(signing.ASKED) + states.count(signing.VIEWED), states.count(signing.NOT_ASKED)
        clauses += [f"{answering} still to answer"] if answering else []
        clauses += [f"{unasked} not yet asked"] if unasked else []
    for state, verb in ((signing.DECLINED, "declined"), (signing.WITHDRAWN, "withdrawn")):
        names = [seat.name for seat in seats if seat.state == state]
        clauses += [f"{verb} by {listed(names)}"] if names else []
    return clauses


def _way_said(facts: Facts, states: list[str], ways: list[InTheWay], day: date) -> list[str]:
    """What stands in the way; where nothing does and all have agreed, that, and the day of the signing."""
    if ways:
        return [f"blocked by {number_of(len(ways), 'clearance')}: {'; '.join(way_said(way) for way in ways)}"]
    if not all(state == signing.AGREED for state in states):
        return []
    planned = _planned(facts.events, day)
    if planned is None:
        return ["nothing stands in the way", "no signing is planned"]
    late = planned.planned_for < day
    return ["nothing stands in the way", f"signing planned for {said(planned.planned_for)}{', not recorded as held' if late else ''}"]


def way_said(way: InTheWay) -> str:
    """`Number 10, 61 days`"""
    if way.refused and way.clearance.decided_on:
        return f"refused by {way.clearance.holder} on {said(way.clearance.decided_on)}"
    return f"{way.clearance.holder}, {number_of(way.days, 'day') if way.asked else 'not yet asked'}"


def _planned(events: Sequence[Event], day: date) -> Event | None:
    """The event that was planned on a day: set by then, and not yet ended. Known without its setting: not before the one ahead of it ended."""
    open_ones = [
        each for each in events if (each.set_on is None or each.set_on <= day) and (each.status == PLANNED or (each.ended_on and each.ended_on > day))
    ]
    return min(open_ones, key=lambda each: (each.planned_for, each.ended_on or date.max), default=None)


def signing_said(events: Sequence[Event], day: date) -> str:
    """What was known on a day of the signings: the last that ended by then, and the one that was planned."""
    ended = [each for each in events if each.status != PLANNED and each.ended_on and each.ended_on <= day]
    last = max(ended, key=lambda each: (each.ended_on, each.planned_for, each.status == HELD), default=None)
    planned = _planned(events, day)
    told = []
    if last and last.status == CALLED_OFF:
        told.append(f"The signing planned for {said(last.planned_for)} was called off: {last.why.strip().rstrip('.')}.")
    elif last and last.ended_on:
        told.append(f"A signing was held on {said(last.ended_on)}.")
    if planned:
        told.append(f"A signing {'was' if planned.planned_for < day else 'is'} planned for {said(planned.planned_for)}.")
    return " ".join(told)
