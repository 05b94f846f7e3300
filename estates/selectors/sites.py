"""What may be read about sites."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg, StringAgg
from django.db.models import CharField, Count, DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, TextField, Value

from devo_portal.core.models import Organisation
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel, remembered

from ..filters import SiteFilter
from ..models import Plot, Site
from ..rules.estate import rounded
from ..serializers import SiteDetail, SiteSerializer
from .identifiers import visible_identifiers
from .kept import by_owner, owner_states
from .sensitive import open_to, seen_by

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
    """The sites in the register; those that have left it are in `left.py`."""
    require(user, Permission.PROGRAMME_VIEW)
    return with_measures(Site.objects.filter(open_to(user, "")))


def with_measures(rows: QuerySet[Site]) -> QuerySet[Site]:
    return rows.annotate(  # the measures that lists sort by
        gross_internal_m2=F("current_return__gross_internal_m2"),
        land_ha=F("current_return__land_ha"),
        backlog_total=F("current_return__backlog_total"),
    )


def latest_year(user: Any) -> QuerySet[Any, Any]:
    """The latest year that any trust has returned, as the one value of a query."""
    latest = Site.objects.filter(open_to(user, ""), current_return__isnull=False, organisation__kind=Organisation.Kind.TRUST)
    return latest.order_by("-current_return__year").values("current_return__year")[:1]


def judged_sites(user: Any, latest: Any = None) -> QuerySet[Site]:
    """Each with what the rules of quality ask that depends on its reader (`filters/quality.py`); `latest` is the latest year where it
    is known already."""
    return judged(user, visible_sites(user), latest)


def judged(user: Any, rows: QuerySet[Site], latest: Any = None) -> QuerySet[Site]:
    plots = Plot.objects.filter(open_to(user, plots=True), site=OuterRef("pk")).order_by().values("site").annotate(sum=Sum("land_ha"))
    mine: QuerySet[Any] = visible_identifiers(user)
    claims = mine.filter(conflict=True, site=OuterRef("pk"))
    disputed = claims.order_by().values("site")
    return rows.annotate(
        latest_year=Subquery(latest_year(user)) if latest is None else Value(latest or None, output_field=CharField()),
        plots_ha=Subquery(plots.values("sum"), output_field=DecimalField(max_digits=20, decimal_places=4)),
        in_dispute=Exists(claims),
        disputed=Subquery(disputed.annotate(all=StringAgg("value", Value(", "), order_by="value")).values("all"), output_field=TextField()),
    )


MEASURED = ("gross_internal_m2", "land_ha", "backlog_total")
ORDERS = ("name", "ref", "code", "type", "organisation", "area", "postcode", "updated_at", *MEASURED)


@dataclass(frozen=True)
class Sites(ReadModel):
    """The sites in the register; `?removed=true` asks for those that were removed from it instead."""

    def found(self, user: Any, params: Mapping[str, Any]) -> QuerySet[Any]:
        if params.get("removed") != "true":
            return super().found(user, params)
        require(user, Permission.PROGRAMME_VIEW)
        removed = Site.objects.filter(seen_by(user), removed_on__isnull=False, merged_into=None)
        return ReadModel.found(replace(self, rows=lambda reader: judged(reader, with_measures(removed))), user, params)


sites = Sites("sites", judged_sites, SiteFilter, SiteSerializer, order=ORDERS, apart=MEASURED, detail=SiteDetail)


def register_totals(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of the sites that the filter leaves, from the latest return of each (TotalsSerializer says which).

    Raises ValidationError for what cannot be asked.
    """
    found = sites.found(user, params).order_by()
    asked = sorted((name, params.getlist(name) if hasattr(params, "getlist") else params[name]) for name in params if name in SiteFilter.base_filters)
    if not KEPT.issuperset(name for name, _ in asked):
        return remembered(f"register_totals {asked}", user, lambda: _totals(_totals_by(found).values()))
    kept = by_owner(f"register_totals {asked}", user, lambda owners: _totals_by(found.filter(organisation__in=owners)), owner_states())
    return _totals(kept.values())


KEPT = frozenset({"organisation", "area", "sub_region", "type", "aggregate", "flagged", "flag"})  # questions whose totals are kept by owner


def _totals_by(found: QuerySet[Site]) -> dict[Any, dict[str, Any]]:
    """By owner, what adds up to the totals of these sites."""
    rows: Any = found.values("organisation_id").annotate(
        sites=Count("pk"),
        aggregates=Count("pk", filter=Q(type=Site.Type.AGGREGATE)),
        **{f"sum_{name}": Sum(f"current_return__{name}") for name in SUMMED},
        flagged=Count("pk", filter=Q(current_return__flags__len__gt=0)),
        reported=ArrayAgg("current_return__year", distinct=True, default=Value([])),
    )
    return {row.pop("organisation_id"): row for row in rows}


def _totals(rows: Collection[Mapping[str, Any]]) -> dict[str, Any]:
    """A sum is always to its measure's own places: over no rows it is 0.00, not 0."""
    figures: dict[str, Any] = {"organisations": len(rows)}
    figures |= {name: sum(row[name] for row in rows) for name in ("sites", "aggregates", "flagged")}
    for name in SUMMED:
        figures[name] = rounded(sum((row[f"sum_{name}"] or 0 for row in rows), Decimal(0)), PLACES.get(name, 2))
    figures["sites_named"] = figures["sites"] - figures["aggregates"]
    figures["years"] = sorted({year for row in rows for year in row["reported"] if year}, reverse=True)
    return figures


def published_totals(user: Any) -> dict[str, Any]:
    """Figures of the whole register that anybody may be given (PublishedSerializer), sensitive sites among them.

    They are counted only where there are at least ESTATES_MIN_GROUP of them, of at least as many organisations: else
    the figures are those without them, as though they were not there. There is one group, the whole register, and no
    filter, so that no two answers can be taken from each other (`docs/adr/0009-sensitive-sites.md`).
    """
    require(user, Permission.PROGRAMME_VIEW)
    return remembered(f"published_totals {settings.ESTATES_MIN_GROUP}", user, lambda: _published(user))


def _published(user: Any) -> dict[str, Any]:
    def compute(owners: list[Any]) -> dict[Any, tuple[Any, Any]]:
        rows = Site.objects.filter(removed_on=None, organisation__in=owners).order_by()
        shown, hidden = (_totals_by(rows.filter(sensitive=sensitive)) for sensitive in (False, True))
        return {owner: (shown.get(owner), hidden.get(owner)) for owner in {*shown, *hidden}}

    kept = by_owner("published_totals", user, compute, owner_states())
    hidden = [each for _, each in kept.values() if each]
    few = min(sum(each["sites"] for each in hidden), len(hidden)) < settings.ESTATES_MIN_GROUP
    counted = [parts for both in kept.values() if (parts := [each for each in both[: 1 if few else 2] if each])]
    figures = _totals([each for parts in counted for each in parts])
    return {
        "sites": figures["sites"],
        "organisations": len(counted),
        "gross_internal_m2": int(round(figures["gross_internal_m2"], -3)),
        "land_ha": round(figures["land_ha"]),
        "land_not_delivering_ha": round(figures["land_not_delivering_ha"]),
        "backlog_total": int(round(figures["backlog_total"], -6)),
    }
