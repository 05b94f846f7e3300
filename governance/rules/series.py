"""The days of a series of meetings. Pure arithmetic over the working days."""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import NamedTuple

from .working_days import Calendar

MONTHS = {"month": 1, "two_months": 2, "quarter": 3}
LONGEST = 5  # years
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


class Day(NamedTuple):
    on: date
    instead_of: date | None = None  # the bank holiday on which it would have fallen


def days(first: date, until: date, every: str, working: Calendar) -> list[Day]:
    """From the first to the last possible day, in order. One that would fall on a bank holiday is on the next working day."""
    found = []
    for day in _steady(first, until, every):
        moved = working.add(day, 1) if day.toordinal() in working.holidays else day
        if moved <= until:
            found.append(Day(moved, day if moved != day else None))
    return found


def _steady(first: date, until: date, every: str) -> Iterator[date]:
    """Every two weeks, or on the same weekday of each month: the second Wednesday, or the last where the first is a fifth."""
    for step in count():
        day = first + timedelta(weeks=2 * step) if every == "fortnight" else _same_weekday(first, step * MONTHS[every])
        if day > until:
            return
        yield day


def _same_weekday(first: date, later: int) -> date:
    """The day that many months later, on the same weekday of its month."""
    year, month = divmod(first.year * 12 + first.month - 1 + later, 12)
    return _nth(year, month + 1, first.weekday(), (first.day - 1) // 7)


def _nth(year: int, month: int, weekday: int, place: int) -> date:
    """A weekday of a month by its place, from 0; the last where there is no fifth."""
    begins, length = calendar.monthrange(year, month)
    day = 1 + (weekday - begins) % 7 + 7 * place
    return date(year, month, day if day <= length else day - 7)


def on_weekday(day: date, weekday: int, every: str, first: date) -> date:
    """Where a day of the series that began on `first` falls once it meets on another weekday: in the same week, or, by months, the
    second Thursday of the month for its second Wednesday."""
    if every == "fortnight":
        return day + timedelta(weekday - day.weekday())
    return _nth(day.year, day.month, weekday, (first.day - 1) // 7)
