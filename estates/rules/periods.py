"""Periods of days with an area each: what is so on one day, and when it is most."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple


class Period(NamedTuple):
    """From the first day to the last, both included. None where no day is known or none is set."""

    starts_on: date | None
    ends_on: date | None
    area: Decimal


def holds_on(starts_on: date | None, ends_on: date | None, day: date) -> bool:
    return (starts_on is None or starts_on <= day) and (ends_on is None or ends_on >= day)


def most_at_once(periods: Iterable[Period]) -> tuple[date, Decimal]:
    """The first day on which the areas add up to the most, and that sum; `date.min` where it was ever so."""
    steps: dict[date, Decimal] = {}
    for each in periods:
        first = each.starts_on or date.min
        steps[first] = steps.get(first, Decimal()) + each.area
        if each.ends_on is not None and each.ends_on < date.max:
            after = each.ends_on + timedelta(days=1)
            steps[after] = steps.get(after, Decimal()) - each.area
    best, most, now = date.min, Decimal(), Decimal()
    for day in sorted(steps):
        now += steps[day]
        if now > most:
            best, most = day, now
    return best, most
