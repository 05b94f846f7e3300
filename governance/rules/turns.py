"""The days on which something changed on an agreement's way to its signatures, and what."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from . import signing
from .standing import CALLED_OFF, GIVEN, HELD, REFUSED, Facts, all_said, counts, listed, parties_said, said

_DID = {
    signing.ASKED: "Asked to sign",
    signing.VIEWED: "Looked at the text",
    signing.AGREED: "Agreed in principle",
    signing.SIGNED: "Signed",
    signing.DECLINED: "Declined",
    signing.WITHDRAWN: "Withdrew",
}
_NAMED = 3  # more are counted


class Turn(NamedTuple):
    on: date
    what: list[str]


def turns(facts: Facts) -> list[Turn]:
    """By day, the latest first; what many parties did on a day is told once."""
    days: dict[date, list[str]] = {}
    for day, what in [*_events(facts), *_clearances(facts), *_parties(facts)]:
        days.setdefault(day, []).append(what)
    return [Turn(day, days[day]) for day in sorted(days, reverse=True)]


def _parties(facts: Facts) -> Iterator[tuple[date, str]]:
    did: dict[tuple[date, str], list[str]] = {}
    for place in facts.places:
        for step in place.steps:
            if step.state in _DID:
                did.setdefault((step.on, step.state), []).append(place.name)
    for (day, state), names in did.items():
        total = sum(counts(place, day) for place in facts.places)
        who = listed(names) if len(names) <= _NAMED else all_said(total) if len(names) == total else parties_said(len(names))
        yield day, f"{_DID[state]}: {who}"
    for place in facts.places:
        if place.since:
            yield place.since, f"{place.name} takes over a place"
        if place.until:
            yield place.until, f"{place.name} no longer holds its place"


def _clearances(facts: Facts) -> Iterator[tuple[date, str]]:
    for each in facts.clearances:
        if each.asked_on:
            yield each.asked_on, f"Clearance asked {'again ' if each.asks_again else ''}of {each.holder}"
        if each.decided_on and each.outcome in (GIVEN, REFUSED):
            yield each.decided_on, f"Clearance {each.outcome} by {each.holder}"


def _events(facts: Facts) -> Iterator[tuple[date, str]]:
    for each in facts.events:
        if each.set_on:
            yield each.set_on, f"Signing planned for {said(each.planned_for)}"
        if each.ended_on and each.status == CALLED_OFF:
            yield each.ended_on, f"Signing planned for {said(each.planned_for)} called off"
        if each.ended_on and each.status == HELD:
            yield each.ended_on, "Signing held"
