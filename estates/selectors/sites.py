"""What may be read about sites."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, DecimalField, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Coalesce

from devo_portal.core.history import history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel, remembered

from ..eric.columns import label
from ..filters import SiteFilter
from ..models import EstateReturn, Site
from ..serializers import MEASURES, SiteDetail, SiteSerializer
from .holdings import holdings
from .returns import returns

SUMMED = (
    "gross_internal_m2",
    "land_ha",
    "land_not_delivering_ha",
    "backlog_total",
    "backlog_high",
    "backlog_significant",
    "backlog_moderate",
    "backlog_low",
)


PLACES = {"land_ha": 4, "land_not_delivering_ha": 4}


def visible_sites(user: Any) -> QuerySet[Site]:
    require(user, Permission.PROGRAMME_VIEW)
    return Site.objects.annotate(  # the measures that lists sort by
        gross_internal_m2=F("current_return__gross_internal_m2"),
        land_ha=F("current_return__land_ha"),
        backlog_total=F("current_return__backlog_total"),
    )


sites = ReadModel(
    "sites", visible_sites, SiteFilter, SiteSerializer, order=("name", "gross_internal_m2", "land_ha", "backlog_total"), detail=SiteDetail
)


def register_totals(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of the sites that the filter leaves, from the latest return of each (TotalsSerializer says which).

    Raises ValidationError for what cannot be asked.
    """
    found = sites.found(user, params).order_by()
    asked = sorted((name, params.getlist(name) if hasattr(params, "getlist") else params[name]) for name in params if name in SiteFilter.base_filters)
    return remembered(f"register_totals {asked}", user, lambda: _totals(found))


def _totals(found: QuerySet[Site]) -> dict[str, Any]:
    figures: dict[str, Any] = found.aggregate(
        organisations=Count("organisation", distinct=True),
        sites=Count("pk"),
        aggregates=Count("pk", filter=Q(type=Site.Type.AGGREGATE)),
        **{name: _total(name) for name in SUMMED},
        flagged=Count("pk", filter=Q(current_return__flags__len__gt=0)),
        reported=ArrayAgg("current_return__year", distinct=True, default=Value([])),
    )
    figures["sites_named"] = figures["sites"] - figures["aggregates"]
    figures["years"] = sorted(filter(None, figures.pop("reported")), reverse=True)
    return figures


def _total(name: str) -> Cast:
    """The sum of a measure, always to its own places: over no rows it is 0.00, not 0."""
    kind: DecimalField[Any, Any] = DecimalField(max_digits=20, decimal_places=PLACES.get(name, 2))
    return Cast(Coalesce(Sum(f"current_return__{name}"), Value(0), output_field=kind), kind)


def site_history(user: Any, pk: Any, return_pk: Any = None) -> list[dict[str, Any]]:
    """What became of a site and of its latest return, newest first."""
    require(user, Permission.PROGRAMME_VIEW)
    acts = history(Site, pk)
    if return_pk:
        acts += [{**act, "version": None} for act in history(EstateReturn, return_pk) if act["changes"]]
    return sorted(acts, key=lambda act: act["at"], reverse=True)


def site_page(user: Any, pk: Any) -> dict[str, Any]:
    """A site with its holdings, its returns by year, and the same returns turned to have a row for each measure."""
    site = sites.one(user, pk)
    answers = returns.list(user, {"site": str(pk), "order": "-year", "limit": "10"})["results"]
    measures = [{"name": name, "label": label(name), "values": [each[name] for each in answers]} for name in MEASURES]
    return {
        "site": site,
        "holdings": holdings.list(user, {"site": str(pk)}),
        "returns": answers,
        "measures": measures,
        "history": site_history(user, pk, answers[0]["id"] if answers else None),
    }
