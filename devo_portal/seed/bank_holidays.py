"""England's bank holidays from 2014 to two years ahead, as the `holidays` library has them."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

FIRST = 2014


class BankHoliday(NamedTuple):
    day: date
    name: str
    origin: str = "library"


def facts(today: date) -> Iterator[BankHoliday]:
    from holidays import country_holidays  # takes a while to import; only loading needs it

    known = country_holidays("GB", subdiv="ENG", years=range(FIRST, today.year + 3))
    for day, name in sorted(known.items()):
        if day.weekday() < 5:  # one that falls on a weekend has its day off on another, which is listed too
            yield BankHoliday(day, name)
