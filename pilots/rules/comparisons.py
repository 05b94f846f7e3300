"""Which pilots may be compared, which rows differ, and the sentence that says so."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .portfolios import joined, many

LEAST, MOST = 2, 5
_WORDS = ("none", "one", "two", "three", "four", "five")


def how_many(chosen: int) -> str:
    """What is wrong with the number chosen; nothing where it will do."""
    if LEAST <= chosen <= MOST:
        return ""
    number = _WORDS[chosen] if chosen < len(_WORDS) else str(chosen)
    return f"Choose two to five pilots to compare; you chose {number}."


def same(values: Sequence[Any], key: Callable[[Any], Any]) -> bool:
    """Whether every pilot has the same in this row."""
    first, *others = (key(value) for value in values)
    return all(other == first for other in others)


def standing(names: Sequence[str], wrong: Mapping[str, Sequence[str]], differing: int, rows: int) -> str:
    """`wrong`: what may be wrong with a pilot, and of which pilots it is so."""
    told = "; ".join(f"{what}: {joined(of)}" for what, of in wrong.items() if of)
    head = f"{told[0].upper()}{told[1:]}. " if told else ""
    if not differing:
        return f"{head}{joined(names)} do not differ in any of {many(rows, 'row')}."
    return f"{head}{joined(names)} differ in {differing} of {many(rows, 'row')}."
