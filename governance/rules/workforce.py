"""How old an open action is, and the quarters in which actions were done. Pure arithmetic over days."""

from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

QUARTERS = 8  # shown, the one that runs included


class Band(NamedTuple):
    """Ages from one to another: the days on which what has that age was raised, both ends with it; None has no end."""

    code: str
    label: str
    first: date | None
    last: date | None


class Quarter(NamedTuple):
    label: str
    first: date
    last: date


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month; its last day where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def bands(today: date) -> list[Band]:
    """Every day lies in one of them. What was raised on 1 January is three months old on 1 April."""
    edges = [(months, months_before(today, months)) for months in (3, 6, 12)]
    (_, three), (_, six), (_, year) = edges
    day = timedelta(days=1)
    return [
        Band("under_3_months", "Under 3 months", three + day, None),
        Band("3_to_6_months", "3 to 6 months", six + day, three),
        Band("6_to_12_months", "6 to 12 months", year + day, six),
        Band("over_a_year", "A year or more", None, year),
    ]


def quarters(today: date, count: int = QUARTERS) -> list[Quarter]:
    """The last quarters of the year, the one that runs last: `January to March 2017`."""
    running = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    starts = [months_before(running, 3 * back) for back in range(count - 1, -2, -1)]
    return [Quarter(_said(start, after), start, after - timedelta(days=1)) for start, after in pairwise(starts)]


def _said(start: date, after: date) -> str:
    last = after - timedelta(days=1)
    return f"{start:%B} to {last:%B} {last.year}"
