"""Who sat on a board on a day, as far as dates known to the month or the year tell; and whether a co-chair is independent.

A seat is held from the day of joining up to, and not with, the day of leaving. Either may be any day that its date allows.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from devo_portal.core.dates import PartialDate

Known = PartialDate | None


def sits(joined: Known, left: Known, day: date) -> bool:
    """It may have been held on this day. A day of joining that is not known may be any."""
    return (joined is None or joined.first <= day) and (left is None or left.last > day)


def surely_sits(joined: Known, left: Known, day: date) -> bool:
    """It was held on this day, whatever the days behind the dates."""
    return joined is not None and joined.last <= day and (left is None or left.first > day)


def together(one: tuple[Known, Known], other: tuple[Known, Known]) -> bool:
    """Two seats, each (joined, left), may have been held on one and the same day."""
    begins = max((each.first for each, _ in (one, other) if each), default=date.min)
    ends = min((each.last for _, each in (one, other) if each), default=None)
    return ends is None or begins < ends


def doubt(joined: Known, left: Known, day: date) -> str:
    """Why it is not sure that a seat was held on a day on which it may have been; empty where it is sure, or was not held."""
    if not sits(joined, left, day) or surely_sits(joined, left, day):
        return ""
    said = []
    if joined is None:
        said.append("when they joined is not known")
    elif joined.last > day:
        said.append(f"joined in {joined}: the day is not known")
    if left is not None and left.first <= day:
        said.append(f"left in {left}: the day is not known")
    return _sentence("; ".join(said))


class Chair(NamedTuple):
    name: str
    independent: bool
    surely: bool  # sat on the day, beyond doubt


class Independence(NamedTuple):
    """Whether a board keeps the rule that one co-chair be independent. `kept` is None where that is not asked or not known."""

    required: bool
    kept: bool | None
    said: str


def independence(required: bool, chairs: Sequence[Chair], day: date, today: date) -> Independence:
    """`chairs` are the chair and co-chairs who sat, or may have sat, on the day."""
    when = "now" if day == today else f"on {day.day} {day:%B %Y}"
    if not required:
        return Independence(False, None, "No co-chair of this board has to be independent of its members.")
    sure, likely = ([each.name for each in chairs if each.independent and each.surely is known] for known in (True, False))
    if sure:
        return Independence(True, True, f"The rule that one co-chair be independent of every member is kept {when}, by {' and '.join(sure)}.")
    if likely:
        return Independence(
            True,
            None,
            f"Whether the rule that one co-chair be independent of every member is kept {when} is not known: {' and '.join(likely)} may sit.",
        )
    others = f"; {' and '.join(each.name for each in chairs)} is not" if len(chairs) == 1 else "; of those recorded, none is" if chairs else ""
    return Independence(True, False, f"One co-chair must be independent of every member. No independent co-chair is recorded {when}{others}.")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""
