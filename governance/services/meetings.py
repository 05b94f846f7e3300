"""What may be done to meetings."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from devo_portal.core.policy import Permission, require
from devo_portal.core.writes import Refused, assign, change, create, need_reason, recorded

from ..models import AgendaItem, Meeting
from ..selectors import minutes_agreed, visible_meetings

MAY = Permission.MEETING_RUN


@contextmanager
def locked_meeting(pk: Any, *, by: Any, event: str, reason: str = "", closes: bool = True) -> Iterator[Meeting]:
    """One act on what belongs to a meeting, whose row it locks, so that two who work on one agenda do so in turn.

    The meeting's own version stays. `closes`: refused once the minutes are agreed. Raises PermissionDenied, Http404,
    Refused: `minutes-agreed`, `meeting-cancelled`.
    """
    require(by, MAY)
    with transaction.atomic():
        meeting = get_object_or_404(Meeting.objects.select_for_update(of=("self",)).select_related("board"), pk=pk)
        if closes:
            refuse_closed(meeting)
        with recorded(by=by, event=event, reason=reason, subject=meeting):
            yield meeting


def refuse_closed(meeting: Meeting) -> None:
    """Raises Refused: `meeting-cancelled`, `minutes-agreed`."""
    if meeting.status == Meeting.Status.CANCELLED:
        raise Refused("meeting-cancelled", f"{meeting} was cancelled.")
    if minutes_agreed(meeting):
        raise Refused(
            "minutes-agreed", f"The minutes of {meeting} are agreed. Start a correction, which says what was wrong, to change what they say."
        )


def create_meeting(*, by: Any, reason: str = "", **fields: Any) -> Meeting:
    """With the items that every meeting has; the board's quorum holds where none is given. Raises Refused: `meeting-there`."""
    meeting = Meeting(**fields)
    if meeting.quorum is None:
        meeting.quorum = meeting.board.quorum
    with recorded(by=by, event="meeting.planned", reason=reason):
        create(meeting, by=by, may=MAY, event="meeting.planned", reason=reason)
        lay_agenda(meeting, by=by)
    return meeting


def lay_agenda(meeting: Meeting, *, by: Any) -> None:
    """Inside `recorded`: the standing items of a meeting that has no agenda yet."""
    for place, (kind, minutes) in enumerate(AgendaItem.STANDING, 1):
        purpose = AgendaItem.Purpose.DECISION if kind == AgendaItem.Kind.MINUTES else AgendaItem.Purpose.NOTING
        asked = "Agree them, or say what to correct." if kind == AgendaItem.Kind.MINUTES else ""
        item = AgendaItem(meeting=meeting, kind=kind, place=place, title=str(kind.label), purpose=purpose, minutes=minutes, action_required=asked)
        create(item, by=by, may=MAY, event="meeting.planned")


def update_meeting(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Meeting:
    """Another day, or a smaller quorum, needs a reason. Raises Refused: `meeting-cancelled`, `meeting-there`, `minutes-agreed`,
    `quorum-fixed` from the day of the meeting on, `meeting-held` where one that was held would be still to come."""
    with change(visible_meetings(by), pk, by=by, may=MAY, version=version, event="meeting.changed", reason=reason) as meeting:
        if meeting.status == Meeting.Status.CANCELLED:
            raise Refused("meeting-cancelled", f"{meeting} was cancelled. Plan another meeting.")
        refuse_closed(meeting)
        if fields.get("held_on", meeting.held_on) != meeting.held_on:
            need_reason(reason, "Say why the meeting moves to another day.")
        quorum = meeting.quorum or 0
        if "quorum" in fields and (fields["quorum"] or 0) < quorum:
            if meeting.held_on <= timezone.localdate():
                words = f"{meeting} needs {quorum}. Fewer may be set before the day of a meeting, not from it on."
                raise Refused("quorum-fixed", words, {"quorum": words})
            need_reason(reason, "Say why fewer members may decide.")
        assign(meeting, fields)
        if meeting.status == Meeting.Status.HELD and meeting.held_on > timezone.localdate():
            words = "It has been held, so its day is not still to come."
            raise Refused("meeting-held", words, {"held_on": words})
    return meeting


def publish_agenda(*, by: Any, pk: Any, version: int, reason: str = "") -> Meeting:
    """Raises Refused: `agenda-empty`, `agenda-published`, `meeting-held`, `meeting-cancelled`."""
    with change(visible_meetings(by), pk, by=by, may=MAY, version=version, event="meeting.called", reason=reason) as meeting:
        if meeting.status != Meeting.Status.PLANNED:
            rule = "agenda-published" if meeting.status == Meeting.Status.CALLED else f"meeting-{meeting.status}"
            raise Refused(rule, f"{meeting}: {meeting.get_status_display().lower()} already.")
        if not meeting.items.exists():
            raise Refused("agenda-empty", "There is no item on the agenda yet. Add one first.")
        meeting.status = Meeting.Status.CALLED
    return meeting


def hold_meeting(*, by: Any, pk: Any, version: int, reason: str = "") -> Meeting:
    """Raises Refused: `meeting-to-come` before its day, `meeting-held`, `meeting-cancelled`."""
    with change(visible_meetings(by), pk, by=by, may=MAY, version=version, event="meeting.held", reason=reason) as meeting:
        if meeting.status not in Meeting.COMING:
            raise Refused(f"meeting-{meeting.status}", f"{meeting} has been {meeting.get_status_display().lower()}.")
        if meeting.held_on > timezone.localdate():
            raise Refused("meeting-to-come", f"{meeting} is still to come. Mark it as held on the day.")
        meeting.status = Meeting.Status.HELD
    return meeting


def cancel_meeting(*, by: Any, pk: Any, version: int, reason: str = "") -> Meeting:
    """Raises Refused: `meeting-held`, `meeting-cancelled`; ValidationError without a reason."""
    with change(visible_meetings(by), pk, by=by, may=MAY, version=version, event="meeting.cancelled", reason=reason) as meeting:
        if meeting.status not in Meeting.COMING:
            raise Refused(f"meeting-{meeting.status}", f"{meeting} has been {meeting.get_status_display().lower()}.")
        need_reason(reason, "Say why the meeting is cancelled.")
        meeting.status = Meeting.Status.CANCELLED
    return meeting
