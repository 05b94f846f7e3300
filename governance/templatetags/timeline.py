"""The timeline as a picture: SVG drawn from the answer alone. Its rows are the answer's rows; the table beneath says the same in words."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from textwrap import shorten, wrap
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from devo_portal.core.dates import PartialDate

register = template.Library()

WIDTH, LABELS, RIGHT, TOP = 1320, 400, 20, 56  # in the picture's own units, which are pixels on a screen that has room for it
_PLOT = WIDTH - LABELS - RIGHT
_LETTERS, _LINE, _ROW, _BAND = 58, 16, 30, 28  # letters in a line of a name; heights of a line, a row of one line, a strand's heading
_EDGE, _EMPTY, _BREAK = 45, 550, 46  # days before the first and after the last date; days without a date that are cut out; what is left of them
_STEPS = (1, 3, 6, 12, 24, 60, 120)  # months from one line of the axis to the next
_MONTH = 30.44


@dataclass(frozen=True)
class Axis:
    """Where a day lies. Long stretches of time in which nothing falls are drawn short."""

    stretches: tuple[tuple[int, int], ...]  # first day and the day after the last, as ordinals
    scale: float  # units a day

    def x(self, day: float) -> float:
        at = float(LABELS)
        for place, (first, end) in enumerate(self.stretches):
            if place:
                before = self.stretches[place - 1][1]
                if day < first:
                    return at + _BREAK * (day - before) / (first - before)
                at += _BREAK
            if day <= end:
                return at + max(0.0, day - first) * self.scale
            at += (end - first) * self.scale
        return at

    def breaks(self) -> list[tuple[int, int]]:
        return [(one[1], other[0]) for one, other in pairwise(self.stretches)]

    def lines(self) -> list[tuple[float, str]]:
        """Where the axis is marked, and with what: months as closely as their names leave room, else years."""
        step = next((each for each in _STEPS if each * _MONTH * self.scale >= (64 if each < 12 else 40)), _STEPS[-1])
        marks = []
        for first, end in self.stretches:
            year, month = date.fromordinal(first).year, 1
            while (day := date(year, month, 1).toordinal()) < end:
                if day >= first and (step <= 12 or year % (step // 12) == 0):
                    marks.append((self.x(day), f"{date(year, month, 1):%b %Y}" if step < 12 else str(year)))
                year, month = (year, month + step) if month + step <= 12 and step < 12 else (year + 1, 1)
                if year > 9999:
                    break
        return marks


def axis(spans: Iterable[tuple[int, int]]) -> Axis:
    """Over spans of days, each from its first to the day after its last."""
    stretches: list[list[int]] = []
    for first, end in sorted(spans):
        if stretches and first - _EDGE <= stretches[-1][1] + _EMPTY - 2 * _EDGE:
            stretches[-1][1] = max(stretches[-1][1], end + _EDGE)
        else:
            stretches.append([max(1, first - _EDGE), end + _EDGE])
    days = sum(end - first for first, end in stretches)
    return Axis(tuple((first, end) for first, end in stretches), (_PLOT - _BREAK * (len(stretches) - 1)) / days)


def _span(when: PartialDate) -> tuple[int, int]:
    return when.first.toordinal(), when.last.toordinal() + 1


@register.simple_tag
def timeline_picture(timeline: Mapping[str, Any]) -> SafeString:
    """The whole `svg`; nothing where there is no row."""
    rows = timeline["results"]
    if not rows:
        return SafeString("")
    today = timeline["today"].toordinal()
    dates = [row[name] for row in rows for name in ("planned", "forecast", "actual", "in_baseline") if row[name]]
    put = [row["schedule"]["earliest"].toordinal() for row in rows if _put_off(row)]
    on = axis([*map(_span, dates), *((day, day + 1) for day in (*put, today))])
    ticks: dict[Any, list[int]] = {}
    for each in timeline["meetings"]:
        ticks.setdefault(each["board"]["id"], []).append(each["held_on"].toordinal())
    body, y = [], TOP
    for strand, within in groupby(rows, key=lambda row: row["strand_label"]):
        body.append(_heading(strand, y))
        y += _BAND
        for row in within:
            lines = wrap(shorten(row["name"], 2 * _LETTERS - 8, placeholder=" …"), _LETTERS)[:2]
            height = _ROW + _LINE * (len(lines) - 1)
            body.append(_row(row, lines, y, height, on, ticks))
            y += height
    height = y + 26
    title = "Timeline: each milestone’s dates, by strand. The table beneath says the same in words."
    return mark_safe(  # noqa: S308  # names are escaped where they are put in; the rest is numbers
        f'<svg class="portal-timeline__svg" role="group" aria-labelledby="timeline-title" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" xmlns="http://www.w3.org/2000/svg"><title id="timeline-title">{title}</title>{_HATCH}'
        f"{_frame(on, y, timeline['today'])}{''.join(body)}</svg>"
    )


_HATCH = (
    '<defs><pattern id="timeline-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#ffffff"/><rect width="2" height="6" fill="#1d70b8"/></pattern></defs>'
)


def _frame(on: Axis, bottom: int, today: date) -> str:
    """The axis above and below, the breaks in it, and today's line; nothing of it is read out."""
    drawn = []
    for first, end in on.breaks():
        x, wide = on.x(first), _BREAK
        said = f"{date.fromordinal(first).year} to {date.fromordinal(min(end, date.max.toordinal())).year}"
        drawn.append(f"<g><title>{said}: no date falls here; drawn short.</title>")
        drawn.append(f'<rect class="portal-timeline__break" x="{x:.1f}" y="{TOP - 6}" width="{wide}" height="{bottom - TOP + 6}"/>')
        at = f"{x + wide / 2 - 4:.1f} {TOP + 34}"
        drawn.append(f'<text class="portal-timeline__break" transform="translate({at}) rotate(90)">{said}: no dates</text></g>')
    last = -99.0
    now = on.x(today.toordinal() + 0.5)
    for x, said in on.lines():
        drawn.append(f'<line class="portal-timeline__line" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 6}" y2="{bottom}"/>')
        if x - last >= 56 and x < WIDTH - 34 and not any(x < on.x(first) < x + 52 for first, _ in on.breaks()):
            drawn.append(_text("axis", x, TOP - 12, said) + _text("axis", x, bottom + 18, said))
            last = x
    anchor = "end" if now > WIDTH - 160 else "start"
    drawn.append(f'<line class="portal-timeline__today" x1="{now:.1f}" x2="{now:.1f}" y1="20" y2="{bottom}"/>')
    drawn.append(_text("now", now + (-5 if anchor == "end" else 5), 26, f"Today, {today.day} {today:%B %Y}", anchor))
    return f'<g aria-hidden="true">{"".join(drawn)}</g>'


