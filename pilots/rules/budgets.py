"""The financial year of a pooled budget, and how far what is spent lies from the plan."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .shares import Key, split

BY_CONTRIBUTION, EQUAL, FIXED = "by_contribution", "equal", "fixed"
TENTH = Decimal("0.1")


def months_of(year: int) -> list[str]:
    """April to March of the year that begins then: `2017-04` to `2018-03`."""
    return [f"{year + (month < 4)}-{month:02}" for month in (*range(4, 13), 1, 2, 3)]


def month_number(month: str) -> int:
    """1 for April, 12 for March."""
    return (int(month[5:]) - 4) % 12 + 1


def begins(month: str) -> date:
    return date(int(month[:4]), int(month[5:]), 1)


def year_label(year: int) -> str:
    """2017-18."""
    return f"{year}-{(year + 1) % 100:02}"


def percent(difference: Decimal | None, plan: Decimal | None) -> Decimal | None:
    """A difference in percent of the plan, to a tenth; None where there is no plan to hold it against."""
    if difference is None or not plan:
        return None
    return (difference * 100 / plan).quantize(TENTH, ROUND_HALF_UP)


def weights(rule: str, partners: Iterable[tuple[Key, Decimal, Decimal | None]]) -> dict[Key, Decimal]:
    """How heavily each partner in the pool bears, from its key, contribution and fixed share; empty where nobody does."""
    heavy: dict[Key, Decimal] = {}
    for key, amount, share in partners:
        heavy[key] = {BY_CONTRIBUTION: amount, EQUAL: Decimal(1), FIXED: share or Decimal(0)}[rule]
    return heavy if any(heavy.values()) else {}


def bears(difference: Decimal | None, heavy: Mapping[Key, Decimal]) -> dict[Key, Decimal] | None:
    """Who bears what of an overspend, or has what of an underspend (below nothing), to the penny."""
    return None if difference is None or not heavy else split(difference, heavy)


def running(months: Iterable[Mapping[str, Any]], name: str) -> list[Decimal | None]:
    """A figure summed up month by month; None from the first month that lacks it on."""
    so_far: Decimal | None = Decimal(0)
    sums: list[Decimal | None] = []
    for month in months:
        value = month[name]
        so_far = None if so_far is None or value is None else so_far + value
        sums.append(so_far)
    return sums
