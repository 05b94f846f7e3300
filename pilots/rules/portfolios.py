"""How the portfolio is told in one sentence, and which of two figures is the better one: no row is read here."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

# A benefit of these classes whose unit is pounds is summed; those of other units are only counted.
MONEY_UNIT = "£"
MONEY_KINDS = ("cash_releasing", "non_cash_releasing")


def many(number: int, noun: str) -> str:
    """1 pilot, 5 pilots."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def joined(parts: Iterable[str]) -> str:
    """`one`, `one and two`, `one, two and three`."""
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last


def standing(figures: Mapping[str, Any], found: int | None) -> str:
    """What is wrong first, over the whole portfolio; `found` is how many pilots a question leaves, None where none was asked."""
    count = figures["pilots"]
    if not count:
        return "No pilot is recorded yet."
    wrong = [
        f"{number:,} {said}"
        for number, said in (
            (figures["red"], "rated red"),
            (figures["late"], "whose lead has a milestone past its date"),
            (figures["unled"], "without a lead organisation"),
            (figures["unrated"], "not yet rated"),
        )
        if number
    ]
    whole = f"Of {many(count, 'pilot')}, {joined(wrong)}" if wrong else f"{many(count, 'pilot')}, none of them red, late, unrated or without a lead"
    whole += f"; {many(figures['behind'], 'benefit')} behind {'its' if figures['behind'] == 1 else 'their'} trajectory" if figures["behind"] else ""
    if found is None:
        return f"{whole}."
    answer = "No pilot matches" if not found else f"{many(found, 'pilot')} match{'es' if found == 1 else ''}"
    return f"{answer} what you asked. {whole}."


def gained(gain: Mapping[str, Any], money: Callable[[Any], str]) -> str:
    """What benefits in pounds gained on their baseline, and how that stands to the plan; `money` says a sum."""
    label, variance = gain["kind_label"], gain["variance"]
    if variance is None:
        return f"{label}: no gain is known yet"
    actual = gain["actual"]
    told = f"{'gained' if actual >= 0 else 'lost'} {money(abs(actual))}"
    if not variance:
        return f"{label}: {told}, as planned"
    return f"{label}: {told}, {money(abs(variance))} {'more' if variance > 0 else 'less'} than planned"
