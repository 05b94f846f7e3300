"""One site that becomes several: the site stays as the first of them, and each further part is a new site."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, Stale, assign, change, change_many, create, need_reason, recorded

from ..models import Holding, Site
from ..rules.grid import read_point
from ..selectors import DIVIDED, Splitting, boroughs, splitting, visible_sites
from .merging import locked
from .places import settle

MAY = Permission.SITE_EDIT
_OWN = ("name", "code", "type", "address", "postcode")
_SHARED = (
    "organisation_id", "tenure", "tenure_category", "part", "area_source", "landlord_id", "landlord_name", "starts_on", "ends_on", "break_on",
    "review_on", "source", "illustrative"
)  # fmt: skip


def split_site(*, by: Any, pk: Any, version: int, parts: Sequence[Mapping[str, Any]], reason: str = "") -> Site:
    """Make each of `parts` (PartInput) a site of its own, with what is named to go with it. Its returns stay with the first, for
    they are of the whole. A part of a sensitive site is sensitive.

    All or nothing, in one act. Answers the first. Raises Stale; ValidationError; Refused (`pieces-apart`, `share-too-large`,
    `share-of-what-goes`, `interest-too-large`, `area-counted-twice`, `aggregate-site`).
    """
    need_reason(reason, "Say why it is more than one site.")
    with transaction.atomic():
        with locked(pk):
            plan = splitting(by, pk, parts)
        if plan.site.version != version:
            raise Stale(plan.site)
        if plan.obstacles:
            raise Refused(plan.obstacles[0]["rule"], " ".join(each["detail"] for each in plan.obstacles))
        with recorded(by=by, event="site.split", reason=reason, subject=plan.site):
            for place, part in enumerate(parts, 1):
                _divide(by, plan, place, _made(by, plan.site, part))
            with change(visible_sites(by), pk, by=by, may=MAY, version=version, event="site.split") as site:
                site.links_changed = True  # type: ignore[attr-defined]  # what hangs on it has: its version says so
    return site


def _made(by: Any, whole: Site, part: Mapping[str, Any]) -> Site:
    source = f"Split from {whole.name} ({whole.code})"[:200]
    site = Site(organisation=whole.organisation, split_from=whole, sensitive=whole.sensitive, source=source, illustrative=whole.illustrative)
    assign(site, {name: part[name] for name in _OWN if part.get(name)})
    if point := read_point({name: part.get(name) for name in ("latitude", "longitude")}):
        site.latitude, site.longitude = point
    settle(site, boroughs())
    if site.area_id is None:
        site.area_id = whole.area_id
    try:
        return create(site, by=by, may=MAY, event="site.split")
    except ValidationError as error:
        raise ValidationError({"parts": [f"{part['name']}: {each}" for each in error.messages]}) from None


def _divide(by: Any, plan: Splitting, place: int, site: Site) -> None:
    """What goes with a part, in an order in which each statement leaves every rule of the tables standing."""
    shares = {}
    for each in plan.shares:
        if each.part == place:
            made = Holding(site=site, floor_m2=each.floor_m2, land_ha=each.land_ha, **{name: getattr(each.holding, name) for name in _SHARED})
            shares[each.holding.pk] = create(made, by=by, may=MAY, event="holding.created")
            change_many(
                "UPDATE estates_holding SET floor_m2 = floor_m2 - %s, land_ha = land_ha - %s WHERE id = %s",
                [each.floor_m2 or 0, each.land_ha or 0, each.holding.pk],
            )
    for model in DIVIDED:
        if rows := [str(row.pk) for row in plan.of(place, model)]:
            change_many(f"UPDATE {model._meta.db_table} SET site_id = %s WHERE id = ANY(%s::uuid[])", [site.pk, rows])
    for pk, made in shares.items():
        change_many("UPDATE estates_holding SET superior_id = %s WHERE superior_id = %s AND site_id = %s", [made.pk, pk, site.pk])
        change_many("UPDATE estates_occupation SET holding_id = %s WHERE holding_id = %s AND site_id = %s", [made.pk, pk, site.pk])
        above = shares.get(plan.rows[Holding][pk].superior_id)
        if above is not None:
            change_many("UPDATE estates_holding SET superior_id = %s WHERE id = %s", [above.pk, made.pk])
