"""What may be done to signatories."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, assign, change, create, recorded, remove

from ..models import Signature
from ..selectors import visible_signatures

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
        assign(signature, fields)
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
