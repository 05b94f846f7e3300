"""What may be done to commitments."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from devo_portal.core.dates import PartialDate, slips
from devo_portal.core.models import Membership, Organisation, Role, User
from devo_portal.core.notices import tell
from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, assign, change, create, need_reason, set_links, under

from ..models import Commitment, Evidence
from ..rules.commitments import blocks, said_in
from ..selectors import visible_commitments
from .authority import may_write, need_authority, of_rule
from .evidence import keep_evidence

MAY = Permission.COMMITMENT_EDIT
COMPLETE = Commitment.Status.COMPLETE
CONTROLLED = (COMPLETE, Commitment.Status.SUPERSEDED)  # to and from these it moves only by a decision or a delegation
KIND = "commitment.status"
RESTS = "a complete commitment rests on what still holds"
Given = Evidence | Iterable[Any] | None  # a piece; an API body that names none says so by an empty list


def create_commitment(*, by: Any, reason: str = "", evidence: Given = None, co_owners: Iterable[Organisation] = (), **fields: Any) -> Commitment:
    """Raises Refused where it is made complete and may not be: `evidence-missing`, `needs-decision`."""
    commitment = Commitment(**fields)
    commitment.due = commitment.due or said_in(commitment.due_text)
    settled = commitment.status in CONTROLLED
    with transaction.atomic(), under(need_authority(by, KIND)) if settled else nullcontext():
        links: dict[str, Iterable[Any]] = {"co_owners": _beside(commitment, co_owners), "evidence": _kept(evidence, commitment, by)}
        create(commitment, by=by, may=MAY, event="commitment.created", reason=reason, links=links)
        if commitment.status == COMPLETE:
            _may_complete(commitment)
    return commitment


def update_commitment(
    *, by: Any, pk: Any, version: int, reason: str = "", evidence: Given = None, co_owners: Iterable[Organisation] | None = None, **fields: Any
) -> Commitment:
    """A status moves only with a reason: boards read the history for it. One that becomes complete must be fit to.

    Raises Refused: `needs-decision`, and what `complete_commitment` does.
    """
    with _changed(pk, by, version, "commitment.updated", reason, evidence) as commitment:
        status, due, words = commitment.status, commitment.due, commitment.due_text
        assign(commitment, fields)
        commitment.due = _sorted_by(commitment, due, words)
        if co_owners is not None:
            set_links(commitment, "co_owners", _beside(commitment, co_owners))
        if commitment.status != status:
            need_reason(reason, "Say why the status changes.")
            _may_move(by, status, commitment.status)
            if commitment.status == COMPLETE:
                _may_complete(commitment)
        if slips(commitment.due, due) or (due and not commitment.due):
            need_reason(reason, "Say why the date slips or goes.")
    return commitment


def complete_commitment(*, by: Any, pk: Any, version: int, reason: str = "", evidence: Given = None) -> Commitment:
    """Raises Refused: `commitment-complete` where it is so already; `needs-decision`; `condition-open`, `evidence-missing` and
    `harm-outside-london` where something stands in the way."""
    with _changed(pk, by, version, "commitment.completed", reason, evidence) as commitment:
        if commitment.status == COMPLETE:
            raise Refused("commitment-complete", f"{commitment.code} is complete already.")
        need_authority(by, KIND)
        _may_complete(commitment)
        commitment.status = COMPLETE
    return commitment


def reopen_commitment(*, by: Any, pk: Any, version: int, reason: str = "", status: str = Commitment.Status.ON_TRACK) -> Commitment:
    """Raises Refused (`commitment-not-complete`, `needs-decision`); ValidationError without a reason."""
    with _changed(pk, by, version, "commitment.reopened", reason) as commitment:
        if commitment.status != COMPLETE:
            raise Refused("commitment-not-complete", f"{commitment.code} is not complete, so there is nothing to open again.")
        need_reason(reason, "Say why it is opened again.")
        if status not in Commitment.LIVE:
            raise ValidationError({"status": "One that is opened again is not started, on track, at risk or delayed."})
        need_authority(by, KIND)
        commitment.status = status
    return commitment


def put_at_risk(pk: Any, *, by: Any, reason: str, may: Permission = MAY) -> None:
    """In the transaction of an act, after it: a commitment that was complete is at risk, for what it rested on has gone; those who keep it are told.

    One that is not complete stays as it is. The row is locked before its status is read, so that nobody completes it
    meanwhile on what no longer holds.
    """
    rows = visible_commitments(by)
    commitment = rows.select_for_update(of=("self",)).get(pk=pk)
    if commitment.status != COMPLETE:
        return
    act = change(rows, pk, by=by, may=may, version=commitment.version, event="commitment.reopened", reason=reason[:500])
    with under(of_rule(RESTS)), act as held:
        held.status = Commitment.Status.AT_RISK
        tell(
            _keepers(held, by),
            subject=f"{held.code} is open again and at risk",
            body=f"{held.code} was complete. {reason}\n\nThe commitment: {held.text}",
            page=f"/commitments/{held.pk}/",
        )


def _keepers(commitment: Commitment, by: Any) -> list[User]:
    """The people of its owners and the programme's officers, who act for every organisation; not the one who did it."""
    owners = [commitment.owner_id, *commitment.co_owners.values_list("pk", flat=True)]
    acting = Membership.objects.current().filter(Q(organisation__in=[each for each in owners if each]) | Q(role=Role.OFFICER))
    return list(User.objects.filter(pk__in=acting.values("user"), is_active=True).exclude(pk=by.pk))


