"""The bars of the quarters: one line each, its length the count, which stands beside it as a number."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

WIDTH, LINE, LEFT, RIGHT = 360, 26, 172, 34  # the drawing's own units; a screen of 375 pixels shows them about as they are


@register.simple_tag
def quarter_bars(quarters: Sequence[Mapping[str, Any]], title: str) -> SafeString:
    """An SVG for those who see; `title` says its message, and the table beside it holds the same figures."""
    most = max((each["count"] for each in quarters), default=0) or 1
    lines = [
        (LINE * place + 17, each["label"], LEFT, LINE * place + 4, round((WIDTH - LEFT - RIGHT) * each["count"] / most, 1), each["count"])
        for place, each in enumerate(quarters)
    ]
    bars = format_html_join(
        "",
        '<text x="0" y="{}">{}</text><rect x="{}" y="{}" width="{}" height="18"></rect><text class="portal-bars__count" x="{}" y="{}">{}</text>',
        ((y, label, left, top, width, left + width + 6, y, count) for y, label, left, top, width, count in lines),
    )
    height = LINE * len(quarters)
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}<line x1="{}" y1="0" x2="{}" y2="{}"></line></svg>',
        WIDTH,
        height,
        title,
        bars,
        LEFT,
        LEFT,
        height,
    )
