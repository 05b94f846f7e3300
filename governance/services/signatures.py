"""What may be done to signatories and their groups."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, assign, change, check, create, need_reason, recorded, remove

from ..models import Agreement, Signature, SignatureGroup
from ..selectors import visible_groups, visible_signatures
from .moves import settle

# What a signature says of who signed, for what and when. A wrong one is ended and another put in its place.
FIXED_ONCE_SIGNED = ("agreement", "organisation", "person", "role", "side", "status", "signed_on")
FIXED_ONCE_ASKED = ("agreement", "organisation")
_MAY, _EVENT = Permission.AGREEMENT_EDIT, "signatories.changed"


# --- Signatories -----------------------------------------------------------------------------------------------------------
def keep_signatories(
    *,
    by: Any,
    reason: str = "",
    removed: Sequence[tuple[UUID, int]] = (),
    changed: Sequence[tuple[UUID, int, dict[str, Any]]] = (),
    added: Sequence[tuple[Signature, Signature | None]] = (),
) -> None:
    """Delete `(pk, version)`, change `(pk, version, fields)` and add `(signature, whom it replaces)`, as one act.

    Rows may change places with each other. Raises Refused as each of the three would alone, Stale, ValidationError that
    names the signatory.
    """
    with _whole(by, reason) as touch:
        for pk, version in removed:
            _remove(by, pk, version, reason, touch)
        versions = {pk: version for pk, version, _ in changed}
        _step_aside(by, reason, [(pk, fields["order"]) for pk, _, fields in changed if "order" in fields], versions)
        for pk, _, fields in sorted(changed, key=lambda each: not each[2].get("ended_on")):  # who leaves makes room
            with _of(visible_signatures(by).filter(pk=pk).first()):
                _update(by, pk, versions[pk], reason, fields, touch)
        for signature, replaced in added:
            with _of(signature):
                _add(by, signature, replaced, reason, touch)


def create_signature(*, by: Any, reason: str = "", replaces: Signature | None = None, **fields: Any) -> Signature:
    """Add a signatory; whom it replaces ends today, where no end was recorded, and leaves it the group."""
    signature = Signature(**fields)
    with _whole(by, reason) as touch:
        return _add(by, signature, replaces, reason, touch)


def update_signature(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Signature:
    """Who has signed, for whom and when stays as it was; the place may still be moved, ended or passed on."""
    if fields.pop("replaces", None):
        raise ValidationError({"replaces": "Only a new signatory takes another's place."})
    with _whole(by, reason) as touch:
        signature = _update(by, pk, version, reason, fields, touch)
        need_reason(reason, "Say why the signatory changes.")  # after what is staler or worse; all of it is undone
        return signature


def remove_signature(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    """Only a signatory that was never asked is deleted. Raises Refused: `signature-given`, `signature-moved`,
    `signature-succeeds`, `n-of-m`."""
    with _whole(by, reason) as touch:
        _remove(by, pk, version, reason, touch)
        need_reason(reason, "Say why the signatory is deleted.")


def _add(by: Any, signature: Signature, replaces: Signature | None, reason: str, touch: Callable[..., None]) -> Signature:
    if replaces is None:
        if signature.agreement.status == Agreement.Status.SIGNED:
            raise Refused("agreement-signed", f"{signature.agreement} is signed. Who joins now takes another's place, or signs another agreement.")
        touch(signature)
        return create(signature, by=by, may=_MAY, event=_EVENT, reason=reason)
    old = visible_signatures(by).get(pk=replaces.pk)
    if old.agreement_id != signature.agreement_id or old.replaced_by_id:
        raise ValidationError({"replaces": "Choose a signatory of the same agreement whose place nobody has taken yet."})
    signature.group_id = signature.group_id or old.group_id
    touch(signature)
    ended = _update(by, old.pk, old.version, reason, {"ended_on": old.ended_on or timezone.localdate()}, touch)
    create(signature, by=by, may=_MAY, event=_EVENT, reason=reason)
    _update(by, old.pk, ended.version, reason, {"replaced_by": signature}, touch)
    return signature


def _update(by: Any, pk: Any, version: int, reason: str, fields: dict[str, Any], touch: Callable[..., None]) -> Signature:
    with change(visible_signatures(by), pk, by=by, may=_MAY, version=version, event=_EVENT, reason=reason) as signature:
        altered = {name for name in fields if fields[name] != getattr(signature, name)}
        gave = signature.has_signed or signature.steps.filter(state=Signature.Status.SIGNED).exists()
        if gave and altered.intersection(FIXED_ONCE_SIGNED):
            raise Refused(
                "signature-given",
                f"{signature} has signed, so what it signed, who, for whom and when cannot be changed. End it and put another in its place.",
            )
        if signature.status != Signature.Status.NOT_ASKED and altered.intersection(FIXED_ONCE_ASKED):
            raise Refused("signature-moved", f"{signature} has been asked, so it stays under its agreement. End it and put another in its place.")
        touch(signature)
        assign(signature, fields)
        touch(signature)
        check(signature)
    return signature


def _remove(by: Any, pk: Any, version: int, reason: str, touch: Callable[..., None]) -> None:
    signature = visible_signatures(by).select_for_update(of=("self",)).filter(pk=pk).first()
    if signature and signature.has_signed:
        raise Refused("signature-given", f"{signature} has signed, so it cannot be deleted. Give it an end date, or put another in its place.")
    if signature and signature.steps.exists():
        raise Refused("signature-moved", f"{signature} has been asked, so it cannot be deleted. Give it an end date, or put another in its place.")
    if signature and Signature.objects.filter(replaced_by=signature.pk).exists():
        raise Refused("signature-succeeds", f"{signature} took another's place, so it cannot be deleted. Give it an end date instead.")
    if signature:
        touch(signature)
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
def _of(signature: Signature | None) -> Iterator[None]:
    """Say which signatory an error is about."""
    try:
        yield
    except ValidationError as error:
        raise ValidationError([f"{signature}: {message}" for message in error.messages]) from None


@contextmanager
def _whole(by: Any, reason: str) -> Iterator[Callable[..., None]]:
    """One act. Each signature that it touches is named to the function it gives; at the end every group that they were or
    are in can still reach the number that it needs, and the agreement's status follows."""
    groups: set[Any] = set()
    agreements: set[Any] = set()

    def touch(signature: Signature) -> None:
        groups.add(signature.group_id)
        agreements.add(signature.agreement_id)

    with transaction.atomic():
        with recorded(by=by, event=_EVENT, reason=reason):
            yield touch
            _can_reach(groups)
        for agreement in agreements:
            settle(agreement, by=by, reason=reason)


