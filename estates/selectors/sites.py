"""What may be read about sites."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg, StringAgg
from django.db.models import Count, DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.http import Http404

from devo_portal.core.history import Beneath, history
from devo_portal.core.models import Organisation
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel, remembered

from ..eric.columns import label
from ..filters import SiteFilter
from ..models import Building, Holding, Identifier, Occupation, Plot, Site, SiteConfirmation
from ..serializers import MEASURES, SiteDetail, SiteSerializer
from .identifiers import identifiers, visible_identifiers
from .returns import former_returns, returns
from .sensitive import open_to

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
    return Site.objects.filter(open_to(user, "")).annotate(  # the measures that lists sort by
        gross_internal_m2=F("current_return__gross_internal_m2"),
        land_ha=F("current_return__land_ha"),
        backlog_total=F("current_return__backlog_total"),
    )


def judged_sites(user: Any) -> QuerySet[Site]:
    """Each with what the rules of quality ask that depends on its reader (`filters/quality.py`)."""
    rows = visible_sites(user)
    latest = Site.objects.filter(open_to(user, ""), current_return__isnull=False, organisation__kind=Organisation.Kind.TRUST)
    plots = Plot.objects.filter(open_to(user, plots=True), site=OuterRef("pk")).order_by().values("site").annotate(sum=Sum("land_ha"))
    mine: QuerySet[Any] = visible_identifiers(user)
    claims = mine.filter(conflict=True, site=OuterRef("pk"))
    disputed = claims.order_by().values("site")
    return rows.annotate(
        latest_year=Subquery(latest.order_by("-current_return__year").values("current_return__year")[:1]),
        plots_ha=Subquery(plots.values("sum"), output_field=DecimalField(max_digits=20, decimal_places=4)),
        in_dispute=Exists(claims),
        disputed=Subquery(disputed.annotate(all=StringAgg("value", Value(", "), order_by="value")).values("all"), output_field=TextField()),
    )


ORDERS = ("name", "ref", "code", "type", "postcode", "updated_at", "gross_internal_m2", "land_ha", "backlog_total")
sites = ReadModel("sites", judged_sites, SiteFilter, SiteSerializer, order=ORDERS, detail=SiteDetail)


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


_BENEATH = (
    Beneath(Identifier, "site", "value", "identifier"),
    Beneath(Building, "site", "name", "building"),
    Beneath(Holding, "site", "organisation", "holding"),
    Beneath(Occupation, "site", "ref", "occupation"),
    Beneath(SiteConfirmation, "site", "confirmed_on", "confirmation"),
)  # not plots, of which some are sensitive where the site is not: each tells its own


def site_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    """What became of a site and of what is recorded beneath it, newest first. Its returns tell their own. Raises Http404."""
    if not visible_sites(user).filter(pk=pk).exists():
        raise Http404("There is no such record, or you may not see it.")
    return history(Site, pk, beneath=_BENEATH)


def published_totals(user: Any) -> dict[str, Any]:
    """Figures of the whole register that anybody may be given (PublishedSerializer), sensitive sites among them.

    They are counted only where there are at least ESTATES_MIN_GROUP of them, of at least as many organisations: else
    the figures are those without them, as though they were not there. There is one group, the whole register, and no
    filter, so that no two answers can be taken from each other (`docs/adr/0009-sensitive-sites.md`).
    """
    require(user, Permission.PROGRAMME_VIEW)
    return remembered(f"published_totals {settings.ESTATES_MIN_GROUP}", user, _published)


def _published() -> dict[str, Any]:
    hidden = Site.objects.filter(sensitive=True).aggregate(sites=Count("pk"), owners=Count("organisation", distinct=True))
    few = min(hidden["sites"], hidden["owners"]) < settings.ESTATES_MIN_GROUP
    figures = _totals(Site.objects.filter(sensitive=False) if few else Site.objects.all())
    return {
        "sites": figures["sites"],
        "organisations": figures["organisations"],
        "gross_internal_m2": int(round(figures["gross_internal_m2"], -3)),
        "land_ha": round(figures["land_ha"]),
        "land_not_delivering_ha": round(figures["land_not_delivering_ha"]),
        "backlog_total": int(round(figures["backlog_total"], -6)),
    }


def site_page(user: Any, pk: Any) -> dict[str, Any]:
    """A site, the figures of its latest return, and what it is called by others."""
    return {"site": sites.one(user, pk), "identifiers": identifiers.list(user, {"site": str(pk), "limit": "10"})}


def returns_page(user: Any, pk: Any) -> dict[str, Any]:
    """A site with its returns by year, the same turned to have a row for each measure, and what they said before."""
    site = sites.one(user, pk)
    answers = returns.list(user, {"site": str(pk), "order": "-year", "limit": "10"})["results"]
    measures = [{"name": name, "label": label(name), "values": [each[name] for each in answers]} for name in MEASURES]
    return {"site": site, "returns": answers, "measures": measures, **former_returns(user, pk)}


def history_page(user: Any, pk: Any) -> dict[str, Any]:
    return {"site": sites.one(user, pk), "history": site_history(user, pk)}
