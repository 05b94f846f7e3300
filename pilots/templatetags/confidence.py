"""A pilot's ratings as a picture: words on the axis, a line style and a mark for each kind, so that it needs no colour."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil
from typing import Any

from django import template
from django.utils import timezone

from ..rules.confidence import THREE_FROM, level

register = template.Library()

WIDTH, HEIGHT = 640, 320
_LEFT, _RIGHT, _TOP, _STEP = 150, 500, 48, 52  # where the years begin and end; the green line; from one level to the next
_BESIDE = {"assurance": -5, "owner": 5}  # the two lines run beside each other where they agree
_WORDS = ("Green", "Amber/Green", "Amber", "Amber/Red", "Red")


def _y(at: int) -> int:
    return _TOP + (5 - at) * _STEP


@register.simple_tag
def latest_ratings(ratings: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """`{kind: its newest rating}`, of ratings that stand newest first."""
    latest: dict[str, Any] = {}
    for each in ratings:
        latest.setdefault(each["kind"], each)
    return latest


@register.inclusion_tag("pilots/confidence_picture.html")
def confidence_picture(ratings: Sequence[Mapping[str, Any]], name: str) -> dict[str, Any]:
    """Steps: a rating holds until the next of its kind."""
    oldest_first = list(reversed(ratings))
    first, last = oldest_first[0]["rated_on"], max(timezone.localdate(), oldest_first[-1]["rated_on"])
    days = max((last - first).days, 1)

    def x(day: date) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * (day - first).days / days, 1)

    lines = []
    for kind, beside in _BESIDE.items():
        rated = [each for each in oldest_first if each["kind"] == kind]
        if rated:
            marks = [{"x": x(each["rated_on"]), "y": _y(level(each["rating"])) + beside, "said": _said(each)} for each in rated]
            steps = " ".join(f"H {mark['x']} V {mark['y']}" for mark in marks[1:])
            path = f"M {marks[0]['x']} {marks[0]['y']} {steps} H {_RIGHT}"
            lines.append({"kind": kind, "label": rated[-1]["kind_label"], "path": path, "marks": marks, "now": rated[-1], "end": marks[-1]["y"]})
    _apart(lines)
    return {
        "name": name,
        "width": WIDTH,
        "height": HEIGHT,
        "left": _LEFT,
        "right": _RIGHT,
        "end": _RIGHT + 10,
        "bottom": _y(1) + 20,
        "below": HEIGHT - 8,
        "levels": [{"word": word, "y": _y(5 - place)} for place, word in enumerate(_WORDS)],
        "years": _years(first, last, x),
        "lines": lines,
        "first": first,
        "last": last,
        "change": x(THREE_FROM) if first < THREE_FROM <= last else None,
    }


def _said(rating: Mapping[str, Any]) -> str:
    day = rating["rated_on"]
    return f"{rating['kind_label']}, {day.day} {day:%B %Y}: {rating['rating_label']}"


def _apart(lines: list[dict[str, Any]]) -> None:
    """The words at the ends of two lines that end close together stand above and below them."""
    if len(lines) == 2 and abs(lines[0]["end"] - lines[1]["end"]) < 30:
        middle = (lines[0]["end"] + lines[1]["end"]) / 2
        lines[0]["end"], lines[1]["end"] = middle - 15, middle + 15


def _years(first: date, last: date, x: Any) -> list[dict[str, Any]]:
    """The first days of some years; of a time within one year, its year."""
    years = list(range(first.year + 1, last.year + 1))
    if not years:
        return [{"x": _LEFT, "word": str(first.year)}]
    return [{"x": x(date(year, 1, 1)), "word": str(year)} for year in years[:: ceil(len(years) / 4)]]
