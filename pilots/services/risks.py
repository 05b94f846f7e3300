"""What may be done to risks and issues: they are scored, escalated, closed and opened again, each with its reason."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, assign, change, create, need_reason
from governance.models import Board

from ..models import Risk
from ..selectors import visible_risks

MAY = Permission.PILOT_EDIT
CURRENT = ("current_likelihood", "current_impact")


def create_risk(*, by: Any, reason: str = "", **fields: Any) -> Risk:
    return create(Risk(**fields), by=by, may=MAY, event="risk.created", reason=reason)


def update_risk(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Risk:
    """Another current score needs a reason. Raises Refused: `risk-closed`."""
    with change(visible_risks(by), pk, by=by, may=MAY, version=version, event="risk.updated", reason=reason) as risk:
        _open(risk)
        if any(fields.get(name, getattr(risk, name)) != getattr(risk, name) for name in CURRENT):
            need_reason(reason, "Say why the current score changes.")
        assign(risk, fields)
    return risk


def close_risk(*, by: Any, pk: Any, version: int, on: date | None = None, reason: str = "") -> Risk:
    """Raises Refused: `risk-closed`."""
    need_reason(reason, "Say why it is closed.")
    day = on or timezone.localdate()
    with change(visible_risks(by), pk, by=by, may=MAY, version=version, event="risk.closed", reason=reason) as risk:
        _open(risk)
        if not risk.identified_on <= day <= timezone.localdate():
            raise ValidationError({"on": f"Give a day from {risk.identified_on:%-d %B %Y}, when it was identified, to today."})
        risk.status, risk.closed_on, risk.closed_reason = Risk.Status.CLOSED, day, reason
    return risk


def reopen_risk(*, by: Any, pk: Any, version: int, reason: str = "") -> Risk:
    """Raises Refused: `risk-open`."""
    need_reason(reason, "Say why it is opened again.")
    with change(visible_risks(by), pk, by=by, may=MAY, version=version, event="risk.reopened", reason=reason) as risk:
        if risk.status == Risk.Status.OPEN:
            raise Refused("risk-open", "It is open already.")
        risk.status, risk.closed_on, risk.closed_reason = Risk.Status.OPEN, None, ""
    return risk


def escalate_risk(*, by: Any, pk: Any, version: int, board: Board, reason: str = "") -> Risk:
    """Ask a board to act. Raises Refused: `risk-closed`, `already-escalated` where that board has been asked."""
    need_reason(reason, "Say why it goes to the board.")
    with change(visible_risks(by), pk, by=by, may=MAY, version=version, event="risk.escalated", reason=reason) as risk:
        _open(risk)
        if risk.escalated_to_id == board.pk:
            raise Refused("already-escalated", f"{board} has been asked since {risk.escalated_on:%-d %B %Y}.")
        risk.escalated_to, risk.escalated_on, risk.escalated_reason = board, timezone.localdate(), reason
    return risk


def deescalate_risk(*, by: Any, pk: Any, version: int, reason: str = "") -> Risk:
    """Raises Refused: `not-escalated`."""
    need_reason(reason, "Say why the board need not act any more.")
    with change(visible_risks(by), pk, by=by, may=MAY, version=version, event="risk.deescalated", reason=reason) as risk:
        if risk.escalated_to_id is None:
            raise Refused("not-escalated", "No board has been asked.")
        risk.escalated_to, risk.escalated_on, risk.escalated_reason = None, None, ""
    return risk


def _open(risk: Risk) -> None:
    if risk.status == Risk.Status.CLOSED:
        raise Refused("risk-closed", f"It was closed on {risk.closed_on:%-d %B %Y}. Open it again first.")
