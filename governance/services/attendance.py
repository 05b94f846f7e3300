"""What may be done to attendance and declarations of interest."""

from typing import Any

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils import timezone

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, Stale, assign, change, create, remove

from ..models import Attendance, Interest, Meeting
from ..selectors import seats_at, visible_attendance, visible_interests
from .meetings import locked_meeting, refuse_closed

MAY = Permission.MEETING_RUN
_EVENT = "attendance.recorded"


def record_attendance(*, by: Any, pk: Any, version: int, rows: list[dict[str, Any]], reason: str = "") -> Meeting:
    """Who was there, `{member, state, deputy, version}` for each seat, as one act; `version` is that of the row that was read, none where
    there was none. Raises Refused: `minutes-agreed`, `meeting-cancelled`, `meeting-to-come`; Stale with a row that somebody
    else recorded meanwhile, ValidationError."""
    with locked_meeting(pk, by=by, event=_EVENT, reason=reason) as meeting:
        if meeting.version != version:
            raise Stale(meeting)
        seats = {seat.pk for seat in seats_at(meeting)}
        kept = {row.member_id: row for row in Attendance.objects.filter(meeting=meeting)}
        for row in rows:
            member = row["member"]
            if member.pk not in seats and member.pk not in kept:
                raise ValidationError({"rows": f"{member} held no seat on this board on {meeting.held_on:%-d %B %Y}."})
            _record(meeting, kept.get(member.pk), row, by)
    return meeting


def _record(meeting: Meeting, kept: Attendance | None, row: dict[str, Any], by: Any) -> None:
    fields = {"state": row["state"], "deputy": (row.get("deputy") or "").strip()}
    if fields["state"] != Attendance.State.DEPUTY:
        fields["deputy"] = ""
    elif not fields["deputy"]:
        raise ValidationError({f"deputy_{row['member'].pk}": f"Enter the post of the deputy for {row['member']}."})
    if fields["state"] in Attendance.THERE and meeting.held_on > timezone.localdate():
        raise Refused("meeting-to-come", f"{meeting} is still to come: only apologies can be recorded.")
    if kept is None:
        create(Attendance(meeting=meeting, member=row["member"], **fields), by=by, may=MAY, event=_EVENT)
        return
    if kept.version != (row.get("version") or 0):
        raise Stale(kept)
    with change(visible_attendance(by), kept.pk, by=by, may=MAY, version=kept.version, event=_EVENT) as changed:
        assign(changed, fields)


def declare_interest(*, by: Any, meeting: Meeting, reason: str = "", **fields: Any) -> Interest:
    """Raises Refused: `minutes-agreed`, `meeting-cancelled`."""
    with locked_meeting(meeting.pk, by=by, event="interest.declared", reason=reason) as locked:
        return create(Interest(meeting=locked, **fields), by=by, may=MAY, event="interest.declared", reason=reason)


def update_interest(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Interest:
    """Raises Refused: `minutes-agreed`, `meeting-cancelled`."""
    fields.pop("meeting", None)
    found = get_object_or_404(visible_interests(by), pk=pk)
    with (
        locked_meeting(found.meeting_id, by=by, event="interest.changed", reason=reason, closes=False) as meeting,
        change(visible_interests(by), pk, by=by, may=MAY, version=version, event="interest.changed", reason=reason) as interest,
    ):
        refuse_closed(meeting)
        assign(interest, fields)
    return interest


def remove_interest(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    """Raises Refused: `minutes-agreed`, `meeting-cancelled`."""
    found = get_object_or_404(visible_interests(by), pk=pk)
    with locked_meeting(found.meeting_id, by=by, event="interest.removed", reason=reason):
        remove(visible_interests(by), pk, by=by, may=MAY, version=version, event="interest.removed", reason=reason)
