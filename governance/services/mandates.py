"""For which bodies a signatory signs, and what gives it the right to."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404

from devo_portal.core.models import Organisation
from devo_portal.core.policy import Permission, require
from devo_portal.core.writes import Refused, assign, change, create, remove

from ..models import Evidence, Mandate, Signature
from ..selectors import visible_mandates, visible_signatures
from .evidence import keep_evidence

_MAY = Permission.SIGNING_RUN


def give_mandates(
    *, by: Any, pk: Any, version: int, bodies: Iterable[Organisation] = (), kind: str = "", evidence: Evidence | None = None, reason: str = ""
) -> Signature:
    """Let a signature speak for many bodies at once: those named, and all of a kind. They share one piece of evidence.

    A body that is named already keeps its evidence, or takes this where it has none. Raises Refused (`signature-given`).
    """
    event = "mandates.given"
    with change(visible_signatures(by), pk, by=by, may=_MAY, version=version, event=event, reason=reason) as signature:
        _not_signed(signature)
        named = {
            body.pk: body for body in [*bodies, *(Organisation.objects.filter(kind=kind) if kind else ())] if body.pk != signature.organisation_id
        }
        if not named:
            raise ValidationError({"bodies": "Choose the bodies for which it signs."})
        kept = keep_evidence(evidence, by=by, may=_MAY, given_for=signature, reason=reason) if evidence else None
        held = {each.organisation_id: each for each in signature.mandates.all()}
        for body in named.values():
            if body.pk not in held:
                create(Mandate(signature=signature, organisation=body, evidence=kept), by=by, may=_MAY, event=event, reason=reason)
            elif kept and held[body.pk].evidence_id is None:
                mandate = held[body.pk]
                with change(visible_mandates(by), mandate.pk, by=by, may=_MAY, version=mandate.version, event=event, reason=reason) as changed:
                    changed.evidence = kept
        signature.links_changed = True  # type: ignore[attr-defined]  # what `change` asks a record with links
    return signature


def create_mandate(
    *, by: Any, signature: Signature, organisation: Organisation, evidence: Evidence | None = None, reason: str = "", **fields: Any
) -> Mandate:
    """Let a signature speak for one body. Raises Refused (`signature-given`)."""
    mandate = Mandate(signature=signature, organisation=organisation, **fields)
    with transaction.atomic(), _of_unsigned(by, signature.pk, "mandate.given", reason) as held:
        if held.organisation_id == organisation.pk:
            raise ValidationError({"organisation": "It signs for itself without a mandate."})
        mandate.evidence = keep_evidence(evidence, by=by, may=_MAY, given_for=held, reason=reason) if evidence else None
        create(mandate, by=by, may=_MAY, event="mandate.given", reason=reason)
    return mandate


def update_mandate(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Mandate:
    """Change the evidence or, until the signature is given, the body. Raises Refused: `signature-given`, `mandate-missing`."""
    mandate = get_object_or_404(visible_mandates(by), pk=pk)
    with transaction.atomic():
        if fields.get("evidence"):
            fields["evidence"] = keep_evidence(fields["evidence"], by=by, may=_MAY, given_for=mandate, reason=reason)
        signature = Signature.objects.select_for_update().get(pk=mandate.signature_id)
        with change(visible_mandates(by), pk, by=by, may=_MAY, version=version, event="mandate.changed", reason=reason) as mandate:
            assign(mandate, fields)
            if mandate.signature_id != signature.pk:
                raise ValidationError({"signature": "A mandate stays with its signatory. Give the other one a mandate of its own."})
            if mandate.organisation_id == signature.organisation_id:
                raise ValidationError({"organisation": "It signs for itself without a mandate."})
            if signature.has_signed and mandate.evidence_id is None:
                raise Refused("mandate-missing", f"{signature} has signed for {mandate.organisation}, so the mandate keeps its evidence.")
            if signature.has_signed and "organisation" in fields and Mandate.objects.get(pk=pk).organisation_id != mandate.organisation_id:
                _not_signed(signature)
    return mandate


def remove_mandate(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    """Take a body away from what a signature speaks for. Raises Refused (`signature-given`)."""
    mandate = get_object_or_404(visible_mandates(by), pk=pk)
    with transaction.atomic(), _of_unsigned(by, mandate.signature_id, "mandate.removed", reason):
        remove(visible_mandates(by), pk, by=by, may=_MAY, version=version, event="mandate.removed", reason=reason)


@contextmanager
def _of_unsigned(by: Any, pk: Any, event: str, reason: str) -> Iterator[Signature]:
    """Lock a signature whose bodies are about to change, and let its version say so."""
    require(by, _MAY)
    version = Signature.objects.select_for_update().get(pk=pk).version
    with change(visible_signatures(by), pk, by=by, may=_MAY, version=version, event=event, reason=reason) as signature:
        _not_signed(signature)
        yield signature
        signature.links_changed = True  # type: ignore[attr-defined]


def _not_signed(signature: Signature) -> None:
    if signature.has_signed:
        raise Refused("signature-given", f"{signature} has signed, so for whom it signed cannot be changed. End it and put another in its place.")
