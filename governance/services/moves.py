"""How a signature moves: asked, viewed, agreed, signed, declined, withdrawn. Each move is a step that stays."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from devo_portal.core.dates import PartialDate
from devo_portal.core.models import Membership, User
from devo_portal.core.notices import tell
from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, change, create, need_reason, recorded

from ..models import Agreement, AgreementVersion, Clearance, Evidence, Signature, SignatureStep
from ..rules import signing
from ..selectors import text_to_sign, visible_agreements, visible_signatures
from .evidence import keep_evidence

MAY = Permission.SIGNING_RUN
VERBS = signing.VERBS
NEEDS_REASON = {signing.DECLINED: "Say why it declines.", signing.WITHDRAWN: "Say why it withdraws."}


@transaction.atomic
def move_signature(
    *, by: Any, pk: Any, version: int, to: str, on: date | None = None, reason: str = "", evidence: Evidence | None = None
) -> Signature:
    """Move a signature on a day (today, where none is given). Who declines or withdraws is told to those concerned.

    Raises Refused: `place-ended`, `signature-transition`, `already-signed`, and for a signature given what `_may_sign` says.
    """
    day, event = on or timezone.localdate(), f"signature.{to}"
    with change(visible_signatures(by), pk, by=by, may=MAY, version=version, event=event, reason=reason) as signature:
        Agreement.objects.select_for_update().get(pk=signature.agreement_id)  # two who sign at once are looked at one after the other
        _may_move(signature, to, day)
        if to in NEEDS_REASON:
            need_reason(reason, NEEDS_REASON[to])
        text = _may_sign(signature, day, by) if to == signing.SIGNED else None
        kept = keep_evidence(evidence, by=by, may=MAY, given_for=signature, reason=reason) if evidence else None
        signature.status, signature.signed_on = to, day if to == signing.SIGNED else None
        step = SignatureStep(signature=signature, state=to, on=day, reason=reason, evidence=kept, text=text, by=by)
        create(step, by=by, may=MAY, event=event, reason=reason)
        with recorded(by=by, event=event, reason=reason, subject=signature):  # the act is the signature's, not the step's
            if to in NEEDS_REASON:
                _tell(signature, step)
    if text and text.status == AgreementVersion.Status.DRAFT:
        _fix(text, by, reason)
    settle(signature.agreement_id, by=by, reason=reason)
    return signature


def _tell(signature: Signature, step: SignatureStep) -> None:
    """A decline or a withdrawal reaches who asked, and who acts for those that have signed or still wait."""
    did = "declined to sign" if step.state == signing.DECLINED else "withdrew from"
    tell(
        _concerned(signature),
        subject=f"{signature.organisation} {did} {signature.agreement}",
        body=f"{signature} {did} {signature.agreement} on {step.on:%-d %B %Y}. The reason given: “{step.reason}”",
        page=f"/signatures/{signature.pk}/",
    )


def _concerned(signature: Signature) -> list[User]:
    others = Signature.objects.filter(agreement=signature.agreement_id, ended_on=None, status__in=[signing.SIGNED, *signing.WAITS]).exclude(
        pk=signature.pk
    )
    acting = Membership.objects.current().filter(organisation__in=others.values("organisation"))
    asked = signature.steps.filter(state=signing.ASKED).order_by("-on", "-id").first()
    concerned = User.objects.filter(Q(pk__in=acting.values("user")) | Q(pk=asked.by_id if asked else None))
    return list(concerned.filter(is_active=True, is_client=False).order_by("pk"))


def _may_move(signature: Signature, to: str, day: date) -> None:
    if signature.agreement.status in (Agreement.Status.SUPERSEDED, Agreement.Status.VOID):
        raise Refused("agreement-ended", f"{signature.agreement} is {signature.agreement.get_status_display().lower()}, so nobody can sign it.")
    if signature.ended_on:
        raise Refused("place-ended", f"{signature} has not held this place since {signature.ended_on:%-d %B %Y}.")
    if to == signing.SIGNED == signature.status:
        raise Refused("already-signed", f"{signature} signed on {signature.signed_on:%-d %B %Y}.")
    if to not in signing.TRANSITIONS[signature.status]:
        ways = " or ".join(_said(each) for each in signing.STATES if each in signing.TRANSITIONS[signature.status])
        raise Refused("signature-transition", f"A signature that is {_said(signature.status)} cannot become {_said(to)}; it can become {ways}.")
    last = signature.steps.order_by("-on", "-id").first()
    if last and day < last.on:
        raise ValidationError({"on": f"The step before it was on {last.on:%-d %B %Y}; give that day or a later one."})


def _said(state: str) -> str:
    return f"“{str(Signature.Status(state).label).lower()}”"


def _may_sign(signature: Signature, day: date, by: Any) -> AgreementVersion | None:
    """The text that is signed, where there is one. Raises Refused: `clearance-open`, `mandate-missing`, `earlier-step-open`, `text-ended`."""
    cleared(signature.agreement_id, day)
    lacking = [str(each.organisation) for each in signature.mandates.filter(evidence=None).select_related("organisation")]
    if lacking:
        raise Refused("mandate-missing", f"{signature} has shown no mandate to sign for {', '.join(lacking)}.")
    step = signature.group.step if signature.group else 1
    waits = signing.open_before(step, groups_of(signature.agreement_id, day))
    if waits:
        names = ", ".join(str(group.id) for group in waits)
        raise Refused("earlier-step-open", f"{signature} signs in step {step}; before it must sign: {names}.")
    return _text_of(signature.agreement_id, by)


def _text_of(agreement: Any, by: Any) -> AgreementVersion | None:
    """Raises Refused: `text-ended`."""
    text = text_to_sign(by, agreement)
    if text and text.ended_on:
        raise Refused("text-ended", f"{text}, which the others signed, has been {text.get_status_display().lower()} since then.")
    return text


def waiting_for(agreement: Any, day: date) -> list[Clearance]:
    """The blocking clearances that were not given by a day."""
    return [
        each
        for each in Clearance.objects.filter(agreement=agreement, blocking=True, asked_again=None).order_by("asked_on", "id")
        if each.outcome != Clearance.Outcome.GIVEN or (each.decided_on and each.decided_on > day)
    ]


def cleared(agreement: Any, day: date) -> None:
    """Raises Refused (`clearance-open`) where a blocking clearance was not given by that day."""
    waits = waiting_for(agreement, day)
    if waits:
        names = ", ".join(each.holder for each in waits)
        raise Refused("clearance-open", f"Nobody may sign while a blocking clearance is open: {names}.")


def groups_of(agreement: Any, day: date | None = None) -> list[tuple[signing.Group, list[str]]]:
    """An agreement's groups with the states of their current members; those without a group stand together in step 1.

    With a day, a signature given only after it has not been given yet.
    """
    groups: dict[Any, tuple[signing.Group, list[str]]] = {}
    for signature in Signature.objects.filter(agreement=agreement, ended_on=None).select_related("group"):
        group = signature.group
        entry = groups.setdefault(
            group and group.pk, (signing.Group(group.name, group.step, group.needed) if group else signing.Group("the first step", 1, None), [])
        )
        later = day is not None and signature.signed_on is not None and signature.signed_on > day
        entry[1].append(signing.AGREED if later else signature.status)
    return list(groups.values())


def _fix(text: AgreementVersion, by: Any, reason: str) -> None:
    """From its first signature on, a text is not changed any more."""
    rows = AgreementVersion.objects.all()
    with change(rows, text.pk, by=by, may=MAY, version=text.version, event="version.signed", reason=reason) as version:
        version.status = AgreementVersion.Status.SIGNED


def settle(agreement: Any, *, by: Any, reason: str = "") -> None:
    """Let an agreement's status follow its signatures and clearances. Signed stays signed: what a party takes back is its own signature."""
    held = visible_agreements(by).get(pk=agreement)
    if held.status not in (Agreement.Status.DRAFT, Agreement.Status.SIGNING):
        return
    groups = groups_of(agreement)
    with change(visible_agreements(by), agreement, by=by, may=MAY, version=held.version, event="agreement.settled", reason=reason) as record:
        days = [day for day in record.signatures.filter(ended_on=None).values_list("signed_on", flat=True) if day]
        if signing.complete(groups) and not waiting_for(agreement, max(days)):
            record.status, record.signed = Agreement.Status.SIGNED, PartialDate.kept(max(days).isoformat())
        elif any(state != signing.NOT_ASKED for _, states in groups for state in states):
            record.status = Agreement.Status.SIGNING
