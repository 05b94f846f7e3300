"""What may be done to holdings."""

from typing import Any

from devo_portal.core.policy import Permission
from devo_portal.core.writes import assign, change, create, need_reason, remove

from ..models import Holding
from ..selectors import visible_buildings, visible_holdings
from .within import on_the_site, site_of

MAY = Permission.SITE_EDIT


def create_holding(*, by: Any, site: Any, reason: str = "", **fields: Any) -> Holding:
    """Raises Refused: `interest-overlap`, `interest-circle`, `interest-too-large`."""
    holding = Holding(site=site_of(by, site))
    on_the_site(holding, fields, building=visible_buildings(by), superior=visible_holdings(by))
    assign(holding, fields)
    return create(holding, by=by, may=MAY, event="holding.created", reason=reason)


def update_holding(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Holding:
    """Raises Refused: `interest-overlap`, `interest-circle`, `interest-too-large`."""
    with change(visible_holdings(by), pk, by=by, may=MAY, version=version, event="holding.updated", reason=reason) as holding:
        on_the_site(holding, fields, building=visible_buildings(by), superior=visible_holdings(by))
        assign(holding, fields)
    return holding


def remove_holding(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    """For one that was never so; one that is over is given its last day. Raises Refused (`still-referred-to`)."""
    need_reason(reason, "Say why the holding was never so. One that is over is given its last day.")
    remove(visible_holdings(by), pk, by=by, may=MAY, version=version, event="holding.removed", reason=reason)
