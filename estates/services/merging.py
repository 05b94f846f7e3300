"""Two sites that are one: what is recorded of the one moves to the other, and its own address leads there from then on."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, Stale, change, change_many, need_reason, recorded

from ..models import Building, EstateReturn, Holding, Identifier, Site
from ..rules.merging import resolved
from ..selectors import MOVED, Merging, merging, settled, told_merge, visible_sites

MAY = Permission.SITE_EDIT
# What refers to a building or an interest that is kept once refers to the one that is kept.
_REFERRERS = {
    Building: (("occupation", "building_id"), ("holding", "building_id")),
    Holding: (("holding", "superior_id"), ("occupation", "holding_id")),
}
_FOLLOW = "UPDATE estates_site SET merged_into_id = %(stays)s WHERE merged_into_id = %(goes)s"
_EXCHANGE = """
    UPDATE estates_estatereturn SET site_id = CASE WHEN site_id = %(goes)s THEN %(stays)s::uuid ELSE %(goes)s::uuid END
     WHERE id = ANY(%(rows)s::uuid[])
"""


def merge_sites(*, by: Any, pk: Any, version: int, into: Any, into_version: int, keep: Mapping[str, str] | None = None, reason: str = "") -> Site:
    """Say that a site is the same as another, `into`, which stays. `keep` says whose value or record holds, by the keys of
    the preview (`selectors.merge_preview`): "stays", "goes", for a building or an interest "both".

    All or nothing, in one act. Answers the site that stays. Raises Stale for either; Refused where the two cannot be one
    (`same-site`, `sites-of-two-owners`, `aggregate-site`), where something is to be chosen (`returns-meet`, `holdings-meet`,
    `buildings-meet`) and where a rule would be broken (`interest-too-large`, `interest-circle`, `building-overfull`).
    """
    into = getattr(into, "pk", into)
    with transaction.atomic():
        with locked(pk, into):
            plan = _planned(by, pk, version, into, into_version, keep, reason)
        _unhindered(plan)
        with recorded(by=by, event="site.merged", reason=reason, subject=plan.stays):
            _merge(by, plan)
    return Site.objects.get(pk=plan.stays.pk)


def preview_merge(
    *, by: Any, pk: Any, version: int, into: Any, into_version: int, keep: Mapping[str, str] | None = None, reason: str = ""
) -> dict[str, Any]:
    """What `merge_sites` would do (MergePreview); nothing is written. Raises what it does, but for the obstacles, which it lists."""
    return told_merge(_planned(by, pk, version, into, into_version, keep, reason))


def _planned(by: Any, pk: Any, version: int, into: Any, into_version: int, keep: Mapping[str, str] | None, reason: str) -> Merging:
    """All that a merge looks at before it writes."""
    need_reason(reason, "Say how you know that the two are one site.")
    plan = merging(by, pk, into, keep)
    for site, seen in ((plan.goes, version), (plan.stays, into_version)):
        if site.version != seen:
            raise Stale(site)
    return plan


@contextmanager
def locked(*sites: Any) -> Iterator[None]:
    """No import meanwhile, nor another merge or split of these sites: two that meet are looked at one after the other."""
    change_many("SELECT pg_advisory_xact_lock(hashtext('estates.import'))")
    list(Site.objects.select_for_update().filter(pk__in=sites).order_by("pk").values_list("pk"))
    yield


def _unhindered(plan: Merging) -> None:
    if plan.obstacles:
        blamed = {f"keep/{each['key']}": each["detail"] for each in plan.obstacles if each["key"]}
        raise Refused(plan.obstacles[0]["rule"], " ".join(each["detail"] for each in plan.obstacles), blamed)


def _merge(by: Any, plan: Merging) -> None:
    goes, stays = plan.goes.pk, plan.stays.pk
    change_many(_FOLLOW, {"goes": goes, "stays": stays})
    with change(visible_sites(by), goes, by=by, may=MAY, version=plan.goes.version, event="site.merged") as site:
        site.merged_into_id, site.removed_on, site.current_return = stays, timezone.localdate(), None
    _move(plan)
    with change(visible_sites(by), stays, by=by, may=MAY, version=plan.stays.version, event="site.merged") as site:
        settled(plan, site)
        site.current_return = EstateReturn.objects.filter(site=stays).order_by("-year").first()
        site.links_changed = True  # type: ignore[attr-defined]  # what hangs on it has: its version says so


def _move(plan: Merging) -> None:
    """Rows in an order in which each statement leaves every rule of the tables standing."""
    goes, stays = str(plan.goes.pk), str(plan.stays.pk)
    _keep_once(plan)
    _settle_claims(plan)
    for pk, areas in plan.areas.items():
        change_many("UPDATE estates_holding SET floor_m2 = %s, land_ha = %s WHERE id = %s", [areas["floor_m2"], areas["land_ha"], pk])
    for row, name in plan.names:
        change_many(f"UPDATE {row._meta.db_table} SET name = %s WHERE id = %s", [name, row.pk])
    for model in MOVED:
        rows = [str(each.pk) for each in plan.moving(model)]
        if model is EstateReturn:
            rows += [str(each.pk) for each in plan.exchanged]
            change_many(_EXCHANGE, {"goes": goes, "stays": stays, "rows": rows})
        elif rows:
            change_many(f"UPDATE {model._meta.db_table} SET site_id = %s WHERE id = ANY(%s::uuid[])", [stays, rows])


def _keep_once(plan: Merging) -> None:
    for model, gone in plan.dropped.items():
        for each in gone:
            for table, column in _REFERRERS.get(model, ()):
                change_many(f"UPDATE estates_{table} SET {column} = %s WHERE {column} = %s", [resolved(plan.becomes, each.pk), each.pk])
    for model in (Holding, *(each for each in plan.dropped if each is not Holding)):
        if ids := [str(each.pk) for each in plan.dropped.get(model, ())]:
            change_many(f"DELETE FROM {model._meta.db_table} WHERE id = ANY(%s::uuid[])", [ids])


def _settle_claims(plan: Merging) -> None:
    """An identifier that both had, each against the other, is in conflict no longer where the one withdrawn was the first claim."""
    first = {(each.scheme, each.organisation_id, each.value) for each in plan.dropped.get(Identifier, ()) if not each.contested}
    for each in plan.of(Identifier, "stays"):
        if each.contested and (each.scheme, each.organisation_id, each.value) in first:
            change_many("UPDATE estates_identifier SET contested = false WHERE id = %s", [each.pk])
