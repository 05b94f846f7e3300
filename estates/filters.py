from typing import Any

from django.db.models import Q, QuerySet

from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, YesNo, django_filters
from devo_portal.core.models import Area, Organisation

from .eric.quality import FlagCode
from .models import Holding, Import, ImportRow, Site


class AnyFlag(AnyOf):
    """Rows that carry one of the flags named."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        return qs.filter(**{f"{self.field_name}__overlap": value}) if value else qs


class SiteFilter(FilterSet):
    q = Search("name", "code")
    organisation = Reference("organisation_id", lambda: Organisation.objects.filter(kind=Organisation.Kind.TRUST).order_by("name"), label="Trust")
    type = AnyOf(Site.Type, label="Site type")
    aggregate = YesNo(lambda: Q(type=Site.Type.AGGREGATE), label="Aggregate of small sites")
    flagged = YesNo(lambda: Q(current_return__flags__len__gt=0), label="Flagged")
    flag = AnyFlag(FlagCode, field_name="current_return__flags", label="Quality flag")
    area = Reference("area_id", lambda: Area.objects.filter(kind=Area.Kind.AUTHORITY).order_by("name"), label="Borough")
    year = django_filters.CharFilter("current_return__year", label="Year of the latest return")


class HoldingFilter(FilterSet):
    site = django_filters.UUIDFilter("site_id", label="Site")
    organisation = django_filters.UUIDFilter("organisation_id", label="Held by")
    tenure = AnyOf(Holding.Tenure, label="Tenure")


class ReturnFilter(FilterSet):
    site = django_filters.UUIDFilter("site_id", label="Site")
    organisation = django_filters.UUIDFilter("organisation_id", label="Returned by")
    year = django_filters.CharFilter(label="Financial year")
    flagged = YesNo(lambda: Q(flags__len__gt=0), label="Flagged")
    flag = AnyFlag(FlagCode, field_name="flags", label="Quality flag")


class ImportFilter(FilterSet):
    state = AnyOf(Import.State, label="State")
    year = django_filters.CharFilter(label="Financial year")


class ImportRowFilter(FilterSet):
    outcome = AnyOf(ImportRow.Outcome, label="Outcome")
    flag = AnyFlag(FlagCode, field_name="flags", label="Quality flag")
