"""The words of a return's document, for its pages."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template

from devo_portal.core.dates import PartialDate

from ..rules.returns import QUESTIONS

register = template.Library()


@register.filter
def day_said(value: Any) -> str:
    """A day of a document, known to the day, month or year: 30 June 2018."""
    return PartialDate.kept(value).text if value else ""


@register.filter
def question(section: str) -> str:
    return QUESTIONS[section][0]


@register.filter
def below(document: Mapping[str, Any], name: str) -> Any:
    return document.get(name, {})


@register.filter
def told(value: Any, path: str = "") -> str:
    """A value of a change as its reader would say it: a record by its name, money to the penny, nothing as nothing."""
    if isinstance(value, Mapping):
        about = [str(value[name]) for name in ("name", "rating_label", "state_label") if value.get(name)]
        return ", ".join(about) or "Recorded"
    if value is None or value == "":
        return "Nothing"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    text = str(value)
    if re.fullmatch(r"-?\d+\.\d\d", text):
        sign, amount = "−" if text.startswith("-") else "", f"{abs(Decimal(text)):,.2f}"
        return f"{sign}£{amount}" if path.startswith("/money/") else f"{sign}{amount}"
    if len(text) == 10 and text[4:5] == text[7:8] == "-" and text.replace("-", "").isdigit():
        return day_said(text)
    return text
