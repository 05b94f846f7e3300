"""What may be done to commitments."""

from typing import Any

from devo_portal.core.dates import slips
from devo_portal.core.policy import Permission
from devo_portal.core.writes import assign, change, create, need_reason

from ..models import Commitment
from ..selectors import visible_commitments


def create_commitment(*, by: Any, reason: str = "", **fields: Any) -> Commitment:
    return create(Commitment(**fields), by=by, may=Permission.COMMITMENT_EDIT, event="commitment.created", reason=reason)


def update_commitment(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Commitment:
    """A status moves only with a reason: boards read the history for it."""
    rows, may = visible_commitments(by), Permission.COMMITMENT_EDIT
    with change(rows, pk, by=by, may=may, version=version, event="commitment.updated", reason=reason) as commitment:
        status, due = commitment.status, commitment.due
        assign(commitment, fields)
        if commitment.status != status:
            need_reason(reason, "Say why the status changes.")
        if slips(commitment.due, due) or (due and not commitment.due):
            need_reason(reason, "Say why the date slips or goes.")
    return commitment
