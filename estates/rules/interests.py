"""Interests in a site, one granted out of another: who holds what on a day, and each floor counted once.

An interest covers its own floor and all that lies beneath it: where what lies beneath adds up to more than the
interest is said to have, as a file may say, it covers as much as that. What it holds most nearly is what it covers
less what the interests directly beneath it cover. So the sum over all of them is what the topmost cover, whoever
holds what between.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from .periods import Period, holds_on, most_at_once


class Interest(NamedTuple):
    """`superior` is the key of the interest out of which it is granted; `floor` is in m², None where it is not known."""

    key: Any
    superior: Any
    holder: Any
    floor: Decimal | None
    starts_on: date | None = None
    ends_on: date | None = None


class Over(NamedTuple):
    """An interest beneath which more floor lies than it has, on some day."""

    interest: Any
    beneath: list[Any]
    floor: Decimal
    taken: Decimal


def on_day(interests: Iterable[Interest], day: date) -> list[Interest]:
    """Those of a day, each beneath the nearest above it that also holds on the day."""
    every = {each.key: each for each in interests}
    now = {key for key, each in every.items() if holds_on(each.starts_on, each.ends_on, day)}
    return [each._replace(superior=_nearest(every, each, now)) for key, each in every.items() if key in now]


def _nearest(every: dict[Any, Interest], interest: Interest, now: set[Any]) -> Any:
    above, seen = interest.superior, {interest.key}
    while above in every and above not in now and above not in seen:
        seen.add(above)
        above = every[above].superior
    return above if above in now and above not in seen else None


def net_floors(interests: Iterable[Interest]) -> dict[Any, Decimal]:
    """What each of the interests of one day holds most nearly, in m² by key; it is never negative.

    The sum is the floor of the site, counted once. Interests in a circle, which no page lets anybody make, count as
    though the first of them were topmost.
    """
    every = {each.key: each for each in interests}
    beneath = _beneath(every)
    covered: dict[Any, Decimal] = {}
    for key in _deepest_first(every, beneath):
        covered[key] = max(every[key].floor or Decimal(), sum((covered.get(each, Decimal()) for each in beneath.get(key, ())), Decimal()))
    nets: dict[Any, Decimal] = {}
    for key in every:
        nets[key] = max(Decimal(), covered[key] - sum((covered[each] for each in beneath.get(key, ())), Decimal()))
    return nets


def floor_of(interests: Iterable[Interest]) -> Decimal:
    """The floor that the interests of one day cover, each m² counted once."""
    return sum(net_floors(interests).values(), Decimal())


def by_holder(interests: Sequence[Interest]) -> dict[Any, Decimal]:
    """The net floor of each holder, in m²."""
    nets, totals = net_floors(interests), dict[Any, Decimal]()
    for each in interests:
        totals[each.holder] = totals.get(each.holder, Decimal()) + nets[each.key]
    return totals


def chain_to(interests: Iterable[Interest], key: Any) -> list[Any]:
    """The circle in which an interest lies beneath itself, from it to it; empty where there is none."""
    above = {each.key: each.superior for each in interests}
    chain = [key]
    while (key := above.get(key)) is not None:
        if key == chain[0]:
            return [*chain, key]
        if key in chain:
            return []
        chain.append(key)
    return []


def over(interests: Iterable[Interest]) -> list[Over]:
    """The interests beneath which more floor lies, on some day, than they have."""
    every = {each.key: each for each in interests}
    found = []
    for key, keys in _beneath(every).items():
        floor = every[key].floor
        if floor is None:
            continue
        parts = [(each, every[each]) for each in keys if every[each].floor is not None]
        _, taken = most_at_once([Period(each.starts_on, each.ends_on, each.floor or Decimal()) for _, each in parts])
        if taken > floor:
            found.append(Over(key, [each for each, _ in parts], floor, taken))
    return found


def _beneath(every: dict[Any, Interest]) -> dict[Any, list[Any]]:
    """Keys of the interests directly beneath each. A circle is cut above the first of its interests."""
    topmost: set[Any] = set()
    for key in every:
        circle = chain_to([each for each in every.values() if each.key not in topmost], key)
        if circle:
            topmost.add(key)
    beneath: dict[Any, list[Any]] = {}
    for key, each in every.items():
        if each.superior in every and key not in topmost:
            beneath.setdefault(each.superior, []).append(key)
    return beneath


def _deepest_first(every: dict[Any, Interest], beneath: dict[Any, list[Any]]) -> list[Any]:
    below = {each for keys in beneath.values() for each in keys}
    order = [key for key in every if key not in below]
    for key in order:  # grows as it is walked: each is followed by what lies beneath it
        order += beneath.get(key, [])
    return order[::-1]
