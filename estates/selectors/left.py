"""What has left the register: what became of it, its history, and what the sites that stay were made of."""

from dataclasses import replace
from typing import Any

from django.db.models import F, QuerySet, Value
from django.http import Http404

from devo_portal.core.history import Beneath, history
from devo_portal.core.policy import Permission, covers, reach, require
from devo_portal.core.writes import Refused

from .. import unmerging
from ..models import Building, Holding, Identifier, Occupation, Site, SiteConfirmation
from ..serializers import SiteDetail
from .merging import brief
from .sensitive import seen_by
from .sites import sites, with_measures

BENEATH = (
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


def unmerging_of(user: Any, pk: Any) -> dict[str, Any]:
    """What stands in the way of taking a merge back (UnmergingSerializer): `{goes, stays, edits: {count, results}}`.

    Raises Http404 for a site that has not left the register, Refused (`site-not-merged`) for one that was removed from it.
    """
    site = left_sites(user).filter(pk=pk).select_related("merged_into").first()
    if site is None:
        raise Http404("There is no such record, or you may not see it.")
    count, results = merged_since(site)
    return {"goes": brief(site), "stays": brief(site.merged_into), "edits": {"count": count, "results": results}}


def merged_since(site: Site) -> tuple[int, list[dict[str, Any]]]:
    """How many records were edited since a site was merged, and the first of them. Raises Refused (`site-not-merged`)."""
    if site.merged_into_id is None:
        raise Refused("site-not-merged", "It was removed from the register, not merged: restore it.")
    if unmerging.act_of(site)[0] is None:
        raise Refused("merge-not-known", "It was merged outside the portal, and no act tells what moved. Split the site that it is a part of.")
    return unmerging.later_edits(site)


def became(user: Any, pk: Any) -> Any:
    """`{into}` for a site that has left and that this person may see: the id of the one that it was merged into, or None. Else None."""
    found = Site.objects.filter(seen_by(user), pk=pk, removed_on__isnull=False)
    return found.values(into=F("merged_into_id")).first()


def lineage(user: Any, pk: Any) -> dict[str, Any]:
    """Of a site in the register or not: those merged into it, its parts, and the one that it was split from (LineageSerializer).

    One that its reader may not see is in none of them. One query, each part of which an index answers.
    """
    require(user, Permission.PROGRAMME_VIEW)
    seen = Site.objects.filter(seen_by(user)).order_by()
    whole = Site.objects.filter(pk=pk).order_by().values("split_from")
    names = ("pk", "ref", "name", "code", "version", "removed_on")
    kin = {"merged": seen.filter(merged_into=pk), "parts": seen.filter(split_from=pk, removed_on=None), "split_from": seen.filter(pk__in=whole)}
    asked = [rows.annotate(kin=Value(each)).values_list(*names, "kin") for each, rows in kin.items()]
    found: dict[str, list[dict[str, Any]]] = {each: [] for each in kin}
    for *values, each in asked[0].union(*asked[1:], all=True).order_by("name", "pk"):
        row = Site(**dict(zip(names, values, strict=True)))
        found[each].append({**brief(row), **({"on": row.removed_on, "history": f"/estates/sites/{row.pk}/history/"} if each == "merged" else {})})
    return {**found, "split_from": found["split_from"][0] if found["split_from"] else None}


def site_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    """What became of a site and of what is recorded beneath it, newest first; in the register or not. Its returns tell their own.

    Raises Http404.
    """
    require(user, Permission.PROGRAMME_VIEW)
    if not Site.objects.filter(seen_by(user), pk=pk).exists():
        raise Http404("There is no such record, or you may not see it.")
    return history(Site, pk, beneath=BENEATH)