def _text(kind: str, x: float, y: float, said: str, anchor: str = "start") -> str:
    return f'<text class="portal-timeline__{kind}" x="{x:.1f}" y="{y}" text-anchor="{anchor}">{escape(said)}</text>'


def _heading(strand: str, y: int) -> str:
    return (
        f'<rect class="portal-timeline__band" x="0" y="{y}" width="{WIDTH}" height="{_BAND - 4}"/>'
        f'<text class="portal-timeline__strand" x="8" y="{y + 17}">{escape(strand)}</text>'
    )


def _row(row: Mapping[str, Any], lines: list[str], y: int, height: int, on: Axis, ticks: Mapping[Any, list[int]]) -> str:
    """A name that leads to the milestone, then its marks on one line, what the baseline said below it, and a word where one is due."""
    named = "".join(f'<tspan x="8" y="{y + 20 + _LINE * place}">{escape(line)}</tspan>' for place, line in enumerate(lines))
    link = f'<a href="{reverse("governance:milestone", args=[row["id"]])}"><text class="portal-timeline__name">{named}</text></a>'
    middle = y + height / 2 - 2
    critical = bool(row["schedule"] and row["schedule"]["critical"])
    marks = [f'<line class="portal-timeline__row" x1="0" x2="{WIDTH}" y1="{y + height}" y2="{y + height}"/>']
    if row["needs_board"] and not row["reached"]:
        marks += [_tick(on.x(day + 0.5), middle) for day in ticks.get(row["needs_board"]["id"], []) if _drawn(on, day)]
    if row["planned"] and row["falls"] != row["planned"]:
        one, other = (sum(map(on.x, _span(row[name]))) / 2 for name in ("planned", "falls"))
        marks.append(f'<line class="portal-timeline__slip" x1="{one:.1f}" x2="{other:.1f}" y1="{middle}" y2="{middle}"/>')
    for name in ("in_baseline", "planned", "forecast", "actual"):
        if row[name]:
            marks.append(_mark(name, row[name], middle + (9 if name == "in_baseline" else 0), on))
    ends = [x for name in ("planned", "forecast", "actual", "in_baseline") if row[name] for x in map(on.x, _span(row[name]))]
    if _put_off(row):
        x = on.x(row["schedule"]["earliest"].toordinal() + 0.5)
        marks.append(
            f'<line class="portal-timeline__wait" x1="{max(ends):.1f}" x2="{x:.1f}" y1="{middle}" y2="{middle}"/>{sign("earliest", x, middle)}'
        )
        ends.append(x)
    if critical:
        x = sum(map(on.x, _span(row["falls"]))) / 2
        marks.append(f'<path class="portal-timeline__critical" d="M{x - 11:.1f} {middle} l6 -11 h10 l6 11 l-6 11 h-10 z"/>')
    words = [word for word, due in (("Critical", critical), ("Late", row["late"])) if due]
    if words:
        right = max(ends) + 14 < WIDTH - 62 * len(words)
        kind = "word portal-timeline__word--critical" if critical else "word"
        marks.append(_text(kind, max(ends) + 14 if right else min(ends) - 14, middle + 5, ", ".join(words), "start" if right else "end"))
    return f'{link}<g aria-hidden="true"><title>{escape(told(row))}</title>{"".join(marks)}</g>'


