"""How a meeting stands, in one sentence."""

from collections.abc import Mapping

from .quorum import Quorum

_MINUTES: Mapping[str, str] = {"draft": "minutes in draft", "circulated": "minutes circulated", "agreed": "minutes agreed"}
_AFTER = frozenset({"held"})


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def standing(status: str, label: str, items: int, for_decision: int, quorum: Quorum, minutes: str | None) -> str:
    """`Agenda published; 6 items, 2 for decision; quorum of 8.`"""
    said = [label, f"{_many(items, 'item')}, {for_decision or 'none'} for decision" if items else "no agenda yet"]
    if status in _AFTER:
        said += [f"{quorum.said}: {'quorate' if quorum.met else 'not quorate'}" if quorum.needed is not None else quorum.said]
        said += [_MINUTES.get(minutes or "", "no minutes yet")]
    elif status != "cancelled":
        said += ["no quorum is set" if quorum.needed is None else f"quorum of {quorum.needed}"]
    return "; ".join(said) + "."