def _can_reach(groups: Iterable[Any]) -> None:
    """Raises Refused (`n-of-m`). Locks each group, so that of two who each end a member the second sees the first."""
    for group in SignatureGroup.objects.select_for_update().filter(pk__in=[each for each in groups if each]).order_by("pk"):
        members = group.members.filter(ended_on=None).count()
        if group.needed is not None and group.needed > members:
            raise Refused(
                "n-of-m", f"{group} needs {group.needed} signatures, and {members} member{'' if members == 1 else 's'} would be left to sign."
            )


# --- Groups ----------------------------------------------------------------------------------------------------------------
def create_group(*, by: Any, reason: str = "", members: Sequence[Signature] = (), **fields: Any) -> SignatureGroup:
    """Add a group with its members. Raises Refused (`n-of-m`) where it needs more signatures than it has members."""
    group = SignatureGroup(**fields)
    group.joining = len(members)  # type: ignore[misc]  # the class says none; this group is about to have them
    with _whole(by, reason) as touch:
        create(group, by=by, may=_MAY, event=_EVENT, reason=reason)
        _join(group, members, by, reason, touch)
    return group


def update_group(*, by: Any, pk: Any, version: int, reason: str = "", members: Sequence[Signature] | None = None, **fields: Any) -> SignatureGroup:
    """Change a group and, where `members` are given, make it hold just these."""
    with _whole(by, reason) as touch:
        with change(visible_groups(by), pk, by=by, may=_MAY, version=version, event=_EVENT, reason=reason) as group:
            if members is not None:
                group.joining = len(members)  # type: ignore[misc]
            assign(group, fields)
            if group.members.exclude(agreement=group.agreement_id).exists():
                raise ValidationError({"agreement": "Its members sign another agreement."})
            check(group)
            group.links_changed = members is not None  # type: ignore[attr-defined]  # what `change` asks a record with links
        for member in group.members.all():
            touch(member)
        if members is not None:
            _join(group, members, by, reason, touch)
        need_reason(reason, "Say why the group changes.")
    return group


def remove_group(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    """Raises Refused (`group-has-members`): who signs in it is moved first."""
    members = Signature.objects.filter(group=pk).count()
    if members:
        raise Refused("group-has-members", f"{members} signator{'y is' if members == 1 else 'ies are'} in this group. Move them out of it first.")
    remove(visible_groups(by), pk, by=by, may=_MAY, version=version, event=_EVENT, reason=reason)


def _join(group: SignatureGroup, members: Sequence[Signature], by: Any, reason: str, touch: Callable[..., None]) -> None:
    wanted = {member.pk for member in members}
    for signature in Signature.objects.filter(pk__in=wanted):
        if signature.agreement_id != group.agreement_id or signature.ended_on:
            raise ValidationError({"members": f"{signature} holds no place under {group.agreement}."})
    leave = Signature.objects.filter(group=group.pk, ended_on=None).exclude(pk__in=wanted)
    join = Signature.objects.filter(pk__in=wanted).exclude(group=group.pk)
    for rows, into in ((list(leave), None), (list(join), group)):
        for signature in rows:
            _update(by, signature.pk, signature.version, reason, {"group": into}, touch)
