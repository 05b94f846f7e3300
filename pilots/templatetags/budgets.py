"""How pooled budgets and claims are read: money with its sign in words, and the year as a chart."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template

from devo_portal.core.templatetags.portal import figure, pounds

from ..rules import budgets as rules

register = template.Library()


@register.filter
def any_figure(months: Sequence[Mapping[str, Any]]) -> bool:
    """Whether anything is known of any month."""
    return any(month[name] is not None for month in months for name in ("plan", "forecast", "actual"))


@register.filter
def exact(value: Any) -> str:
    """Money to the penny: £1,234.56, −£1,234.56; nothing known is a dash."""
    if value is None:
        return "–"
    amount = Decimal(value)
    return f"{'−' if amount < 0 else ''}£{abs(amount):,.2f}"


@register.filter
def against_plan(value: Any) -> str:
    """£1.2 million over plan, £300,000 under plan, on plan."""
    if not value:
        return "on plan"
    return f"{pounds(abs(Decimal(value)))} {'over' if Decimal(value) > 0 else 'under'} plan"


@register.filter
def month_name(month: str) -> str:
    """`2017-10` as October 2017."""
    return f"{rules.begins(month):%B %Y}"


@register.filter
def month_number(month: str) -> int:
    return rules.month_number(month)


@register.filter
def of_measure(value: Any, measure: str) -> str:
    """What is claimed, in its measure: £1.2 million to the penny, 340."""
    if value is None:
        return "–"
    return exact(value) if measure == "money" else figure(value)


@register.filter
def share(value: Any) -> str:
    """A share without the zeros of its column: 33.3333%; a word where there is none."""
    return "No share" if value is None else f"{figure(value) or '0'}%"


@register.filter
def figures(month: Mapping[str, Any]) -> list[Any]:
    """A month's six figures in the order of the table's columns."""
    return [month[name] for name in ("plan", "forecast", "actual", "plan_so_far", "forecast_so_far", "actual_so_far")]


# --- The year as a chart ---------------------------------------------------------------------------------------------------
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 320, 84, 20, 20, 40
LINES = (("plan", "Plan", "plan_so_far"), ("forecast", "Forecast", "forecast_so_far"), ("actual", "Actual", "actual_so_far"))


@register.filter
def chart_message(budget: Mapping[str, Any]) -> str:
    """What the chart says, in one line."""
    if budget["variance_to_date"] is not None:
        return f"Spending is {against_plan(budget['variance_to_date'])} at month {rules.month_number(budget['last_month'])}"
    return "Plan and forecast of the year" if budget["last_month"] is None else "Spending so far, without a plan by month"


@register.inclusion_tag("pilots/budget_chart.html")
def budget_chart(budget: Mapping[str, Any], title: str) -> Mapping[str, Any]:
    """Plan, forecast and actual summed up month by month. Each line has a stroke and a mark of its own: colour only repeats them.

    `lines` is empty where no figure is known.
    """
    months: Sequence[Mapping[str, Any]] = budget["months"]
    values = [each[sums] for each in months for _, _, sums in LINES if each[sums] is not None]
    forecast = any(each["forecast"] is not None for each in months)
    top, bottom = _round_up(max([*values, Decimal(0)])), min([*values, Decimal(0)])
    span = (top - bottom) or Decimal(1)

    def across(number: int) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (number - 1) / 11, 1)

    def down(value: Decimal) -> float:
        return round(float(TOP + (HEIGHT - TOP - BOTTOM) * (top - value) / span), 1)

    lines = []
    for code, label, sums in LINES:
        points = [(across(each["number"]), down(each[sums])) for each in months if each[sums] is not None]
        if points and (code != "forecast" or forecast):
            lines.append({"code": code, "label": label, "points": " ".join(f"{x},{y}" for x, y in points), "marks": points})
    steps = [bottom + (top - bottom) * step / 4 for step in range(5)]
    return {
        "lines": lines if values else [],
        "title": title,
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "foot": HEIGHT - BOTTOM + 26,
        "grid": [{"y": down(value), "said": _short(value)} for value in steps],
        "ticks": [{"x": across(each["number"]), "said": f"{rules.begins(each['month']):%b}"[:3]} for each in months],
    }


def _round_up(value: Decimal) -> Decimal:
    """The next number that an axis may end at: 1, 2, 4, 5 or 8 with noughts."""
    if value <= 0:
        return Decimal(0)
    power = Decimal(10) ** value.adjusted()
    return next(each * power for each in (Decimal(1), Decimal(2), Decimal(4), Decimal(5), Decimal(8), Decimal(10)) if each * power >= value)


def _short(value: Decimal) -> str:
    """£2.5m, £400k: an axis has little room."""
    for size, letter in ((1_000_000, "m"), (1_000, "k")):
        if abs(value) >= size:
            return f"{'−' if value < 0 else ''}£{figure(round(abs(value) / size, 2))}{letter}"
    return f"{'−' if value < 0 else ''}£{figure(round(abs(value), 2)) or '0'}"
