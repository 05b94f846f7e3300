"""One site that becomes several: the site stays as the first of them, and each further part is a new site."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, Stale, assign, beneath, change, change_many, check, create, need_reason, recorded

from ..models import Holding, Site
from ..rules.grid import read_point
from ..selectors import DIVIDED, Splitting, boroughs, splitting, told_split, visible_sites
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
    with transaction.atomic():
        with locked(pk):
            plan, made = _planned(by, pk, version, parts, reason)
        if plan.obstacles:
            blamed = {each["key"]: each["detail"] for each in plan.obstacles if each["key"]}
            raise Refused(plan.obstacles[0]["rule"], " ".join(each["detail"] for each in plan.obstacles), blamed)
        with recorded(by=by, event="site.split", reason=reason, subject=plan.site):
            for place, part in enumerate(made, 1):
                _divide(by, plan, place, create(part, by=by, may=MAY, event="site.split"))
            with change(visible_sites(by), pk, by=by, may=MAY, version=version, event="site.split") as site:
                site.links_changed = True  # type: ignore[attr-defined]  # what hangs on it has: its version says so
    return site


def preview_split(*, by: Any, pk: Any, version: int, parts: Sequence[Mapping[str, Any]], reason: str = "") -> dict[str, Any]:
    """What `split_site` would do (SplitPreview); nothing is written. Raises what it does, but for the obstacles, which it lists."""
    return told_split(_planned(by, pk, version, parts, reason)[0])


def _planned(by: Any, pk: Any, version: int, parts: Sequence[Mapping[str, Any]], reason: str) -> tuple[Splitting, list[Site]]:
    """All that a split looks at before it writes, with the new sites, unsaved."""
    need_reason(reason, "Say why it is more than one site.")
    plan = splitting(by, pk, parts)
    if plan.site.version != version:
        raise Stale(plan.site)
    known, made = boroughs(), []
    wrong: dict[str, Any] = {}
    for number, part in enumerate(parts):
        try:
            with beneath(f"parts/{number}"):
                made.append(_made(plan.site, part, known))
        except ValidationError as error:
            wrong |= error.error_dict
    if wrong:
        raise ValidationError(wrong)
    return plan, made


def _made(whole: Site, part: Mapping[str, Any], known: Any) -> Site:
    source = f"Split from {whole.name} ({whole.code})"[:200]
    site = Site(organisation=whole.organisation, split_from=whole, sensitive=whole.sensitive, source=source, illustrative=whole.illustrative)
    assign(site, {name: part[name] for name in _OWN if part.get(name)})
    if point := read_point({name: part.get(name) for name in ("latitude", "longitude")}):
        site.latitude, site.longitude = point
    settle(site, known)
    if site.area_id is None:
        site.area_id = whole.area_id
    check(site)
    return site


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
