"""What may be done to series of meetings."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from devo_portal.core.policy import Permission, require
from devo_portal.core.writes import Refused, change, check, create, need_reason, recorded

from ..filters import coming
from ..models import MeetingSeries
from ..selectors import days_of_series, visible_meetings, visible_series
from .meetings import cancel_meeting, create_meeting

MAY = Permission.MEETING_RUN


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
