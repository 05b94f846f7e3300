"""Meetings on the days that a source gives; and, made up, those to come of each board, so that there is something to look ahead to."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any, NamedTuple

from . import sources
from .boards import LEB, LHB, LWB, PROGRAMME, SPB

_MADE_UP = "Made up: no source gives the days of coming meetings"
AHEAD = timedelta(days=365)


class Series(NamedTuple):
    board: str
    name: str
    every: str
    first_on: date
    until: date
    starts_at: time
    ends_at: time
    place: str
    source: str = _MADE_UP
    illustrative: bool = True


class Meeting(NamedTuple):
    board: str
    held_on: date
    note: str
    source: str
    status: str = "held"


# board -> how often, the weekday (Monday is 0), days from the day of loading until the first at the earliest, hour, place
_RHYTHM = (
    (LHB, "quarter", 2, 35, 10, "City Hall"),
    (SPB, "two_months", 3, 14, 14, "City Hall"),
    (PROGRAMME, "month", 1, 7, 9, "City Hall"),
    (LEB, "two_months", 2, 21, 14, "City Hall"),
    (LWB, "two_months", 0, 10, 13, "City Hall"),
)


def series(today: date) -> Iterator[Series]:
    for board, every, weekday, ahead, hour, place in _RHYTHM:
        earliest = today + timedelta(days=ahead)
        first = earliest + timedelta(days=(weekday - earliest.weekday()) % 7)
        yield Series(board, "Coming meetings", every, first, first + AHEAD, time(hour), time(hour + 2), place)


def meetings() -> tuple[Meeting, ...]:
    return (
        Meeting(
            SPB,
            date(2017, 9, 29),
            "Considered the narrative of integration and draft principles for accountable care systems.",
            sources.SPB_SEPTEMBER,
        ),
        Meeting(LHB, date(2019, 7, 10), "The London Health and Care Estates Strategy came to the board.", sources.LHB_2019),
    )


def fill(made: list[Any]) -> None:
    """Make the meetings of the series made."""
    from governance.models import Meeting as Kept
    from governance.models import MeetingSeries, working_calendar
    from governance.rules.series import days

    for one in MeetingSeries.objects.filter(pk__in=made).select_related("board"):
        alike = {name: getattr(one, name) for name in ("board", "starts_at", "ends_at", "place", "source", "illustrative")}
        for day in days(one.first_on, one.until, one.every, working_calendar()):
            meeting = Kept(series=one, held_on=day.on, quorum=one.board.quorum, **alike)
            meeting.full_clean()
            meeting.save(force_insert=True)
