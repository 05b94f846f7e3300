"""What may be read about yearly returns."""

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import Http404

from devo_portal.core.history import event_model
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import ReturnFilter
from ..models import EstateReturn, Site
from ..serializers import ReturnDetail, ReturnSerializer
from .sensitive import open_to, seen_by


def visible_returns(user: Any) -> QuerySet[EstateReturn]:
    require(user, Permission.PROGRAMME_VIEW)
    return EstateReturn.objects.filter(open_to(user))


returns = ReadModel("estate-returns", visible_returns, ReturnFilter, ReturnSerializer, order=("ref", "year"), detail=ReturnDetail)


_FORMER = ("year", "version", "source", "row_hash", "gross_internal_m2", "land_ha", "land_not_delivering_ha", "backlog_high")


def former_returns(user: Any, pk: Any) -> dict[str, Any]:
    """`{former: [...]}` (FormerReturns): what a site's returns said before each was changed or taken back, the newest first.

    Nothing is overwritten: an import that brings another row for the same year leaves the former one in the history,
    which every write keeps. Raises Http404.
    """
    require(user, Permission.PROGRAMME_VIEW)
    if not Site.objects.filter(open_to(user, ""), pk=pk).exists():
        raise Http404("There is no such record, or you may not see it.")
    events = event_model(EstateReturn).objects.filter(site_id=pk).order_by("pgh_obj_id", "pgh_id")
    former, before = [], None
    for event in events.values("pgh_obj_id", "pgh_created_at", "pgh_label", *_FORMER):
        if before and before["pgh_obj_id"] == event["pgh_obj_id"] and before["pgh_label"] != "delete":
            said = {name: before[name] for name in _FORMER}
            if event["pgh_label"] == "delete" or any(said[name] != event[name] for name in _FORMER if name != "version"):
                former.append({**said, "kept_at": before["pgh_created_at"], "until": event["pgh_created_at"]})
        before = event
    former += _aside(user, pk)
    return {"former": sorted(former, key=lambda each: each["until"], reverse=True)}


def _aside(user: Any, pk: Any) -> list[dict[str, Any]]:
    """Those that a merge left with the site that went, because the other had a return for the same year."""
    rows = EstateReturn.objects.filter(seen_by(user, "site__"), site__merged_into=pk).order_by("-year", "pk")
    merged = event_model(Site).objects.filter(pgh_obj_id=OuterRef("site_id"), merged_into__isnull=False).order_by("pgh_id")
    found = rows.annotate(until=Subquery(merged.values("pgh_created_at")[:1]), kept_at=F("updated_at"))
    return list(found.values(*_FORMER, "kept_at", "until"))
