"""What may be done to series of meetings."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from devo_portal.core.policy import Permission, require
from devo_portal.core.writes import Refused, assign, change, check, create, need_reason, recorded

from ..filters import coming
from ..models import Meeting, MeetingSeries, working_calendar
from ..rules.series import WEEKDAYS, days, on_weekday
from ..selectors import days_of_series, visible_meetings, visible_series
from .meetings import cancel_meeting, create_meeting, update_meeting

MAY = Permission.MEETING_RUN
_SHARED = ("starts_at", "ends_at", "place")  # what its meetings have from it


def create_series(*, by: Any, reason: str = "", **fields: Any) -> MeetingSeries:
    """Plan a series and all its meetings, in one act. Where the board meets on a day already, that meeting stands."""
    series = MeetingSeries(**fields)
    with transaction.atomic():
        require(by, MAY, series)
        check(series)
        with recorded(by=by, event="series.planned", reason=reason, subject=series):
            create(series, by=by, may=MAY, event="series.planned", reason=reason)
            if not _plan(by, series):
                raise ValidationError(
                    {"until": "On these days there would be no new meeting: the board meets then already, or there is no such day."}
                )
    return series


def update_series(*, by: Any, pk: Any, version: int, weekday: str = "", reason: str = "", **fields: Any) -> MeetingSeries:
    """Another name, weekday (`monday` to `friday`), time or place, for it and its meetings to come, in one act.

    Those held, and what was changed of a meeting by itself, stay as they are. Another weekday needs a reason. Raises
    ValidationError; Refused: `meeting-there`, `series-over` where no meeting is left to move.
    """
    with change(visible_series(by), pk, by=by, may=MAY, version=version, event="series.changed", reason=reason) as series:
        left = list(visible_meetings(by).filter(coming(), series=series).select_for_update(of=("self",)).order_by("held_on"))
        before = {name: getattr(series, name) for name in _SHARED}
        moves = _moves(series, left, weekday, reason)
        assign(series, fields)
        check(series)
        for meeting in left:
            alike = {name: getattr(series, name) for name in _SHARED if getattr(meeting, name) == before[name]}
            if meeting.pk in moves:
                alike["held_on"] = moves[meeting.pk]
            if any(getattr(meeting, name) != value for name, value in alike.items()):
                update_meeting(by=by, pk=meeting.pk, version=meeting.version, reason=reason, **alike)
    return series


def _moves(series: MeetingSeries, left: list[Meeting], weekday: str, reason: str) -> dict[Any, date]:
    """Put the series on another weekday; answers with the new day of each meeting that moves with it, by its id."""
    if not weekday or WEEKDAYS.index(weekday) == series.first_on.weekday():
        return {}
    need_reason(reason, "Say why the meetings move to another day.")
    if not left:
        raise Refused("series-over", f"No meeting of {series} is still to come.")
    calendar, number = working_calendar(), WEEKDAYS.index(weekday)
    planned = {each.on: each.instead_of or each.on for each in days(series.first_on, series.until, series.every, calendar)}
    moves = {}
    for meeting in left:
        if meeting.held_on in planned:  # one that was moved by itself stays where it is
            day = on_weekday(planned[meeting.held_on], number, series.every, series.first_on)
            moves[meeting.pk] = calendar.add(day, 1) if day.toordinal() in calendar.holidays else day
    if any(day < timezone.localdate() for day in moves.values()):
        raise ValidationError({"weekday": "The next meeting would fall on a day that is past. Move it by itself first, or wait until it is held."})
    series.first_on = on_weekday(series.first_on, number, series.every, series.first_on)
    series.until = max(series.until, series.first_on, *moves.values())
    return moves


def extend_series(*, by: Any, pk: Any, version: int, until: date | None = None, reason: str = "") -> MeetingSeries:
    """Go on until a later day: the meetings after the last day so far are added. Raises ValidationError."""
    with change(visible_series(by), pk, by=by, may=MAY, version=version, event="series.extended", reason=reason) as series:
        before = series.until
        if until is None or until <= before:
            raise ValidationError({"until": f"Give a day after {before.day} {before:%B %Y}, until which it runs now."})
        series.until = until
        check(series)
        if not _plan(by, series, after=before):
            raise ValidationError({"until": "Until that day there would be no new meeting. Give a later one."})
    return series


def cancel_series(*, by: Any, pk: Any, version: int, reason: str = "") -> MeetingSeries:
    """Cancel its meetings that are still to come, all in one act; it then runs until today. Raises Refused: `series-over`."""
    with change(visible_series(by), pk, by=by, may=MAY, version=version, event="series.cancelled", reason=reason) as series:
        left = list(visible_meetings(by).filter(coming(), series=series).select_for_update(of=("self",)).order_by("held_on"))
        if not left:
            raise Refused("series-over", f"No meeting of {series} is still to come.")
        need_reason(reason, "Say why the meetings are cancelled.")
        for meeting in left:
            cancel_meeting(by=by, pk=meeting.pk, version=meeting.version, reason=reason)
        series.until = max(series.first_on, min(series.until, timezone.localdate()))
    return series


def _plan(by: Any, series: MeetingSeries, after: date | None = None) -> int:
    """Make the meetings of a series; answers how many."""
    found = days_of_series(by, board=series.board, first_on=series.first_on, until=series.until, every=series.every, after=after)
    free = [each["on"] for each in found if not each["there"]]
    alike = {name: getattr(series, name) for name in ("board", "starts_at", "ends_at", "place", "source", "illustrative")}
    for day in free:
        create_meeting(by=by, series=series, held_on=day, **alike)
    return len(free)
