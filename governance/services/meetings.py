"""What may be done to meetings."""

from typing import Any

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, assign, change, create, need_reason

from ..models import Meeting
from ..selectors import visible_meetings

MAY = Permission.MEETING_RUN


def create_meeting(*, by: Any, reason: str = "", **fields: Any) -> Meeting:
    """The board's quorum holds where none is given. Raises Refused: `meeting-there`."""
    meeting = Meeting(**fields)
    if meeting.quorum is None:
        meeting.quorum = meeting.board.quorum
    return create(meeting, by=by, may=MAY, event="meeting.planned", reason=reason)


def update_meeting(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Meeting:
    """Another day needs a reason. Raises Refused: `meeting-cancelled`, `meeting-there`."""
    with change(visible_meetings(by), pk, by=by, may=MAY, version=version, event="meeting.changed", reason=reason) as meeting:
        if meeting.status == Meeting.Status.CANCELLED:
            raise Refused("meeting-cancelled", f"{meeting} was cancelled. Plan another meeting.")
        if fields.get("held_on", meeting.held_on) != meeting.held_on:
            need_reason(reason, "Say why the meeting moves to another day.")
        assign(meeting, fields)
    return meeting


def cancel_meeting(*, by: Any, pk: Any, version: int, reason: str = "") -> Meeting:
    """Raises Refused: `meeting-held`, `meeting-cancelled`; ValidationError without a reason."""
    with change(visible_meetings(by), pk, by=by, may=MAY, version=version, event="meeting.cancelled", reason=reason) as meeting:
        if meeting.status not in Meeting.COMING:
            raise Refused(f"meeting-{meeting.status}", f"{meeting} has been {meeting.get_status_display().lower()}.")
        need_reason(reason, "Say why the meeting is cancelled.")
        meeting.status = Meeting.Status.CANCELLED
    return meeting
