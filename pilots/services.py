"""What may be done to pilots."""

from typing import Any

from devo_portal.core.policy import Permission
from devo_portal.core.writes import assign, change, create, need_reason, set_links

from .models import ConfidenceRating, Pilot
from .selectors import visible_pilots

LINKS = ("places", "partners")


def create_pilot(*, by: Any, reason: str = "", **fields: Any) -> Pilot:
    links = {name: fields.pop(name) for name in LINKS if name in fields}
    return create(Pilot(**fields), by=by, may=Permission.PILOT_EDIT, event="pilot.created", reason=reason, links=links)


def update_pilot(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Pilot:
    """A stage moves only with a reason: boards read the history for it."""
    links = {name: fields.pop(name) for name in LINKS if name in fields}
    with change(visible_pilots(by), pk, by=by, may=Permission.PILOT_EDIT, version=version, event="pilot.updated", reason=reason) as pilot:
        if fields.get("stage", pilot.stage) != pilot.stage:
            need_reason(reason, "Say why the stage changes.")
        assign(pilot, fields)
        for name, chosen in links.items():
            set_links(pilot, name, chosen)
    return pilot


def rate_confidence(*, by: Any, reason: str = "", **fields: Any) -> ConfidenceRating:
    """Add a rating. Those before it stay as they were."""
    return create(ConfidenceRating(**fields), by=by, may=Permission.CONFIDENCE_RATE, event="confidence.rated", reason=reason)
