"""What may be done to pilots."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from devo_portal.core.policy import Permission, require
from devo_portal.core.writes import Refused, assign, change, create, remove, set_links
from governance.models import Evidence
from governance.services import keep_evidence, may_write, need_authority

from ..models import Pilot, PilotCommitment
from ..selectors import visible_pilot_links, visible_pilots
from .stages import STAGE, keeping, pass_gate

LINKS = ("places", "partners")


def create_pilot(*, by: Any, reason: str = "", **fields: Any) -> Pilot:
    """Raises Refused where it begins beyond its proposal: `needs-decision`, else `gate-not-met`, for nothing of a gate is there yet."""
    links = {name: fields.pop(name) for name in LINKS if name in fields}
    pilot = Pilot(**fields)
    if pilot.stage != Pilot.Stage.PROPOSED:
        require(by, Permission.PILOT_EDIT, pilot)
        need_authority(by, STAGE)
        words = "A pilot begins as proposed. Add it so; then move it on, a stage at a time, as each gate is met."
        raise Refused("gate-not-met", words, {"stage": words})
    return create(pilot, by=by, may=Permission.PILOT_EDIT, event="pilot.created", reason=reason, links=links)


def update_pilot(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Pilot:
    """Change any of it. A stage among the rest moves as `pass_gate` has it, and raises what that does.

    Raises Refused (`stage-needs`) where a pilot beyond its proposal would lose its lead, its places or its start.
    """
    return _update(by, pk, version, reason, fields)


def update_pilot_section(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Pilot:
    """Change one section. Stale only where one of its own fields has changed since: two people in two sections do not meet."""
    return _update(by, pk, version, reason, fields, among=tuple(fields))


def _update(by: Any, pk: Any, version: int, reason: str, fields: dict[str, Any], among: Collection[str] | None = None) -> Pilot:
    links = {name: fields.pop(name) for name in LINKS if name in fields}
    may = may_write(Permission.PILOT_EDIT)
    with change(visible_pilots(by), pk, by=by, may=may, version=version, event="pilot.updated", reason=reason, among=among) as pilot:
        stage = fields.pop("stage", pilot.stage)
        with keeping(pilot):
            assign(pilot, fields)
            for name, chosen in links.items():
                set_links(pilot, name, chosen)
            if stage != pilot.stage:
                pass_gate(pilot, stage, by=by, reason=reason)
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
