"""Quarters of the financial year, which begins in April. `2017-Q1` is April to June 2017; `2017-Q4` is January to March 2018."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from .budgets import year_label

PATTERN = r"^20\d{2}-Q[1-4]$"
WORKING_DAYS = 20  # after a quarter's end, in which its return is to come
_MONTHS = {1: "April to June", 2: "July to September", 3: "October to December", 4: "January to March"}


class Quarter(NamedTuple):
    """Sorts by time."""

    year: int  # in whose April the financial year begins
    number: int  # 1 to 4

    @classmethod
    def read(cls, code: str) -> "Quarter":
        """From `2017-Q1`. Raises ValueError in words."""
        if not re.fullmatch(PATTERN, code):
            raise ValueError("Give a quarter such as 2017-Q1, which is April to June 2017.")
        return cls(int(code[:4]), int(code[-1]))

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(day.year - (day.month < 4), (day.month - 4) % 12 // 3 + 1)

    @property
    def code(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def label(self) -> str:
        """Quarter 1 of 2017-18 (April to June 2017)."""
        return f"Quarter {self.number} of {year_label(self.year)} ({_MONTHS[self.number]} {self.starts.year})"

    @property
    def starts(self) -> date:
        return date(self.year + (self.number == 4), (self.number * 3) % 12 + 1, 1)

    @property
    def ends(self) -> date:
        return self.next.starts - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)


FIRST = Quarter(2015, 3)  # the pilots were announced in December 2015


def between(first: Quarter, last: Quarter) -> Iterator[Quarter]:
    """Both ends with them; none where `last` is earlier."""
    while first <= last:
        yield first
        first = first.next
