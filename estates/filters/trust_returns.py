"""What may be asked of the returns of trusts about themselves."""

from django.db.models import Q

from devo_portal.core.filters import FilterSet, YesNo, django_filters


class TrustReturnFilter(FilterSet):
    organisation = django_filters.UUIDFilter("organisation_id", label="Returned by")
    year = django_filters.CharFilter(label="Financial year")
    organisation_type = django_filters.CharFilter(label="Type of organisation", lookup_expr="iexact")
    estates_strategy = YesNo(lambda: Q(estates_strategy=True), label="Has an estates development strategy")
    leases_from_nhsps = YesNo(lambda: Q(sites_leased_nhsps__gt=0), label="Leases from NHS Property Services")
    backlog_investment__gte = django_filters.NumberFilter("backlog_investment", lookup_expr="gte", label="Invested in backlog, at least (£)")
    backlog_investment__lte = django_filters.NumberFilter("backlog_investment", lookup_expr="lte", label="Invested in backlog, at most (£)")
