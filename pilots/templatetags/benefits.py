"""The chart of a benefit, drawn as SVG from its answer, and its figures in words."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django import template

from devo_portal.core.templatetags.portal import figure

register = template.Library()

WIDTH, HEIGHT = 560, 300
LEFT, RIGHT, TOP, BOTTOM = 84, 24, 16, 34  # the margins, where the scales stand
_TICKS = 4


class Mark(NamedTuple):
    """A point where it is drawn, to a tenth of a pixel; `said` is what it tells."""

    x: str
    y: str
    said: str


@register.filter
def amount(value: Any, unit: str = "") -> str:
    """A figure with its unit, exact: £1,234.50, 40 days; nothing for nothing."""
    if value in (None, ""):
        return ""
    if unit != "£":
        return f"{figure(value)} {unit}".strip()
    money, sign = abs(Decimal(value)), "−" if Decimal(value) < 0 else ""
    return f"{sign}£{money:,.0f}" if money == money.to_integral() else f"{sign}£{money:,.2f}"


def _short(value: Decimal, unit: str) -> str:
    """A tick of the scale: £1.5m, 20k, 40."""
    size, letter = next(((size, letter) for size, letter in ((1_000_000, "m"), (10_000, "k")) if abs(value) >= size), (1, ""))
    said = figure(value / (1000 if letter == "k" else size))
    return f"{'£' if unit == '£' else ''}{said}{letter}"


def _ticks(least: Decimal, most: Decimal) -> list[Decimal]:
    """Round values that enclose the two, about _TICKS steps of 1, 2 or 5 times a power of ten apart."""
    span = most - least or abs(most) or Decimal(1)
    power = Decimal(10) ** (span / _TICKS).adjusted()
    step = next(power * by for by in (1, 2, 5, 10) if power * by * _TICKS >= span)
    first, last = (least / step).to_integral_value("ROUND_FLOOR"), (most / step).to_integral_value("ROUND_CEILING")
    return [step * number for number in range(int(first), int(last if last > first else first + 1) + 1)]


def _line(marks: Iterable[Mark]) -> str:
    return " ".join(f"{mark.x},{mark.y}" for mark in marks)


@register.inclusion_tag("pilots/benefit_chart.html")
def benefit_chart(benefit: Mapping[str, Any]) -> Mapping[str, Any]:
    """Trajectory and actuals of a benefit as it is answered. `drawn` is False where there is nothing to draw."""
    stand = [each for each in benefit["readings"] if not each["corrected_by"]]
    start = [(benefit["baseline_on"], benefit["baseline"])] if benefit["baseline_on"] else []
    planned = [*start, *((each["on"], each["value"]) for each in stand if each["kind"] == "planned")]
    actual = [(each["on"], each["value"]) for each in stand if each["kind"] == "actual"]
    points = [*planned, *actual]
    if not points:
        return {"drawn": False}
    days, unit = sorted({day for day, _ in points}), benefit["unit"]
    scale = _ticks(min(value for _, value in points), max(value for _, value in points))
    from_day, width = days[0], (days[-1] - days[0]).days or 1

    def across(day: date) -> str:
        return f"{LEFT + (WIDTH - LEFT - RIGHT) * Decimal((day - from_day).days) / width:.1f}"

    def up(value: Decimal) -> str:
        return f"{HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - scale[0]) / (scale[-1] - scale[0]):.1f}"

    def marks(kind: str, rows: list[tuple[date, Decimal]]) -> list[Mark]:
        return [Mark(across(day), up(value), f"{kind}, {day:%-d %B %Y}: {amount(value, unit)}") for day, value in rows]

    plan, done = marks("Planned", planned), marks("Actual", actual)
    middle = from_day + timedelta(days=width // 2)
    return {
        "drawn": True,
        "benefit": benefit,
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "foot": HEIGHT - BOTTOM,
        "label_x": LEFT - 8,
        "label_y": HEIGHT - 10,
        "values": [(up(value), _short(value, unit)) for value in scale],
        "days": [(across(day), f"{day:%b %Y}") for day in ([from_day, middle, days[-1]] if width > 200 else [from_day])],
        "baseline": plan[0] if start else None,
        "planned": plan[1:] if start else plan,
        "planned_line": _line(plan),
        "actual": done,
        "actual_line": _line(done),
    }
