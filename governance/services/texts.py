"""What may be done to agreements and their texts. A text is fixed from its first signature on."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.shortcuts import get_object_or_404

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, assign, change, create, recorded, remove, under

from ..models import Agreement, AgreementVersion, Clause, Decision
from ..selectors import visible_agreements, visible_clauses, visible_versions
from .authority import of_decision
from .decisions import day_agreed

MAY = Permission.AGREEMENT_DRAFT


def create_agreement(*, by: Any, reason: str = "", **fields: Any) -> Agreement:
    return create(Agreement(**fields), by=by, may=MAY, event="agreement.created", reason=reason)


def update_agreement(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Agreement:
    with change(visible_agreements(by), pk, by=by, may=MAY, version=version, event="agreement.updated", reason=reason) as agreement:
        assign(agreement, fields)
    return agreement


def create_version(
    *, by: Any, agreement: Agreement, number: int | None = None, starts_from: AgreementVersion | None = None, reason: str = "", **fields: Any
) -> AgreementVersion:
    """Begin a text: the next version, with the clauses of another where `starts_from` names it. Raises Refused: `version-number-used`."""
    with recorded(by=by, event="version.created", reason=reason):
        held = Agreement.objects.select_for_update().get(pk=agreement.pk)
        if held.status in (Agreement.Status.SUPERSEDED, Agreement.Status.VOID):
            raise Refused("agreement-ended", f"{held} is {held.get_status_display().lower()}; begin another agreement for another text.")
        last = AgreementVersion.objects.filter(agreement=agreement).aggregate(last=Max("number"))["last"] or 0
        version = create(
            AgreementVersion(agreement=agreement, number=number or last + 1, **fields), by=by, may=MAY, event="version.created", reason=reason
        )
        for clause in starts_from.clauses.order_by("position", "id") if starts_from else ():
            copied = {name: getattr(clause, name) for name in ("number", "heading", "text", "text_status", "position", "source", "illustrative")}
            create(Clause(version_of=version, **copied), by=by, may=MAY, event="version.created", reason=reason)
    return version


def update_version(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> AgreementVersion:
    """Only a draft. Raises Refused: `version-signed`."""
    fields.pop("starts_from", None)
    with change(visible_versions(by), pk, by=by, may=MAY, version=version, event="version.updated", reason=reason) as text:
        _draft(text)
        _stays(text, fields, "agreement", "A text stays with its agreement; begin another there.")
        assign(text, fields)
    return text


@transaction.atomic
def supersede_version(*, by: Any, pk: Any, version: int, by_text: AgreementVersion, decision: Decision, reason: str = "") -> AgreementVersion:
    """Another text takes its place, as a board decided.

    Raises Refused: `supersession-cycle`, `text-ended`, `text-signed`, `successor-unsigned`, `decision-not-agreed`.
    """
    rows = visible_versions(by)
    list(rows.select_for_update(of=("self",)).filter(pk__in=[pk, by_text.pk]).order_by("pk"))  # two who supersede each other's wait in one line
    by_text.refresh_from_db()
    act = change(rows, pk, by=by, may=MAY, version=version, event="version.superseded", reason=reason)
    with under(of_decision(decision)), act as text:
        _still_stands(text, decision)
        if by_text.ended_on and by_text.superseded_by_id is None:
            raise Refused("text-ended", f"{by_text} is void, so it cannot take another's place.")
        if text.status == AgreementVersion.Status.SIGNED:
            _may_succeed(text, by_text)
        text.superseded_by, text.ended_by, text.ended_on = by_text, decision, decision.decided_on
        text.status = AgreementVersion.Status.SUPERSEDED
    _follow(text.agreement_id, by, reason)
    return text


def _may_succeed(text: AgreementVersion, by_text: AgreementVersion) -> None:
    if by_text.agreement_id == text.agreement_id:
        raise Refused("text-signed", f"{text} has been signed. A text of another agreement, signed in its turn, may supersede it.")
    if by_text.status == AgreementVersion.Status.DRAFT:
        raise Refused("successor-unsigned", f"{by_text} is not signed yet; until it is, {text} stands.")


def void_version(*, by: Any, pk: Any, version: int, decision: Decision, reason: str = "") -> AgreementVersion:
    """It holds no more, as a board decided; nothing takes its place. Raises Refused: `text-ended`."""
    act = change(visible_versions(by), pk, by=by, may=MAY, version=version, event="version.voided", reason=reason)
    with under(of_decision(decision)), act as text:
        _still_stands(text, decision)
        text.status, text.ended_by, text.ended_on = AgreementVersion.Status.VOID, decision, decision.decided_on
    _follow(text.agreement_id, by, reason)
    return text


def create_clause(*, by: Any, version_of: AgreementVersion, position: int = 0, reason: str = "", **fields: Any) -> Clause:
    """Add a clause to a draft, at the end where no place is given. Raises Refused: `version-signed`, `clause-number-used`."""
    last = version_of.clauses.aggregate(last=Max("position"))["last"] or 0
    return create(Clause(version_of=version_of, position=position or last + 1, **fields), by=by, may=MAY, event="clause.created", reason=reason)


def update_clause(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Clause:
    with change(visible_clauses(by), pk, by=by, may=MAY, version=version, event="clause.updated", reason=reason) as clause:
        _draft(clause.version_of)
        _stays(clause, fields, "version_of", "A clause stays in its text; add it to the other text.")
        assign(clause, fields)
    return clause


def remove_clause(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    _draft(get_object_or_404(visible_clauses(by).select_related("version_of__agreement"), pk=pk).version_of)
    remove(visible_clauses(by), pk, by=by, may=MAY, version=version, event="clause.removed", reason=reason)


def _draft(text: AgreementVersion) -> None:
    if text.ended_on:
        raise Refused("text-ended", f"{text} has been {text.get_status_display().lower()} since {text.ended_on:%-d %B %Y}, and is kept as it was.")
    if text.status != AgreementVersion.Status.DRAFT:
        raise Refused("version-signed", f"The text of {text} is fixed, for it has been signed. Begin a new version instead.")


def _stays(record: AgreementVersion | Clause, fields: dict[str, Any], name: str, words: str) -> None:
    if name in fields and fields[name] != getattr(record, name):
        raise ValidationError({name: words})


def _still_stands(text: AgreementVersion, decision: Decision) -> None:
    if text.ended_on:
        raise Refused("text-ended", f"{text} has been {text.get_status_display().lower()} since {text.ended_on:%-d %B %Y}.")
    first = text.steps.order_by("on").values_list("on", flat=True).first()
    agreed = day_agreed(decision)
    if first and agreed < first:
        raise ValidationError({"decision": f"This decision is of {agreed:%-d %B %Y}; the text was first signed on {first:%-d %B %Y}."})


def _follow(agreement: Any, by: Any, reason: str) -> None:
    """An agreement none of whose texts stands is itself superseded, or void."""
    texts = list(AgreementVersion.objects.filter(agreement=agreement).select_related("superseded_by"))
    if any(text.ended_on is None for text in texts):
        return
    passed_on = any(text.superseded_by and text.superseded_by.agreement_id != agreement for text in texts)
    held = visible_agreements(by).get(pk=agreement)
    with change(visible_agreements(by), agreement, by=by, may=MAY, version=held.version, event="agreement.ended", reason=reason) as record:
        record.status = Agreement.Status.SUPERSEDED if passed_on else Agreement.Status.VOID
