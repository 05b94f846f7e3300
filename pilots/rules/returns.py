"""A return as one document: what differs between two of them, whether it came in time, and how its figures read to a quarter's end."""

import copy
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from governance.rules.minutes import canonical

PENNY = Decimal("0.01")
ADD, REMOVE, REPLACE = "add", "remove", "replace"
ON_TIME, LATE, DUE, MISSING, CORRECTION = "on_time", "late", "due", "missing", "correction"


class Timing:
    """Codes and their words, as a model's choices are held."""

    choices = ((ON_TIME, "Submitted in time"), (LATE, "Submitted late"), (DUE, "Not due yet"), (MISSING, "Missing"), (CORRECTION, "A correction"))


# What each section asks of who writes it: the question, and a hint.
QUESTIONS = {
    "progress": ("Summary of the quarter", "What moved, in a few sentences that a board can read by themselves."),
    "confidence": ("What the ratings rest on", "Why delivery is as likely as the ratings say, and what would raise them."),
    "benefits": ("What moved the benefits", "What explains the readings, and what is done where one is behind."),
    "risks": ("What changed in the risks", "New, closed and worse ones, and what is done about them."),
    "money": ("What explains the money", "Why spending differs from the plan. Write “None” where the pilot has no pooled budget."),
    "asks": ("Where the asks stand", "What was granted or refused, and what the open ones wait for."),
    "decisions": ("Decisions needed", "Which board is to decide what, and by when. Write “None” where nothing is needed."),
}


class Change(NamedTuple):
    """`path` is a JSON Pointer (RFC 6901). `before` means nothing where the act is `add`, `after` nothing where it is `remove`."""

    act: str
    path: str
    before: Any
    after: Any


# --- What differs ----------------------------------------------------------------------------------------------------------
def differences(before: Any, after: Any) -> list[Change]:
    """What turns one JSON value into another: object by object and name by name, a list as a whole. None where they are equal.

    Equal is what is written alike: `1`, `1.0` and `true` are three values, as they are in JSON.
    """
    return list(_differences(before, after, ""))


def _differences(before: Any, after: Any, where: str) -> Iterator[Change]:
    if isinstance(before, dict) and isinstance(after, dict):
        for name in sorted(before.keys() | after.keys()):
            path = f"{where}/{_escaped(name)}"
            if name not in after:
                yield Change(REMOVE, path, before[name], None)
            elif name not in before:
                yield Change(ADD, path, None, after[name])
            else:
                yield from _differences(before[name], after[name], path)
    elif canonical({"": before}) != canonical({"": after}):
        yield Change(REPLACE, where, before, after)


def applied(changes: Iterable[Change], before: Any) -> Any:
    """The document that the changes lead to; what is given stays as it is."""
    document = {"": copy.deepcopy(before)}  # so that the whole of it has a name as well
    for change in changes:
        *steps, last = ["", *names(change.path)]
        held: Any = document
        for step in steps:
            held = held[step]
        if change.act == REMOVE:
            del held[last]
        else:
            held[last] = copy.deepcopy(change.after)
    return document[""]


def names(path: str) -> list[str]:
    """The names along a JSON Pointer."""
    return [each.replace("~1", "/").replace("~0", "~") for each in path.split("/")[1:]]


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


_LABELS = {
    "asks": "Asks",
    "benefits": "Benefits",
    "confidence": "Confidence",
    "decisions": "Decisions needed",
    "money": "Money",
    "progress": "Progress",
    "risks": "Risks",
}
_WORDS = {
    "actual_months": "months with an actual",
    "actual_on": "day of the actual",
    "by_state": "asks",
    "closed_on": "closed on",
    "due_on": "due",
    "planned_then": "planned for the day of the actual",
    "rated_on": "rated on",
    "went_well": "what went well",
    "stuck": "what is stuck",
}


def label(path: str, *documents: Mapping[str, Any]) -> str:
    """A path in words: `Risks, RSK-9 Two boards approve the same case: score`."""
    section, *rest = names(path)
    said, held = [_LABELS.get(section, section)], [each.get(section, {}) for each in documents]
    for place, name in enumerate(rest):
        held = [each.get(name) if isinstance(each, Mapping) else None for each in held]
        title = next((str(each["name"]) for each in held if isinstance(each, Mapping) and "name" in each), "")
        if title:
            said.append(f"{name} {title}")
        elif place == len(rest) - 1 or not _holds_records(held):
            said.append(_WORDS.get(name, name.removesuffix("_label").replace("_", " ")))
    return ", ".join(said[:-1]) + (": " if len(said) > 1 else "") + said[-1]


def _holds_records(held: Iterable[Any]) -> bool:
    return any(isinstance(each, Mapping) and any(isinstance(one, Mapping) for one in each.values()) for each in held)


def told(changes: Iterable[Change], *documents: Mapping[str, Any]) -> list[Change]:
    """Without the codes whose words stand beside them, and the ids, for a reader."""
    kept = []
    for change in changes:
        *way, last = names(change.path)
        beside: list[Any] = list(documents)
        for step in way:
            beside = [each.get(step, {}) if isinstance(each, Mapping) else {} for each in beside]
        if last != "id" and not any(isinstance(each, Mapping) and f"{last}_label" in each for each in beside):
            kept.append(change)
    return kept


_BLANK = {"", "none", "nothing", "n/a", "not applicable"}


def both_blank(change: Change) -> bool:
    """Does it say nothing before and after, in other words? “None”, “Nothing” and “None.” are one answer."""
    return all(value is None or (isinstance(value, str) and value.strip().rstrip(".").lower() in _BLANK) for value in (change.before, change.after))


# --- Figures to a quarter's end -------------------------------------------------------------------------------------------
def spent(months: Iterable[Mapping[str, Any]], asked: Iterable[str]) -> dict[str, Any]:
    """Plan, forecast and actual over the months asked for: `{plan, forecast, actual, planned_for_actual, months, actual_months}`.

    Plan and forecast are null unless every month has one (an actual stands for its forecast, a plan for a forecast that was
    never made); `actual` is null without any, and `planned_for_actual` is the plan of just the months that have an actual.
    """
    rows, wanted = {each["month"]: each for each in months}, list(asked)
    plans = [rows.get(month, {}).get("plan") for month in wanted]
    actuals = [rows.get(month, {}).get("actual") for month in wanted]
    forecasts = [rows.get(month, {}).get("forecast") for month in wanted]
    likely = [_first(actual, forecast, plan) for actual, forecast, plan in zip(actuals, forecasts, plans, strict=True)]
    of_actuals = [plan for plan, actual in zip(plans, actuals, strict=True) if actual is not None]
    return {
        "plan": _sum(plans),
        "forecast": _sum(likely),
        "actual": _sum([each for each in actuals if each is not None]),
        "planned_for_actual": _sum(of_actuals),
        "months": len(wanted),
        "actual_months": len(of_actuals),
    }


def _first(*values: Any) -> Any:
    return next((each for each in values if each is not None), None)


def _sum(values: list[Any]) -> Decimal | None:
    return None if not values or None in values else sum((Decimal(each) for each in values), Decimal("0.00"))


def less(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one - other


def money(value: Any) -> str | None:
    """As it is kept in a document: `1234.50`, or null."""
    return None if value is None else str(Decimal(value).quantize(PENNY, ROUND_HALF_UP))


def timing(number: int, due_on: date, submitted_on: date | None, today: date) -> str:
    """One of Timing's codes."""
    if number > 1:
        return CORRECTION
    if submitted_on:
        return ON_TIME if submitted_on <= due_on else LATE
    return DUE if today <= due_on else MISSING
