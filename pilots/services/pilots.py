"""What may be done to pilots."""

from contextlib import nullcontext
from typing import Any

from django.db import transaction

from devo_portal.core.policy import Permission
from devo_portal.core.writes import assign, change, create, need_reason, remove, set_links, under
from governance.models import Evidence
from governance.services import keep_evidence, may_write, need_authority

from ..models import Pilot, PilotCommitment
from ..selectors import visible_pilot_links, visible_pilots

LINKS = ("places", "partners")
STAGE = "pilot.stage"


def create_pilot(*, by: Any, reason: str = "", **fields: Any) -> Pilot:
    """Raises Refused (`needs-decision`) where it begins beyond its proposal."""
    links = {name: fields.pop(name) for name in LINKS if name in fields}
    pilot = Pilot(**fields)
    with under(need_authority(by, STAGE)) if pilot.stage != Pilot.Stage.PROPOSED else nullcontext():
        return create(pilot, by=by, may=Permission.PILOT_EDIT, event="pilot.created", reason=reason, links=links)


def update_pilot(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Pilot:
    """A stage moves only with a reason, for boards read the history for it, and by a decision or a delegation.

    Raises Refused: `needs-decision`.
    """
    links = {name: fields.pop(name) for name in LINKS if name in fields}
    with change(visible_pilots(by), pk, by=by, may=may_write(Permission.PILOT_EDIT), version=version, event="pilot.updated", reason=reason) as pilot:
        if fields.get("stage", pilot.stage) != pilot.stage:
            need_reason(reason, "Say why the stage changes.")
            need_authority(by, STAGE)
        assign(pilot, fields)
        for name, chosen in links.items():
            set_links(pilot, name, chosen)
    return pilot


def create_pilot_link(*, by: Any, reason: str = "", evidence: Evidence | None = None, **fields: Any) -> PilotCommitment:
    """Say that a pilot tests a commitment. The evidence is kept in an act of its own."""
    link = PilotCommitment(**fields)
    with transaction.atomic():
        if evidence:
            link.evidence = keep_evidence(evidence, by=by, may=Permission.PILOT_EDIT, given_for=link)
        return create(link, by=by, may=Permission.PILOT_EDIT, event="pilot_link.created", reason=reason)


def update_pilot_link(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> PilotCommitment:
    """`evidence` None takes away what was given; left out, it stays."""
    rows, may = visible_pilot_links(by), Permission.PILOT_EDIT
    with transaction.atomic():
        evidence, held = fields.get("evidence"), rows.filter(pk=pk).first()
        if evidence and held:
            fields["evidence"] = keep_evidence(evidence, by=by, may=may, given_for=held)
        with change(rows, pk, by=by, may=may, version=version, event="pilot_link.updated", reason=reason) as link:
            assign(link, fields)
    return link


def remove_pilot_link(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    remove(visible_pilot_links(by), pk, by=by, may=Permission.PILOT_EDIT, version=version, event="pilot_link.removed", reason=reason)
