"""What may be asked of yearly returns."""

from django.db.models import Q

from devo_portal.core.filters import FilterSet, YesNo, django_filters

from ..eric.quality import FlagCode
from .shared import AnyFlag


class ReturnFilter(FilterSet):
    site = django_filters.UUIDFilter("site_id", label="Site")
    organisation = django_filters.UUIDFilter("organisation_id", label="Returned by")
    year = django_filters.CharFilter(label="Financial year")
    flagged = YesNo(lambda: Q(flags__len__gt=0), label="Flagged")
    flag = AnyFlag(FlagCode, field_name="flags", label="Quality flag")
