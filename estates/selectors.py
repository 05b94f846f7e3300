"""What may be read about the estate."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, DecimalField, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Coalesce
from django.http import Http404

from devo_portal.core.history import history
from devo_portal.core.models import Membership, Organisation, Role, User
from devo_portal.core.policy import ALL, Permission, reach, require
from devo_portal.core.reads import ReadModel, remembered

from .eric.columns import label
from .filters import HoldingFilter, ImportFilter, ImportRowFilter, ReturnFilter, SiteFilter
from .models import EstateReturn, Holding, Import, ImportRow, Site
from .serializers import MEASURES, HoldingSerializer, ImportRowSerializer, ImportSerializer, ReturnDetail, ReturnSerializer, SiteSerializer

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


def visible_holdings(user: Any) -> QuerySet[Holding]:
    require(user, Permission.PROGRAMME_VIEW)
    return Holding.objects.all()


def visible_returns(user: Any) -> QuerySet[EstateReturn]:
    require(user, Permission.PROGRAMME_VIEW)
    return EstateReturn.objects.all()


def visible_imports(user: Any) -> QuerySet[Import]:
    """Everybody's for those who may import for all; else those of the organisations that the person acts for."""
    require(user, Permission.PROGRAMME_VIEW)
    if reach(user, Permission.ESTATES_IMPORT) == ALL:
        return Import.objects.all()
    return Import.objects.filter(organisation__in=[each.organisation_id for each in user.current_memberships])


sites = ReadModel("sites", visible_sites, SiteFilter, SiteSerializer, order=("name", "gross_internal_m2", "land_ha", "backlog_total"))
holdings = ReadModel("holdings", visible_holdings, HoldingFilter, HoldingSerializer, order=("ref", "land_ha"))
returns = ReadModel("estate-returns", visible_returns, ReturnFilter, ReturnSerializer, order=("ref", "year"), detail=ReturnDetail)
imports = ReadModel("imports", visible_imports, ImportFilter, ImportSerializer, order=("-started_at", "file_name", "year", "state"))
_rows = ReadModel("imports/rows", lambda user: ImportRow.objects.none(), ImportRowFilter, ImportRowSerializer, order=("number",))


def rows_of(user: Any, pk: Any) -> ReadModel:
    """The read model of one import's rows. Raises Http404 where the import is not to be seen."""
    if not visible_imports(user).filter(pk=pk).exists():
        raise Http404("There is no such record, or you may not see it.")
    return replace(_rows, path=f"imports/{pk}/rows", rows=lambda _: ImportRow.objects.filter(imported_by=pk))


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


def importing_for(user: Any) -> QuerySet[Organisation]:
    """The organisations for which a person may import. Those who may for all do so for their own."""
    reached = reach(user, Permission.ESTATES_IMPORT)
    own: list[Any] = [each.organisation_id for each in user.current_memberships] if reached == ALL else list(reached)
    return Organisation.objects.filter(pk__in=own)


def rows_in_error(user: Any, pk: Any) -> QuerySet[ImportRow, dict[str, Any]]:
    """`{number, errors}` of each row that stands in the way of an import."""
    return rows_of(user, pk).rows(user).filter(outcome=ImportRow.Outcome.ERROR).values("number", "errors")


def importer(email: str = "") -> User | None:
    """Who imports at the command line: the person named, or the first programme officer by e-mail address."""
    people = User.objects.filter(is_active=True).order_by("email")
    if email:
        return people.filter(email__iexact=email).first()
    officers = Membership.objects.current().filter(role=Role.OFFICER)
    return people.filter(memberships__in=officers).first()
