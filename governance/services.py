"""What may be done to commitments, milestones and actions."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from devo_portal.core.dates import PartialDate
from devo_portal.core.policy import Permission
from devo_portal.core.writes import change, create

from .models import Action, Commitment, Milestone
from .selectors import visible_actions, visible_commitments, visible_milestones


def create_commitment(*, by: Any, reason: str = "", **fields: Any) -> Commitment:
    return create(Commitment(**fields), by=by, may=Permission.COMMITMENT_EDIT, event="commitment.created", reason=reason)


def update_commitment(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Commitment:
    """A status moves only with a reason: boards read the history for it."""
    with change(visible_commitments(by), pk, by=by, may=Permission.COMMITMENT_EDIT, version=version, event="commitment.updated", reason=reason) as commitment:
        if fields.get("status", commitment.status) != commitment.status:
            _need(reason, "Say why the status changes.")
        _set(commitment, fields)
    return commitment


def create_milestone(*, by: Any, reason: str = "", **fields: Any) -> Milestone:
    return create(Milestone(**fields), by=by, may=Permission.MILESTONE_EDIT, event="milestone.created", reason=reason)


def update_milestone(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Milestone:
    """A date slips only with a reason. A forecast is held against the one before it, or the plan where there was none."""
    with change(visible_milestones(by), pk, by=by, may=Permission.MILESTONE_EDIT, version=version, event="milestone.updated", reason=reason) as milestone:
        planned, forecast = milestone.planned, milestone.forecast
        _set(milestone, fields)
        if _later(milestone.forecast, forecast or planned) and milestone.forecast != forecast:
            _need(reason, "Say why it is now expected later.")
        if _later(milestone.planned, planned):
            _need(reason, "Say why the plan moves to a later date.")
    return milestone


def create_action(*, by: Any, reason: str = "", **fields: Any) -> Action:
    return create(Action(**fields), by=by, may=Permission.ACTION_EDIT, event="action.created", reason=reason)


def update_action(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Action:
    """A later date, a reopening and a superseding need a reason. What completes an action is its evidence."""
    with change(visible_actions(by), pk, by=by, may=Permission.ACTION_EDIT, version=version, event="action.updated", reason=reason) as action:
        due, status = action.due_on, action.status
        _set(action, fields)
        if due and action.due_on and action.due_on > due:
            _need(reason, "Say why it is now due later.")
        if action.status != status and (status not in Action.LIVE or action.status == Action.Status.SUPERSEDED):
            _need(reason, "Say why it is superseded." if action.status == Action.Status.SUPERSEDED else "Say why it is opened again.")
    return action


def _set(record: Any, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(record, name, value)


def _need(reason: str, words: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": words})


def _later(new: PartialDate | None, old: PartialDate | date | None) -> bool:
    """Could the new date leave it done later than the old one could?"""
    return isinstance(new, PartialDate) and isinstance(old, PartialDate) and new.last > old.last
