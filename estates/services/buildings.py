"""What may be done to buildings and occupations."""

from typing import Any

from django.db import transaction

from devo_portal.core.policy import Permission
from devo_portal.core.writes import assign, change, create, need_reason, remove

from ..models import Building, Occupation
from ..selectors import visible_buildings, visible_holdings, visible_occupations
from .within import on_the_site, site_of

MAY = Permission.SITE_EDIT


def create_building(*, by: Any, site: Any, reason: str = "", **fields: Any) -> Building:
    return create(Building(site=site_of(by, site), **fields), by=by, may=MAY, event="building.created", reason=reason)


def update_building(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Building:
    """Raises Refused (`building-overfull`) where its floor would be less than what is taken of it."""
    with change(visible_buildings(by), pk, by=by, may=MAY, version=version, event="building.updated", reason=reason) as building:
        on_the_site(building, fields)
        assign(building, fields)
    return building


def remove_building(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    """For one that never stood there; one that is gone is given the day of its demolition."""
    need_reason(reason, "Say why the building never stood there. One that is gone is given the day of its demolition.")
    remove(visible_buildings(by), pk, by=by, may=MAY, version=version, event="building.removed", reason=reason)


def create_occupation(*, by: Any, site: Any, reason: str = "", **fields: Any) -> Occupation:
    """Raises Refused (`building-overfull`) where more floor would be taken on some day than the building has."""
    with transaction.atomic():
        occupation = Occupation(site=site_of(by, site))
        _settle(by, occupation, fields)
        return create(occupation, by=by, may=MAY, event="occupation.created", reason=reason)


def update_occupation(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Occupation:
    """Raises Refused (`building-overfull`)."""
    with change(visible_occupations(by), pk, by=by, may=MAY, version=version, event="occupation.updated", reason=reason) as occupation:
        _settle(by, occupation, fields)
    return occupation


def _settle(by: Any, occupation: Occupation, fields: dict[str, Any]) -> None:
    """The building is locked, so that two who each take the last of its floor are looked at one after the other."""
    on_the_site(occupation, fields, building=visible_buildings(by), holding=visible_holdings(by))
    assign(occupation, fields)
    if occupation.building_id:
        list(Building.objects.select_for_update().filter(pk=occupation.building_id).values_list("pk"))


def remove_occupation(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    """For one that was never so; one that is over is given its last day."""
    need_reason(reason, "Say why the occupation was never so. One that is over is given its last day.")
    remove(visible_occupations(by), pk, by=by, may=MAY, version=version, event="occupation.removed", reason=reason)
