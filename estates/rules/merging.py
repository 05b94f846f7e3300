"""Two sites that are one, and one that is several: what becomes of their interests, and what stands in the way."""

from collections.abc import Iterable, Mapping
from typing import Any

from .interests import Interest, Over, chain_to, over

STAYS, GOES, BOTH = "stays", "goes", "both"  # whose of two holds: the site's that stays, or that goes; or both of them


def resolved(becomes: Mapping[Any, Any], key: Any) -> Any:
    """What a key has become, through all that became another; itself where it has not."""
    seen = set()
    while key in becomes and key not in seen:
        seen.add(key)
        key = becomes[key]
    return key


def joined(interests: Iterable[Interest], becomes: Mapping[Any, Any]) -> list[Interest]:
    """The interests that are left, each beneath what its superior has become."""
    return [each._replace(superior=resolved(becomes, each.superior)) for each in interests if each.key not in becomes]


def circles(interests: Iterable[Interest]) -> list[Any]:
    """The first circle of interests beneath themselves, by key; empty where there is none."""
    every = list(interests)
    return next((found for each in every if (found := chain_to(every, each.key))), [])


def newly_over(before: Iterable[Iterable[Interest]], after: Iterable[Iterable[Interest]]) -> list[Over]:
    """The interests beneath which more floor lies than they have, that had not more before."""
    was = {each.interest: each.taken - each.floor for site in before for each in over(site)}
    return [each for site in after for each in over(site) if each.taken - each.floor > was.get(each.interest, 0)]


def renamed(name: str, code: str, taken: Iterable[str], most: int = 200) -> str:
    """A name with the code of the site that it came from behind it; numbered where that is taken as well."""
    names, number = set(taken), 1
    while True:
        ending = f" ({code})" if number == 1 else f" ({code}, {number})"
        if (found := name[: most - len(ending)] + ending) not in names:
            return found
        number += 1
