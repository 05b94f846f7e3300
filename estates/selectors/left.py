"""What has left the register: what became of it, its history, and what the sites that stay were made of."""

from dataclasses import replace
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import Http404

from devo_portal.core.history import Beneath, event_model, history
from devo_portal.core.policy import Permission, covers, reach, require

from ..models import Building, EstateReturn, Holding, Identifier, Occupation, Site, SiteConfirmation
from ..serializers import SiteDetail
from .merging import brief
from .sensitive import seen_by
from .sites import sites, with_measures

_BENEATH = (
    Beneath(Identifier, "site", "value", "identifier"),
    Beneath(Building, "site", "name", "building"),
    Beneath(Holding, "site", "organisation", "holding"),
    Beneath(Occupation, "site", "ref", "occupation"),
    Beneath(SiteConfirmation, "site", "confirmed_on", "confirmation"),
)  # not plots, of which some are sensitive where the site is not: each tells its own


def left_sites(user: Any) -> QuerySet[Site]:
    """Those that were removed, or merged into another, and that this person may see."""
    require(user, Permission.PROGRAMME_VIEW)
    return with_measures(Site.objects.filter(seen_by(user), removed_on__isnull=False))


def _ever(user: Any) -> QuerySet[Site]:
    require(user, Permission.PROGRAMME_VIEW)
    return with_measures(Site.objects.filter(seen_by(user)))


left = replace(sites, rows=left_sites, detail=SiteDetail)
ever = replace(sites, rows=_ever, detail=SiteDetail)


def left_as(user: Any, pk: Any) -> dict[str, Any] | None:
    """What became of a site that has left the register (LeftSerializer); None for one that has not, or that may not be seen."""
    site = left_sites(user).filter(pk=pk).select_related("merged_into").first()
    if site is None:
        return None
    act = next((each for each in history(Site, pk) if any(change["field"] == "removed_on" for change in each["changes"])), None)
    return {
        **brief(site),
        "removed_on": site.removed_on,
        "by": act and act["by"],
        "reason": act["reason"] if act else "",
        "merged_into": brief(site.merged_into) if site.merged_into else None,
        "history": f"/estates/sites/{site.pk}/history/",
        "may_edit": covers(reach(user, Permission.SITE_EDIT), site.organisation_id),
    }


def became(user: Any, pk: Any) -> Any:
    """`{into}` for a site that has left and that this person may see: the id of the one that it was merged into, or None. Else None."""
    found = Site.objects.filter(seen_by(user), pk=pk, removed_on__isnull=False)
    return found.values(into=F("merged_into_id")).first()


def lineage(user: Any, pk: Any) -> dict[str, Any]:
    """Of a site in the register or not: those merged into it, the one that it was split from, and its parts (LineageSerializer). One query.

    One that its reader may not see is in none of them.
    """
    require(user, Permission.PROGRAMME_VIEW)
    kin = Q(merged_into=pk) | Q(split_from=pk) | Q(parts=pk)
    rows = Site.objects.filter(seen_by(user), kin).annotate(of=F("parts__id")).order_by("name", "pk")
    found: dict[Any, Any] = {}
    for row in rows:
        found.setdefault(row.pk, row)
        found[row.pk].is_whole = getattr(found[row.pk], "is_whole", False) or str(row.of) == str(pk)
    every = list(found.values())
    return {
        "merged": [
            {**brief(each), "on": each.removed_on, "history": f"/estates/sites/{each.pk}/history/"} for each in every if _is(each.merged_into_id, pk)
        ],
        "parts": [brief(each) for each in every if _is(each.split_from_id, pk) and each.removed_on is None],
        "split_from": next((brief(each) for each in every if each.is_whole), None),
    }


def _is(one: Any, other: Any) -> bool:
    return str(one) == str(other)


def site_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    """What became of a site and of what is recorded beneath it, newest first; in the register or not. Its returns tell their own.

    Raises Http404.
    """
    require(user, Permission.PROGRAMME_VIEW)
    if not Site.objects.filter(seen_by(user), pk=pk).exists():
        raise Http404("There is no such record, or you may not see it.")
    return history(Site, pk, beneath=_BENEATH)


def history_page(user: Any, pk: Any) -> dict[str, Any]:
    """A site that is or was in the register, with its history and that of those merged into it a link away."""
    site = ever.one(user, pk)
    return {
        "site": site,
        "history": history(Site, pk, beneath=_BENEATH),
        "lineage": lineage(user, pk),
        "left": left_as(user, pk) if site["removed_on"] else None,
    }


def standing_aside(user: Any, pk: Any) -> list[dict[str, Any]]:
    """Former returns of a site: those that a merge left with the site that went, as `former_returns` has them."""
    rows = EstateReturn.objects.filter(seen_by(user, "site__"), site__merged_into=pk).order_by("-year", "pk")
    names = ("year", "version", "source", "row_hash", "gross_internal_m2", "land_ha", "land_not_delivering_ha", "backlog_high")
    found = []
    for row in rows.values("pk", "site_id", "updated_at", *names):
        merged = (
            event_model(Site)
            .objects.filter(pgh_obj_id=row["site_id"], merged_into__isnull=False)
            .order_by("pgh_id")
            .values_list("pgh_created_at", flat=True)[:1]
        )
        found.append({**{name: row[name] for name in names}, "kept_at": row["updated_at"], "until": merged[0] if merged else row["updated_at"]})
    return found
