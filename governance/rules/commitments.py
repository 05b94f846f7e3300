"""When a promise counts as kept, what its date is known to, and which way a condition may move."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from devo_portal.core.dates import PartialDate, parse_date

OPEN, MET, FAILED = "open", "met", "failed"
RED = "red"

# What was decided may be decided otherwise, or opened again.
MOVES: Mapping[str, frozenset[str]] = {OPEN: frozenset({MET, FAILED}), MET: frozenset({FAILED, OPEN}), FAILED: frozenset({MET, OPEN})}


class Block(NamedTuple):
    """What stands in the way of completion: the rule that says so, and what is missing, in words."""

    rule: str
    detail: str


def blocks(conditions: Iterable[tuple[str, str]], evidence: int, rating: str | None) -> list[Block]:
    """What keeps a commitment from being complete; nothing, where it may be.

    `conditions` are `(text, state)`, `evidence` counts the pieces given for it, `rating` is that of the latest no-harm
    assessment that covers it. One that was not assessed is not held back: the ledger shows it as not assessed.
    """
    held = [Block("condition-open", f"A condition {_STANDS[state]}: {text.rstrip('.')}.") for text, state in conditions if state != MET]
    if not evidence:
        held.append(Block("evidence-missing", "No evidence is given for it."))
    if rating == RED:
        held.append(Block("harm-outside-london", "The latest assessment finds harm to care outside London."))
    return held


_STANDS = {OPEN: "is open", FAILED: "has failed"}

_MONTHS = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
_YEAR = r"(?:19|20)\d\d"
_DATED = re.compile(rf"(?<![\w£])(?:({_MONTHS})[ ,]+)?(?<!\d[-/–])({_YEAR})(?!\w|[-/–]\d)", re.IGNORECASE)
_YEARS = re.compile(rf"{_YEAR}(?:[-/–]| to )\d")  # 2017-18, 2018/19, 2017 to 2020: more than one year


def said_in(words: str) -> PartialDate | None:
    """The month and year, or the year, that a date's words name: “from April 2018” is April 2018.

    Never a day. None where they name none (“early in the New Year”), a span of years, or more than one.
    """
    if _YEARS.search(words):
        return None
    found = {parse_date(f"{(month or '')[:3]} {year}") for month, year in _DATED.findall(words)}
    return found.pop() if len(found) == 1 else None
