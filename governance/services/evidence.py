"""What may be done with evidence: it is kept, and nothing else."""

from typing import Any

from devo_portal.core.models import Record
from devo_portal.core.policy import Permission
from devo_portal.core.writes import create

from ..models import Evidence


def keep_evidence(evidence: Evidence, *, by: Any, may: Permission, given_for: Record, reason: str = "") -> Evidence:
    """Save a piece of evidence that is new; one that is held already stays as it is. Whoever may change the record may give it."""
    if not evidence._state.adding:
        return evidence
    evidence.given_for = given_for  # type: ignore[misc]  # the class says that there is none; this piece has one
    return create(evidence, by=by, may=may, event="evidence.kept", reason=reason)
