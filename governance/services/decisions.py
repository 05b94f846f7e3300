"""What may be done to decisions: for now they are recorded, so that what they change can cite them."""

from datetime import date
from typing import Any

from django.db import transaction

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, assign, change, create, need_reason

from ..models import Decision
from ..selectors import texts_ended_by, visible_decisions, visible_versions


def day_agreed(decision: Decision) -> date:
    """The day from which it may be cited. Raises Refused (`decision-not-agreed`)."""
    if decision.status != Decision.Status.AGREED or not decision.decided_on:
        said = f"{decision} is {decision.get_status_display().lower()}. Only a decision that was agreed may be cited."
        raise Refused("decision-not-agreed", said, {"decision": said})
    return decision.decided_on


def create_decision(*, by: Any, reason: str = "", **fields: Any) -> Decision:
    return create(Decision(**fields), by=by, may=Permission.DECISION_RECORD, event="decision.recorded", reason=reason)


@transaction.atomic
def update_decision(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Decision:
    """One that a text cites changes only with a reason; the day on which the text ended follows it."""
    rows, may = visible_decisions(by), Permission.DECISION_RECORD
    with change(rows, pk, by=by, may=may, version=version, event="decision.changed", reason=reason) as decision:
        if texts_ended_by(by, pk).exists():
            need_reason(reason, "Say why it changes: a text was superseded or voided by it.")
        day = decision.decided_on
        assign(decision, fields)
    if decision.decided_on != day:
        for text in texts_ended_by(by, pk):
            with change(visible_versions(by), text.pk, by=by, may=may, version=text.version, event="decision.changed", reason=reason) as ended:
                ended.ended_on = decision.decided_on
    return decision
