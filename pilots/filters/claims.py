from django.db.models import Q, QuerySet

from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, YesNo, django_filters
from devo_portal.core.models import Area

from ..models import ClaimedThing, Pilot


def boroughs() -> QuerySet[Area]:
    return Area.objects.filter(kind=Area.Kind.AUTHORITY).order_by("name")


def pilots() -> QuerySet[Pilot]:
    return Pilot.objects.order_by("name")


class ClaimedThingFilter(FilterSet):
    q = Search("name", "unit", "source")
    measure = AnyOf(ClaimedThing.Measure, label="Measure")
    counted = YesNo(lambda: Q(counted=True), label="Counted")


class ClaimFilter(FilterSet):
    q = Search("thing__name", "pilot__name", "area__name")
    measure = AnyOf(ClaimedThing.Measure, field_name="thing__measure", label="Measure")
    pilot = Reference("pilot_id", pilots, label="Pilot")
    area = Reference("area_id", boroughs, label="Borough")
    thing = django_filters.UUIDFilter("thing_id", label="What is counted")
    counted = YesNo(lambda: Q(counted=True), label="Counted")