def _may_move(by: Any, was: str, to: str) -> None:
    if was in CONTROLLED or to in CONTROLLED:
        need_authority(by, KIND)


def _may_complete(commitment: Commitment) -> None:
    """Raises Refused by the first rule that is broken, in words that say all that is missing."""
    conditions = commitment.conditions.order_by("id").values_list("text", "state")
    latest = commitment.assessments.order_by("-reviewed_on", "-id").values_list("rating", flat=True).first()
    held = blocks(conditions, commitment.evidence.count(), latest)
    if held:
        raise Refused(held[0].rule, f"{commitment.code} cannot be complete. {' '.join(block.detail for block in held)}")


@contextmanager
def _changed(pk: Any, by: Any, version: int, event: str, reason: str, evidence: Given = None) -> Iterator[Commitment]:
    """A commitment that the body alters, with a piece added to its evidence. The evidence is kept in an act of its own,
    for an act that begins inside another gives it its name."""
    rows = visible_commitments(by)
    with transaction.atomic():
        held = rows.filter(pk=pk).first() if isinstance(evidence, Evidence) else None
        kept = _kept(evidence, held, by) if held else []
        with change(rows, pk, by=by, may=may_write(MAY), version=version, event=event, reason=reason) as commitment:
            if kept:
                set_links(commitment, "evidence", {*commitment.evidence.defer("content"), *kept})
            yield commitment


def _kept(evidence: Given, commitment: Commitment, by: Any) -> list[Evidence]:
    return [keep_evidence(evidence, by=by, may=MAY, given_for=commitment)] if isinstance(evidence, Evidence) else []


def _beside(commitment: Commitment, co_owners: Iterable[Organisation]) -> list[Organisation]:
    chosen = list(co_owners)
    if commitment.owner_id in {each.pk for each in chosen}:
        raise ValidationError({"co_owners": f"{commitment.owner} answers for it already; name the others only."})
    return chosen


def _sorted_by(commitment: Commitment, due: PartialDate | None, words: str) -> PartialDate | None:
    """The date that lists sort by: as given; else as its words name it. One read from words follows them when they change."""
    given = commitment.due
    if given and given == due and commitment.due_text != words and given == said_in(words):
        given = None
    return given or said_in(commitment.due_text)
