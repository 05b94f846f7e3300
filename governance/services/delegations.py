"""What may be done to delegations: a decision gives them, and they end."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, change, create, need_reason, under

from ..models import Decision, Delegation
from ..selectors import visible_delegations
from .authority import of_decision
from .decisions import day_agreed

MAY = Permission.DECISION_RECORD


def create_delegation(*, by: Any, decision: Decision, reason: str = "", **fields: Any) -> Delegation:
    """Raises Refused: `decision-not-agreed`; ValidationError where it begins before the decision."""
    delegation = Delegation(decision=decision, **fields)
    agreed = day_agreed(decision)
    if delegation.starts_on and delegation.starts_on < agreed:
        raise ValidationError({"starts_on": f"The decision is of {agreed:%-d %B %Y}; give that day or a later one."})
    with under(of_decision(decision)):
        return create(delegation, by=by, may=MAY, event="delegation.given", reason=reason)


def end_delegation(*, by: Any, pk: Any, version: int, on: date | None = None, reason: str = "") -> Delegation:
    """It holds no longer from a day, today where none is given. Raises Refused: `delegation-ended`; ValidationError without a reason."""
    with change(visible_delegations(by), pk, by=by, may=MAY, version=version, event="delegation.ended", reason=reason) as delegation:
        if delegation.ends_on and delegation.ends_on <= timezone.localdate():
            raise Refused("delegation-ended", f"It has not held since {delegation.ends_on:%-d %B %Y}.")
        need_reason(reason, "Say why it ends.")
        delegation.ends_on = on or timezone.localdate()
        if delegation.ends_on < timezone.localdate():
            raise ValidationError({"on": "What was done under it stays done: give today or a later day."})
    return delegation
