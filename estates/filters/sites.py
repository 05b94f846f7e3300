"""What may be asked of sites."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from devo_portal.core.filters import AnyOf, FilterSet, Reference, YesNo, django_filters
from devo_portal.core.models import Area, Organisation

from ..eric.quality import FlagCode
from ..models import Site
from .identifiers import Claimed, SiteSearch
from .quality import JUDGED, Finding, stale
from .shared import AnyFlag


class Stale(YesNo):
    """Yes or no of the sites that are still in the register."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        return super().filter(qs.filter(JUDGED) if value else qs, value)


class SiteFilter(FilterSet):
    q = SiteSearch("name", "code")
    identifier = Claimed("site", label="Identifier")
    organisation = Reference("organisation_id", lambda: Organisation.objects.filter(kind=Organisation.Kind.TRUST).order_by("name"), label="Trust")
    type = AnyOf(Site.Type, label="Site type")
    aggregate = YesNo(lambda: Q(type=Site.Type.AGGREGATE), label="Aggregate of small sites")
    flagged = YesNo(lambda: Q(current_return__flags__len__gt=0), label="Flagged")
    flag = AnyFlag(FlagCode, field_name="current_return__flags", label="Quality flag")
    area = Reference("area_id", lambda: Area.objects.filter(kind=Area.Kind.AUTHORITY).order_by("name"), label="Borough")
    year = django_filters.CharFilter("current_return__year", label="Year of the latest return")
    finding = Finding(label="Finding")
    finding_waived = Finding(waived=True, label="Finding waived")
    stale = Stale(lambda: stale(timezone.localdate()), label="To be confirmed")
