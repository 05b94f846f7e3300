"""The sub-navigation of a pilot's record."""

from typing import Any

from django import template
from django.urls import reverse

from ..rules.sections import SECTIONS

register = template.Library()


@register.inclusion_tag("pilots/sections.html", takes_context=True)
def sections(context: Any, pilot: Any, within: str = "") -> dict[str, Any]:
    """`{% sections pilot.id %}` on a section; `{% sections case.pilot.id "pilots:cases" %}` on a page beneath one."""
    path = reverse(within, args=[pilot]) if within else context["request"].path
    return {
        "sections": [{"name": each.name, "url": (url := reverse(each.page, args=[pilot])), "here": url == path} for each in SECTIONS],
        "beneath": within,
    }
