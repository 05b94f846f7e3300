"""How the portfolio and comparisons are read: slips, days and quarters in words."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from devo_portal.core.templatetags.portal import pounds

from ..rules.portfolios import gained, many
from .budgets import against_plan

register = template.Library()

_ASKS = (("open", "open"), ("granted", "granted"), ("refused", "refused"), ("superseded", "superseded"))
_BENEFITS = (("behind", "behind"), ("on_plan", "on plan"), ("ahead", "ahead"), ("no_plan", "with no plan for its day"), ("no_actual", "not measured"))


def _counts(row: Mapping[str, Any], noun: str, names: Sequence[tuple[str, str]], plural: str) -> SafeString:
    """The counts above none, each a link to just its rows; what it counts is said to those who hear it alone."""
    counted = row[noun]
    return format_html_join(
        "",
        '<li><a class="govuk-link" href="/{}/?pilot={}&amp;state={}&amp;count=true">{} {}'
        '<span class="govuk-visually-hidden">: {} of {}</span></a></li>',
        ((plural, row["id"], code, counted[code], said, noun, row["name"]) for code, said in names if counted[code]),
    )


@register.simple_tag
def asks_counted(row: Mapping[str, Any]) -> SafeString:
    return _counts(row, "asks", _ASKS, "propositions")


@register.simple_tag
def benefits_counted(row: Mapping[str, Any]) -> SafeString:
    return _counts(row, "benefits", _BENEFITS, "benefits")


@register.filter
def gain_said(gain: Mapping[str, Any]) -> str:
    """Cash-releasing: gained £0.8 million, £0.6 million less than planned."""
    return gained(gain, pounds)


@register.filter
def slip_said(days: int | None) -> str:
    """12 days later than planned; nothing where that is not known."""
    if days is None:
        return ""
    return f"{many(abs(days), 'day')} {'later' if days > 0 else 'earlier'} than planned" if days else "as planned"


@register.filter
def ago(days: int | None) -> str:
    if days is None:
        return "Never"
    return f"{many(days, 'day')} ago" if days else "Today"


@register.simple_tag
def tile_value(figure: Mapping[str, Any]) -> SafeString:
    """A figure of the portfolio: a count, or money over or under plan."""
    value = figure["value"]
    if value is None:
        return format_html('<span class="portal-tile__unit">Not known yet</span>')
    if figure["unit"] != "£":
        return format_html("{}", f"{value:,}")
    amount = Decimal(value)
    if not amount:
        return format_html('<span class="portal-tile__unit">On plan</span>')
    return format_html('{} <span class="portal-tile__unit">{}</span>', pounds(abs(amount)), "over" if amount > 0 else "under")


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "text": str,
    "day": str,
    "names": ", ".join,
    "label": lambda value: str(value["label"]),
    "count": lambda value: f"{value:,}",
    "money": pounds,
    "variance": lambda value: _begun(against_plan(value)),
    "gain": lambda value: _begun(gain_said(value).split(": ", 1)[1]),
    "days": ago,
    "slip": lambda value: _begun(slip_said(value)),
    "milestone": lambda value: str(value["name"]),
}
_NOTHING = {"names": "None", "days": "Never", "milestone": "None to come", "gain": "None", "slip": "Not known"}


@register.simple_tag
def compared(kind: str, cell: Mapping[str, Any]) -> Mapping[str, Any]:
    """A cell of a comparison in words, `{text, links}`: nought and nothing lead nowhere."""
    value = cell["value"]
    if kind == "confidence":
        return {}
    if value is None or value == []:
        return {"text": _NOTHING.get(kind, "Not known"), "links": False}
    return {"text": _WORDS[kind](value), "links": value != 0}
