"""What may be done to signatories, commitments, milestones and actions."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone

from devo_portal.core.dates import PartialDate
from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, change, create, recorded, remove

from .models import Action, Commitment, Milestone, Signature
from .selectors import visible_actions, visible_commitments, visible_milestones, visible_signatures

# What a signature says of who signed, for what and when. A wrong one is ended and another put in its place.
FIXED_ONCE_SIGNED = ("agreement", "organisation", "person", "role", "side", "status", "signed_on")
_MAY, _EVENT = Permission.AGREEMENT_EDIT, "signatories.changed"


def keep_signatories(
    *,
    by: Any,
    reason: str = "",
    removed: Sequence[tuple[UUID, int]] = (),
    changed: Sequence[tuple[UUID, int, dict[str, Any]]] = (),
    added: Sequence[tuple[Signature, Signature | None]] = (),
) -> None:
    """Delete `(pk, version)`, change `(pk, version, fields)` and add `(signature, whom it replaces)`, as one act.

    Rows may change places with each other. Raises Refused for a signatory who has signed, Stale, ValidationError.
    """
    with recorded(by=by, event=_EVENT, reason=reason):
        for pk, version in removed:
            remove_signature(by=by, pk=pk, version=version, reason=reason)
        versions = {pk: version for pk, version, _ in changed}
        _step_aside(by, reason, [(pk, fields["order"]) for pk, _, fields in changed if "order" in fields], versions)
        for pk, _, fields in sorted(changed, key=lambda each: not each[2].get("ended_on")):  # who leaves makes room
            update_signature(by=by, pk=pk, version=versions[pk], reason=reason, **fields)
        for signature, replaced in added:
            add_signature(by=by, signature=signature, replaces=replaced, reason=reason)


def add_signature(*, by: Any, signature: Signature, replaces: Signature | None = None, reason: str = "") -> Signature:
    """Add a signatory; whom it replaces ends today, where no end was recorded."""
    with recorded(by=by, event=_EVENT, reason=reason), _of(signature):
        if replaces is None:
            return create(signature, by=by, may=_MAY, event=_EVENT, reason=reason)
        old = visible_signatures(by).get(pk=replaces.pk)
        ended = update_signature(by=by, pk=old.pk, version=old.version, reason=reason, ended_on=old.ended_on or timezone.localdate())
        create(signature, by=by, may=_MAY, event=_EVENT, reason=reason)
        update_signature(by=by, pk=old.pk, version=ended.version, reason=reason, replaced_by=signature)
    return signature


def update_signature(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Signature:
    """Who has signed, for whom and when stays as it was; the place may still be moved, ended or passed on."""
    with change(visible_signatures(by), pk, by=by, may=_MAY, version=version, event=_EVENT, reason=reason) as signature, _of(signature):
        moved = [name for name in FIXED_ONCE_SIGNED if name in fields and fields[name] != getattr(signature, name)]
        if signature.has_signed and moved:
            raise Refused(
                "signature-given",
                f"{signature} has signed, so what it signed, who, for whom and when cannot be changed. End it and put another in its place.",
            )
        _set(signature, fields)
        signature.full_clean()  # here, where the error can still be told from those of other rows
    return signature


def remove_signature(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    signature = visible_signatures(by).select_for_update(of=("self",)).filter(pk=pk).first()
    if signature and signature.has_signed:
        raise Refused("signature-given", f"{signature} has signed, so it cannot be deleted. Give it an end date, or put another in its place.")
    remove(visible_signatures(by), pk, by=by, may=_MAY, version=version, event=_EVENT, reason=reason)


def _step_aside(by: Any, reason: str, moves: list[tuple[UUID, int]], versions: dict[UUID, int]) -> None:
    """Rows that change places stand beyond the last place for a moment, for no two may stand in one."""
    rows = visible_signatures(by).filter(pk__in=versions)
    standing = dict(rows.filter(ended_on=None).values_list("pk", "order"))
    taken = {order for pk, order in standing.items() if pk in dict(moves)}
    last = rows.model._default_manager.aggregate(last=Max("order"))["last"] or 0
    for place, (pk, order) in enumerate(moves, last + 1):
        if pk in standing and order != standing[pk] and order in taken:
            with change(rows, pk, by=by, may=_MAY, version=versions[pk], event=_EVENT, reason=reason) as signature:
                signature.order = place
            versions[pk] = signature.version


@contextmanager
def _of(signature: Signature) -> Iterator[None]:
    """Say which signatory an error is about."""
    try:
        yield
    except ValidationError as error:
        raise ValidationError([f"{signature}: {message}" for message in error.messages]) from None


def create_commitment(*, by: Any, reason: str = "", **fields: Any) -> Commitment:
    return create(Commitment(**fields), by=by, may=Permission.COMMITMENT_EDIT, event="commitment.created", reason=reason)


def update_commitment(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Commitment:
    """A status moves only with a reason: boards read the history for it."""
    rows, may = visible_commitments(by), Permission.COMMITMENT_EDIT
    with change(rows, pk, by=by, may=may, version=version, event="commitment.updated", reason=reason) as commitment:
        status, due = commitment.status, commitment.due
        _set(commitment, fields)
        if commitment.status != status:
            _need(reason, "Say why the status changes.")
        if _later(commitment.due, due) or (due and not commitment.due):
            _need(reason, "Say why the date slips or goes.")
    return commitment


def create_milestone(*, by: Any, reason: str = "", **fields: Any) -> Milestone:
    return create(Milestone(**fields), by=by, may=Permission.MILESTONE_EDIT, event="milestone.created", reason=reason)


def update_milestone(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Milestone:
    """A date slips only with a reason. A forecast is held against the one before it, or the plan where there was none."""
    rows, may = visible_milestones(by), Permission.MILESTONE_EDIT
    with change(rows, pk, by=by, may=may, version=version, event="milestone.updated", reason=reason) as milestone:
        planned, forecast = milestone.planned, milestone.forecast
        _set(milestone, fields)
        if _later(milestone.forecast, forecast or planned) and milestone.forecast != forecast:
            _need(reason, "Say why it is now expected later.")
        if _later(milestone.planned, planned):
            _need(reason, "Say why the plan moves to a later date.")
        if (planned and not milestone.planned) or (forecast and not milestone.forecast):
            _need(reason, "Say why a date is taken away.")  # else a slip could be made in two steps
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
        if due and not action.due_on:
            _need(reason, "Say why it has no date any more.")
        if action.status != status and (status not in Action.LIVE or action.status == Action.Status.SUPERSEDED):
            _need(reason, "Say why it is superseded." if action.status == Action.Status.SUPERSEDED else "Say why it is opened again.")
    return action


def _set(record: Any, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(record, name, value)


def _need(reason: str, words: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": words})


def _later(new: PartialDate | None, old: PartialDate | None) -> bool:
    """Could the new date leave it done later than the old one could?"""
    return new is not None and old is not None and new.last > old.last
