"""Three plans against which the milestones stand. Their dates are sourced where the milestones' are; that a board took a baseline is made up."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from .milestones import AROUND_TODAY

BUDGET, SIGNING, QUARTER = "As announced with the Spring Budget", "As agreed at the signing", "Programme plan of this quarter"
_MADE_UP = "Made up to show how a baseline works: no source says that a board took one."


class Decision(NamedTuple):
    board: str
    number: str
    title: str
    decided_on: date
    reasons: str = _MADE_UP
    illustrative: bool = True


class Baseline(NamedTuple):
    name: str
    taken_on: date
    decision: str
    note: str
    illustrative: bool = True


class Entry(NamedTuple):
    milestone: str
    planned: str
    actual: str | None = None


MEMORANDUM = "Memorandum of understanding is signed"
_ENTRIES = {
    BUDGET: (
        Entry(MEMORANDUM, "2017-03-15"),
        Entry("City and Hackney pooled budget begins", "2017-04"),
        Entry("Haringey's final business case", "2016-12"),
    ),
    SIGNING: (
        Entry(MEMORANDUM, "2017-03-15", "2017-11-16"),
        Entry("London's share of transformation funding is delegated", "2018-04"),
        Entry("Delegation of specialised commissioning may begin", "2018-04"),
        Entry("Barking and Dagenham, Havering and Redbridge pool budgets for selected services", "2018-04"),
        Entry("Havering locality pilot begins", "2018-04"),
    ),
}


def _plans(today: date) -> tuple[tuple[str, date, str, str], ...]:
    return (
        (BUDGET, date(2017, 3, 8), "The programme's plan is taken from the Spring Budget", "The signing on 15 March 2017 and what was to follow."),
        (SIGNING, date(2017, 11, 16), "The plan is renewed with the signing", "What the memorandum plans from April 2018."),
        (QUARTER, today - timedelta(days=60), "The plan for the quarter is agreed", "The dates on which the boards counted when the quarter began."),
    )


def decisions(today: date) -> Iterator[Decision]:
    for place, (_, day, title, _) in enumerate(_plans(today), 1):
        yield Decision("SPB", f"B{place}", title, day)


def baselines(today: date) -> Iterator[Baseline]:
    for name, day, title, note in _plans(today):
        yield Baseline(name, day, title, f"{note} {_MADE_UP}")


def entries_of(name: str, taken_on: date) -> tuple[Entry, ...]:
    """What a baseline held. The days of the quarter's are counted from the day of loading, 60 days after it was taken."""
    if name != QUARTER:
        return _ENTRIES.get(name, ())
    loaded = taken_on + timedelta(days=60)
    return tuple(Entry(milestone, (loaded + timedelta(days=planned)).isoformat()) for milestone, _, _, planned, *_ in AROUND_TODAY)


def fill(made: list[Any]) -> None:
    """Put the milestones into the baselines made."""
    from governance.models import Baseline as Kept
    from governance.models import BaselineEntry, Milestone

    for baseline in Kept.objects.filter(pk__in=made):
        for fact in entries_of(baseline.name, baseline.taken_on):
            milestone = Milestone.objects.filter(name=fact.milestone).first()
            if milestone:
                dates = {"planned": fact.planned, "actual": fact.actual, "falls": fact.actual or fact.planned}
                entry = BaselineEntry(
                    baseline=baseline, milestone=milestone, ref=milestone.ref, name=milestone.name, strand=milestone.strand, **dates
                )
                entry.full_clean()
                entry.save(force_insert=True)
