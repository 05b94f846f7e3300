"""What may be done to clearances and to the days set for signing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, assign, change, check, create, need_reason, recorded

from ..models import Agreement, Clearance, Evidence, Signature, SigningEvent
from ..rules import signing
from ..rules.standing import said
from ..selectors import visible_clearances, visible_signatures, visible_signing_events
from .evidence import keep_evidence
from .moves import cleared, move_signature, settle

MAY = Permission.SIGNING_RUN
_ENDED = (Agreement.Status.SUPERSEDED, Agreement.Status.VOID)


def _day(on: date | None) -> date:
    """Today where none is given. Raises ValidationError for a day to come."""
    today = timezone.localdate()
    if on and on > today:
        raise ValidationError({"on": "This day is in the future."})
    return on or today


# --- Clearances ------------------------------------------------------------------------------------------------------------
def create_clearance(*, by: Any, reason: str = "", **fields: Any) -> Clearance:
    """Need a clearance, asked for already or not yet. Raises Refused: `agreement-ended`, `clearance-date`."""
    clearance = Clearance(**fields)
    _lives(clearance.agreement)
    if clearance.blocking and clearance.agreement.status == Agreement.Status.SIGNED:
        raise Refused("agreement-signed", f"{clearance.agreement} is signed; nothing can stand in the way of that any more.")
    return create(clearance, by=by, may=MAY, event="clearance.created", reason=reason)


def _lives(agreement: Agreement) -> None:
    if agreement.status in _ENDED:
        raise Refused("agreement-ended", f"{agreement} is {agreement.get_status_display().lower()}.")


def update_clearance(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Clearance:
    """Its answer comes by `give` and `refuse`. A later expected day, another day of asking and a change of blocking need a reason."""
    with change(visible_clearances(by), pk, by=by, may=MAY, version=version, event="clearance.updated", reason=reason) as clearance:
        before = {name: getattr(clearance, name) for name in ("agreement_id", "asked_on", "expected_on", "blocking")}
        assign(clearance, fields)
        if clearance.agreement_id != before["agreement_id"]:
            raise ValidationError({"agreement": "A clearance stays with its agreement; add another to the other agreement."})
        if before["blocking"] and not clearance.blocking and before["asked_on"]:
            raise Refused("clearance-asked", f"{clearance.holder} has been asked, so what it holds up stays so until it is given.")
        if clearance.blocking != before["blocking"]:
            need_reason(reason, "Say why it now stands in the way." if clearance.blocking else "Say why it no longer stands in the way.")
        if before["asked_on"] and clearance.asked_on is None:
            raise ValidationError({"asked_on": "It was asked for; that stays on record. Correct the day, with a reason."})
        if before["asked_on"] and clearance.asked_on != before["asked_on"]:
            need_reason(reason, "Say why the day on which it was asked changes.")
        if before["expected_on"] and (clearance.expected_on is None or clearance.expected_on > before["expected_on"]):
            need_reason(reason, "Say why the answer is expected later, or on no known day.")
        check(clearance)
    return clearance


def ask_clearance(*, by: Any, pk: Any, version: int, on: date | None = None, expected_on: date | None = None, reason: str = "") -> Clearance:
    """Raises Refused: `clearance-asked`, `agreement-ended`, `clearance-date`."""
    day = _day(on)
    with change(visible_clearances(by), pk, by=by, may=MAY, version=version, event="clearance.asked", reason=reason) as clearance:
        _lives(clearance.agreement)
        if clearance.asked_on:
            raise Refused("clearance-asked", f"{clearance.holder} was asked on {said(clearance.asked_on)}.")
        clearance.asked_on, clearance.expected_on = day, expected_on or clearance.expected_on
        check(clearance)
    return clearance


def give_clearance(*, by: Any, pk: Any, version: int, on: date | None = None, note: str = "", reason: str = "") -> Clearance:
    """Raises Refused: `clearance-not-asked`, `clearance-decided`."""
    return _answer(Clearance.Outcome.GIVEN, by, pk, version, on, note, reason)


def refuse_clearance(*, by: Any, pk: Any, version: int, on: date | None = None, note: str = "", reason: str = "") -> Clearance:
    """Needs a reason: people will ask. Raises Refused: `clearance-not-asked`, `clearance-decided`."""
    return _answer(Clearance.Outcome.REFUSED, by, pk, version, on, note, reason)


@transaction.atomic
def _answer(outcome: Clearance.Outcome, by: Any, pk: Any, version: int, on: date | None, note: str, reason: str) -> Clearance:
    day = _day(on)
    with change(visible_clearances(by), pk, by=by, may=MAY, version=version, event=f"clearance.{outcome}", reason=reason) as clearance:
        if clearance.asked_on is None:
            raise Refused("clearance-not-asked", f"{clearance.holder} has not been asked yet. Record the day of the asking first.")
        if clearance.decided_on:
            raise Refused(
                "clearance-decided", f"{clearance.holder} answered on {said(clearance.decided_on)}: {clearance.get_outcome_display().lower()}."
            )
        if day < clearance.asked_on:
            raise Refused(
                "clearance-not-asked", f"{clearance.holder} was asked only on {said(clearance.asked_on)}; its answer cannot be of {said(day)}."
            )
        if outcome == Clearance.Outcome.REFUSED:
            need_reason(reason, "Say why it was refused.")
        clearance.outcome, clearance.decided_on, clearance.note = outcome, day, note or clearance.note
    settle(clearance.agreement_id, by=by, reason=reason)
    return clearance


def ask_clearance_again(*, by: Any, pk: Any, version: int, on: date | None = None, expected_on: date | None = None, reason: str = "") -> Clearance:
    """Ask again for one that was refused: a new clearance in its place.

    Raises Refused: `clearance-not-refused`, `clearance-asked`, `agreement-ended`, `clearance-date`.
    """
    day = _day(on)
    with change(visible_clearances(by), pk, by=by, may=MAY, version=version, event="clearance.asked_again", reason=reason) as refused:
        _lives(refused.agreement)
        if refused.outcome != Clearance.Outcome.REFUSED or not refused.decided_on:
            raise Refused("clearance-not-refused", "Only a clearance that was refused is asked for again.")
        if later := Clearance.objects.filter(asks_again=refused.pk).first():
            raise Refused("clearance-asked", f"It was asked for again already, as {later.ref}.")
        if day < refused.decided_on:
            raise ValidationError({"on": f"It was refused on {said(refused.decided_on)}; give that day or a later one."})
        kept = {name: getattr(refused, name) for name in ("agreement", "kind", "holder", "organisation", "contact", "blocking", "illustrative")}
        again = Clearance(**kept, asked_on=day, expected_on=expected_on, asks_again=refused)
        create(again, by=by, may=MAY, event="clearance.asked_again", reason=reason)
    return again


# --- Signing events --------------------------------------------------------------------------------------------------------
def plan_signing(*, by: Any, reason: str = "", **fields: Any) -> SigningEvent:
    """Set a day. Raises Refused: `agreement-ended`, `agreement-signed`, `signing-planned-already`, `signing-day`."""
    event = SigningEvent(**fields)
    _lives(event.agreement)
    if event.agreement.status == Agreement.Status.SIGNED:
        raise Refused("agreement-signed", f"{event.agreement} is signed already.")
    event.set_on = event.set_on or min(timezone.localdate(), event.planned_for)
    return create(event, by=by, may=MAY, event="signing.planned", reason=reason)


def move_signing(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> SigningEvent:
    """Another day, with its reason, or another place. Raises Refused: `signing-ended`, `signing-day`."""
    with change(visible_signing_events(by), pk, by=by, may=MAY, version=version, event="signing.moved", reason=reason) as event:
        _planned(event)
        agreement, day, set_on = event.agreement_id, event.planned_for, event.set_on
        assign(event, fields)
        if event.agreement_id != agreement:
            raise ValidationError({"agreement": "A signing stays with its agreement. Call it off, and plan another."})
        if event.planned_for != day:
            need_reason(reason, "Say why the day changes.")
        if event.set_on != set_on:
            need_reason(reason, "Say why the day on which it was set changes: the standing of days past follows it.")
        check(event)
    return event


def _planned(event: SigningEvent) -> None:
    if event.ended_on:
        raise Refused("signing-ended", f"This signing was {event.get_status_display().lower()} on {said(event.ended_on)}.")


def call_off_signing(*, by: Any, pk: Any, version: int, on: date | None = None, reason: str = "") -> SigningEvent:
    """Needs a reason, which stands beside the agreement. Raises Refused: `signing-ended`, `signing-day`."""
    day = _day(on)
    with change(visible_signing_events(by), pk, by=by, may=MAY, version=version, event="signing.called_off", reason=reason) as event:
        _planned(event)
        need_reason(reason, "Say why it is called off.")
        event.status, event.ended_on, event.why = SigningEvent.Status.CALLED_OFF, day, reason.strip()
        check(event)
    return event


def hold_signing(
    *,
    by: Any,
    pk: Any,
    version: int,
    on: date | None = None,
    signatures: Sequence[Signature] | None = None,
    evidence: Evidence | None = None,
    reason: str = "",
) -> SigningEvent:
    """Sign for the chosen parties, or for all that have agreed, with one piece of evidence: all of them or none.

    Raises Refused: `signing-ended`, `signing-day`, `clearance-open`, `nobody-agreed`, and what `move_signature` says of each.
    """
    day = _day(on)
    with change(visible_signing_events(by), pk, by=by, may=MAY, version=version, event="signing.held", reason=reason) as event:
        _planned(event)
        event.status, event.ended_on = SigningEvent.Status.HELD, day
        check(event)
        cleared(event.agreement_id, day)
        kept = keep_evidence(evidence, by=by, may=MAY, given_for=event, reason=reason) if evidence else None
        for signature in _who_signs(by, event, signatures):
            try:
                move_signature(by=by, pk=signature.pk, version=signature.version, to=signing.SIGNED, on=day, reason=reason, evidence=kept)
            except ValidationError as error:
                raise ValidationError([f"{signature}: {' '.join(error.messages)}"]) from None
        with recorded(by=by, event="signing.held", reason=reason, subject=event):
            """The whole act goes by this name, not by that of its last signature."""
    return event


def _who_signs(by: Any, event: SigningEvent, chosen: Sequence[Signature] | None) -> list[Signature]:
    """In the order in which they may: step by step, then by their places."""
    rows = visible_signatures(by).filter(agreement=event.agreement_id, ended_on=None).select_related("group", "organisation")
    if chosen is not None and not chosen:
        raise ValidationError({"signatures": "Choose who signed."})
    wanted = {each.pk for each in chosen or ()}
    held = [each for each in rows if (each.pk in wanted if wanted else each.status == Signature.Status.AGREED)]
    if len(held) < len(wanted):
        raise ValidationError({"signatures": "Choose only parties that hold a place under this agreement."})
    if not held:
        raise Refused("nobody-agreed", "No party has agreed in principle, so nobody can sign. Record who has agreed first.")
    return sorted(held, key=lambda each: (each.group.step if each.group else 1, each.order))
