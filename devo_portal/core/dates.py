"""Dates as people know them: "16 November 2017", "November 2017", "2017".

A date known to the month is kept as `2017-11`, the reduced-precision form of ISO 8601, and never becomes the first
of the month. The kept form sorts as text.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

PRECISIONS = {4: "year", 7: "month", 10: "day"}
HOW_TO_WRITE = "Enter a date, such as 16 November 2017, November 2017 or 2017."
Day = date  # PartialDate has a field of that name
_MONTHS = {name.lower(): number for number in range(1, 13) for name in (calendar.month_name[number], calendar.month_abbr[number])}


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date known to the day, the month or the year. Its JSON is these three fields.

    `date` is `2017-11-16`, `2017-11` or `2017`; `text` is how to say it.
    """

    date: str
    precision: str
    text: str

    @classmethod
    def kept(cls, value: str, text: str = "") -> "PartialDate":
        """From the kept form; `text` where the source says it in words of its own ("from April 2018")."""
        return cls(value, PRECISIONS[len(value)], text or _say(value))

    @property
    def first(self) -> Day:
        """The earliest day that it may be."""
        return date.fromisoformat((self.date + "-01-01")[:10])

    @property
    def last(self) -> Day:
        """The latest day that it may be: what is due in November is late from 1 December."""
        first = self.first
        if self.precision == "day":
            return first
        month = first.month if self.precision == "month" else 12
        return date(first.year, month, calendar.monthrange(first.year, month)[1])

    def __str__(self) -> str:
        return self.text


def _say(value: str) -> str:
    if len(value) == 4:
        return value
    year, month, *day = value.split("-")
    named = f"{calendar.month_name[int(month)]} {year}"
    return f"{int(day[0])} {named}" if day else named


def parse_date(text: str) -> PartialDate:
    """Read a date as a person or a partner's program writes it.

    Raises ValidationError in the person's words: `31 February 2018 is not a date in the calendar.`
    """
    written = " ".join(str(text).replace(",", " ").split())
    for pattern in (
        r"(?P<y>\d{4})(?:-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2}))?)?",
        r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})",
        r"(?:(?P<d>\d{1,2})(?:st|nd|rd|th)? )?(?P<m>[A-Za-z]+) (?P<y>\d{4})",
    ):
        if found := re.fullmatch(pattern, written):
            parts = found.groupdict()
            break
    else:
        raise ValidationError(HOW_TO_WRITE, code="invalid_date")
    named = parts.get("m")
    month = _MONTHS.get(named.lower(), 0) if named and named.isalpha() else int(named or 1)
    try:
        day = date(int(parts["y"]), month, int(parts.get("d") or 1))
    except ValueError:
        raise ValidationError(f"{written} is not a date in the calendar.", code="invalid_date") from None
    length = 10 if parts.get("d") else 7 if named else 4
    return PartialDate.kept(day.isoformat()[:length])


def parse_said(date: Any, precision: Any = None) -> PartialDate:
    """A date that comes with how exact it is: `2017-01-01` to the year is 2017, and so is `2017`.

    Raises ValidationError where the two contradict each other: 16 November 2017 is no year, and 2017 no day.
    """
    if not isinstance(date, str):
        raise ValidationError(HOW_TO_WRITE, code="invalid_date")
    read = parse_date(date)
    if precision is None:
        return read
    lengths = {name: length for length, name in PRECISIONS.items()}
    if not isinstance(precision, str) or precision not in lengths:
        raise ValidationError(f"A date is known to the {', the '.join(PRECISIONS[each] for each in (10, 7))} or the year.", code="invalid_date")
    length = lengths[precision]
    if length > len(read.date) or read.first != PartialDate.kept(read.date[:length]).first:
        raise ValidationError(f"{read} is not a date to the {precision}: give the one or the other.", code="invalid_date")
    return PartialDate.kept(read.date[:length])


def parse_day(text: str) -> Day:
    """A whole day, written as people or programs write it. Raises ValidationError in words."""
    read = parse_date(text)
    if read.precision != "day":
        raise ValidationError("Enter a whole date, such as 16 November 2017.", code="invalid_date")
    return read.first


def slips(new: PartialDate | None, old: PartialDate | None) -> bool:
    """Could the new date leave it done later than the old one could?"""
    return new is not None and old is not None and new.last > old.last
