"""What may be done to conditions: they are met, they fail, they are opened again."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, assign, change, create, need_reason, remove

from ..models import Commitment, Condition, Evidence
from ..rules.commitments import FAILED, MET, MOVES, OPEN
from ..selectors import visible_conditions
from .commitments import put_at_risk
from .evidence import keep_evidence
from .opt_ins import reopen_opt_ins

FIXED = ("commitment", "function", "area")  # a condition stays with what it was made for


def may_keep(condition: Condition) -> Permission:
    """Functions are kept by the programme, a commitment's conditions by who answers for it."""
    return Permission.FUNCTION_EDIT if condition.function_id else Permission.COMMITMENT_EDIT


def create_condition(*, by: Any, reason: str = "", **fields: Any) -> Condition:
    """Raises Refused: `commitment-complete`, for a new open condition would belie it."""
    condition = Condition(**fields)
    with transaction.atomic():
        held = Commitment.objects.select_for_update().get(pk=condition.commitment_id) if condition.commitment_id else None
        if held and held.status == Commitment.Status.COMPLETE:
            raise Refused("commitment-complete", f"{held.code} is complete. Open it again before you add a condition.")
        return create(condition, by=by, may=may_keep(condition), event="condition.created", reason=reason)


def update_condition(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Condition:
    """Raises Refused: `condition-decided`, for what was met or failed is no longer reworded."""
    with change(visible_conditions(by), pk, by=by, may=_may(by, pk), version=version, event="condition.updated", reason=reason) as condition:
        _still_open(condition, "changed")
        moved = [name for name in FIXED if name in fields and fields[name] != getattr(condition, name)]
        if moved:
            raise ValidationError(dict.fromkeys(moved, "A condition stays with what it was made for. Delete it, and add another there."))
        assign(condition, fields)
    return condition


@transaction.atomic
def remove_condition(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    """Raises Refused: `condition-decided`."""
    held = visible_conditions(by).select_for_update(of=("self",)).filter(pk=pk).first()
    if held and held.version == version:
        _still_open(held, "deleted")
    remove(visible_conditions(by), pk, by=by, may=_may(by, pk), version=version, event="condition.removed", reason=reason)


def meet_condition(
    *, by: Any, pk: Any, version: int, on: date | None = None, note: str = "", reason: str = "", evidence: Evidence | None = None
) -> Condition:
    """Raises Refused: `condition-state` where it is met already."""
    return _decide(by=by, pk=pk, version=version, to=MET, on=on, note=note, reason=reason, evidence=evidence)


def fail_condition(
    *, by: Any, pk: Any, version: int, on: date | None = None, note: str = "", reason: str = "", evidence: Evidence | None = None
) -> Condition:
    """What depends on it is opened again. Raises Refused: `condition-state` where it has failed already."""
    if not note.strip():
        raise ValidationError({"note": "Say what was found."})
    return _decide(by=by, pk=pk, version=version, to=FAILED, on=on, note=note, reason=reason, evidence=evidence)


def reopen_condition(*, by: Any, pk: Any, version: int, reason: str = "") -> Condition:
    """What depends on it is opened again as well. Raises Refused: `condition-state` where it is open."""
    need_reason(reason, "Say why it is opened again.")
    return _decide(by=by, pk=pk, version=version, to=OPEN, on=None, note="", reason=reason, evidence=None)


def _decide(*, by: Any, pk: Any, version: int, to: str, on: date | None, note: str, reason: str, evidence: Evidence | None) -> Condition:
    day, why = on or timezone.localdate(), reason or note
    if day > timezone.localdate():
        raise ValidationError({"on": "This day is in the future."})
    may, event = _may(by, pk), f"condition.{'reopened' if to == OPEN else to}"
    with transaction.atomic():
        kept = _kept(evidence, pk, by, may)
        with change(visible_conditions(by), pk, by=by, may=may, version=version, event=event, reason=why[:500]) as condition:
            if to not in MOVES[condition.state]:
                raise Refused("condition-state", f"This condition {_STANDS[condition.state]} already.")
            was = condition.state
            condition.state, condition.decided_on = to, None if to == OPEN else day
            condition.note, condition.evidence = note, kept
        if to == FAILED or was == MET:
            _reopen_dependants(condition, by=by, on=day, reason=why)
    return condition


_STANDS = {OPEN: "is open", MET: "is met", FAILED: "has failed"}


def _reopen_dependants(condition: Condition, *, by: Any, on: date, reason: str) -> None:
    """A condition no longer holds: what rested on it does not either. The one place that says what does."""
    said = f"A condition {_STANDS[condition.state]}: {condition.text.rstrip('.')}. {reason}".strip()
    if condition.commitment_id:
        put_at_risk(condition.commitment_id, by=by, reason=said)
    if condition.function_id:
        reopen_opt_ins(condition, by=by, on=on, reason=said)


def _kept(evidence: Evidence | None, pk: Any, by: Any, may: Permission) -> Evidence | None:
    """Kept in an act of its own, for an act that begins inside another gives it its name."""
    condition = visible_conditions(by).filter(pk=pk).first() if evidence else None
    return keep_evidence(evidence, by=by, may=may, given_for=condition) if evidence and condition else None


def _may(by: Any, pk: Any) -> Permission:
    condition = visible_conditions(by).only("function_id").filter(pk=pk).first()
    return may_keep(condition) if condition else Permission.COMMITMENT_EDIT  # the write says that there is none


def _still_open(condition: Condition, done: str) -> None:
    if condition.state != OPEN:
        raise Refused("condition-decided", f"This condition {_STANDS[condition.state]}, so it cannot be {done}. Open it again first.")
