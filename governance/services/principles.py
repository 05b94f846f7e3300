"""What may be done to the links between principles and commitments."""

from typing import Any

from django.db import transaction

from devo_portal.core.policy import Permission
from devo_portal.core.writes import assign, change, create, remove

from ..models import Evidence, PrincipleLink
from ..selectors import visible_principle_links
from .evidence import keep_evidence

MAY = Permission.COMMITMENT_EDIT


def create_principle_link(*, by: Any, reason: str = "", evidence: Evidence | None = None, **fields: Any) -> PrincipleLink:
    link = PrincipleLink(**fields)
    with transaction.atomic():
        if evidence:
            link.evidence = keep_evidence(evidence, by=by, may=MAY, given_for=link)
        return create(link, by=by, may=MAY, event="principle_link.created", reason=reason)


def update_principle_link(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> PrincipleLink:
    """`evidence` None takes away what was given; left out, it stays."""
    rows = visible_principle_links(by)
    with transaction.atomic():
        evidence, held = fields.get("evidence"), rows.filter(pk=pk).first()
        if evidence and held:
            fields["evidence"] = keep_evidence(evidence, by=by, may=MAY, given_for=held)
        with change(rows, pk, by=by, may=MAY, version=version, event="principle_link.updated", reason=reason) as link:
            assign(link, fields)
    return link


def remove_principle_link(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    remove(visible_principle_links(by), pk, by=by, may=MAY, version=version, event="principle_link.removed", reason=reason)