def _put_off(row: Mapping[str, Any]) -> bool:
    """The schedule allows it no sooner than behind its own date. Of what is late already, the word says so."""
    return bool(row["schedule"]) and not row["late"] and row["schedule"]["earliest"] > row["falls"].last


def _drawn(on: Axis, day: int) -> bool:
    place = bisect_left([end for _, end in on.stretches], day)
    return place < len(on.stretches) and on.stretches[place][0] <= day


def _tick(x: float, y: float) -> str:
    return f'<path class="portal-timeline__meeting" d="M{x - 4:.1f} {y - 14} h8 l-4 6 z"/>'


def _mark(name: str, when: PartialDate, y: float, on: Axis) -> str:
    """A day as a sign; what is known to the month or the year as a bar of that length: each kind of date in a shape of its own."""
    kind = {"in_baseline": "baseline"}.get(name, name)
    first, end = map(on.x, _span(when))
    if when.precision != "day":
        tall = 5 if name == "in_baseline" else 10
        return f'<rect class="portal-timeline__{kind}" x="{first:.1f}" y="{y - tall / 2:g}" width="{max(end - first, 3):.1f}" height="{tall}"/>'
    return sign(kind, (first + end) / 2, y)


def sign(kind: str, x: float, y: float) -> str:
    """The sign of one kind of date, its middle at a place."""
    shapes = {
        "baseline": f'<rect class="portal-timeline__baseline" x="{x - 3.5:.1f}" y="{y - 3.5:g}" width="7" height="7"/>',
        "planned": f'<circle class="portal-timeline__planned" cx="{x:.1f}" cy="{y:g}" r="5"/>',
        "forecast": f'<path class="portal-timeline__forecast" d="M{x:.1f} {y - 6:g} l6.5 11 h-13 z"/>',
        "actual": f'<path class="portal-timeline__actual" d="M{x:.1f} {y - 6.5:g} l6.5 6.5 l-6.5 6.5 l-6.5 -6.5 z"/>',
        "critical": f'<path class="portal-timeline__critical" d="M{x - 11:.1f} {y:g} l6 -9 h10 l6 9 l-6 9 h-10 z"/>',
        "earliest": f'<path class="portal-timeline__earliest" d="M{x - 4:.1f} {y - 4:g} l8 8 m0 -8 l-8 8"/>',
        "meeting": f'<path class="portal-timeline__meeting" d="M{x - 4:.1f} {y - 3:g} h8 l-4 6 z"/>',
        "month": f'<rect class="portal-timeline__planned" x="{x - 11:.1f}" y="{y - 5:g}" width="22" height="10"/>',
        "slip": f'<line class="portal-timeline__slip" x1="{x - 11:.1f}" x2="{x + 11:.1f}" y1="{y:g}" y2="{y:g}"/>',
    }
    return shapes[kind]


def told(row: Mapping[str, Any]) -> str:
    """A row in words: what is planned, expected, reached, and how it stands."""
    said = [f"{word} {row[name]}" for name, word in _WORDS if row[name]]
    if _put_off(row):
        said.append(f"by the schedule not before {row['schedule']['earliest'].day} {row['schedule']['earliest']:%B %Y}")
    if row["schedule"] and row["schedule"]["critical"]:
        said.append("on the critical path")
    return f"{row['name']}: {', '.join([*said, *(['late'] if row['late'] else [])])}"


_WORDS = (("planned", "planned"), ("forecast", "forecast"), ("actual", "reached"), ("in_baseline", "in the baseline"))
_LEGEND = (
    ("planned", "Planned, known to the day"),
    ("forecast", "Forecast"),
    ("actual", "Reached"),
    ("month", "Known to the month or year: a bar of that length"),
    ("slip", "From the plan to where it falls"),
    ("baseline", "In the baseline"),
    ("critical", "On the critical path, with the word"),
    ("earliest", "The earliest that the schedule allows, where that is later"),
    ("meeting", "Meeting of the board that must take it"),
)


@register.simple_tag
def timeline_near(today: date) -> tuple[str, str]:
    """Half a year back and a year on, as months."""
    back, on = today.year * 12 + today.month - 7, today.year * 12 + today.month + 11
    return f"{back // 12}-{back % 12 + 1:02}", f"{on // 12}-{on % 12 + 1:02}"


@register.simple_tag
def timeline_legend() -> list[tuple[SafeString, str]]:
    return [(mark_safe(sign(kind, 13, 12)), said) for kind, said in _LEGEND]  # noqa: S308  # numbers only
