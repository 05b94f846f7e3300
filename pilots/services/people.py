"""What may be done to the posts that answer for a pilot."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, assign, change, create, need_reason

from ..models import PilotRole
from ..selectors import visible_pilot_roles

MAY = Permission.PILOT_EDIT


def create_pilot_role(*, by: Any, reason: str = "", **fields: Any) -> PilotRole:
    """Raises Refused: `senior-owner-in-post`, `role-dates`."""
    return create(PilotRole(**fields), by=by, may=MAY, event="pilot_role.created", reason=reason)


def update_pilot_role(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> PilotRole:
    """A role stays with its pilot. Raises Refused: `senior-owner-in-post`, `role-dates`."""
    with change(visible_pilot_roles(by), pk, by=by, may=MAY, version=version, event="pilot_role.updated", reason=reason) as role:
        if fields.get("pilot", role.pilot) != role.pilot:
            raise ValidationError({"pilot": "A role stays with its pilot. End it, and add one to the other."})
        assign(role, fields)
    return role


def end_pilot_role(*, by: Any, pk: Any, version: int, ends_on: date | None = None, reason: str = "") -> PilotRole:
    """From a day, today where none is given, the post no longer holds the role. Raises Refused: `role-ended`, `role-dates`."""
    with change(visible_pilot_roles(by), pk, by=by, may=MAY, version=version, event="pilot_role.ended", reason=reason) as role:
        if role.ends_on:
            raise Refused("role-ended", f"It ended on {role.ends_on:%-d %B %Y} already. Change the role to correct the day.")
        need_reason(reason, "Say why it ends.")
        if ends_on and ends_on > timezone.localdate():
            raise ValidationError({"ends_on": "A role is ended on a day that has come. Change the role to say until when it is to be held."})
        role.ends_on = ends_on or timezone.localdate()
    return role
