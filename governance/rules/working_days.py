"""Working days: Monday to Friday, without bank holidays. Pure arithmetic over a set of days.

Every day has a number: how many working days there are up to and with it. A Saturday has Friday's. So what lies between
two days is a difference, and the day after n working days is found without walking there.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date

WEEK = 5  # working days in one


class Calendar:
    """The working days that some bank holidays leave. In between, days are their ordinals (1 is Monday 1 January of year 1)."""

    def __init__(self, holidays: Iterable[date] = ()) -> None:
        self.holidays = sorted({day.toordinal() for day in holidays if day.weekday() < WEEK})
        self._numbers = [_weekdays(day) - place - 1 for place, day in enumerate(self.holidays)]  # the number of each holiday

    def works(self, day: date) -> bool:
        return self.number(day.toordinal()) > self.number(day.toordinal() - 1)

    def add(self, day: date, count: int) -> date:
        """The day that many working days after this one; before it where the count is negative; the day itself for nought."""
        return date.fromordinal(self.after(day.toordinal(), count))

    def between(self, first: date, last: date) -> int:
        """How many working days after `first` up to and with `last`. Where `last` is earlier: from it to before `first`, as a negative."""
        one, other = first.toordinal(), last.toordinal()
        if other >= one:
            return self.number(other) - self.number(one)
        return self.number(other - 1) - self.number(one - 1)

    def number(self, day: int) -> int:
        return _weekdays(day) - bisect_right(self.holidays, day)

    def numbered(self, number: int) -> int:
        """The working day of this number."""
        weeks, rest = divmod(number + bisect_left(self._numbers, number) - 1, WEEK)
        return 7 * weeks + rest + 1

    def after(self, day: int, count: int) -> int:
        """`add`, in ordinals."""
        if count > 0:
            return self.numbered(self.number(day) + count)
        return self.numbered(self.number(day - 1) + 1 + count) if count < 0 else day

    def last_start(self, day: int, count: int) -> int:
        """The last day from which that many working days (nought or more) end no later than `day`."""
        return self.numbered(self.number(day) - count + 1) - 1 if count else day


def _weekdays(day: int) -> int:
    """Mondays to Fridays up to and with this ordinal."""
    weeks, rest = divmod(day, 7)
    return WEEK * weeks + min(rest, WEEK)
