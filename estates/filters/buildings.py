"""What may be asked of buildings and occupations."""

from django.db.models import F, Q

from devo_portal.core.filters import AnyOf, FilterSet, Search, YesNo, django_filters

from ..models import Building
from .shared import on_day


class BuildingFilter(FilterSet):
    q = Search("name", "use")
    site = django_filters.UUIDFilter("site_id", label="Site")
    condition = AnyOf(Building.Condition, label="Condition")
    demolished = YesNo(lambda: Q(demolished_on__isnull=False), label="Demolished")
    overfull = YesNo(lambda: Q(taken_m2__gt=F("gross_internal_m2")), label="More floor taken than there is")


class OccupationFilter(FilterSet):
    q = Search("occupier__name", "occupier_name", "building__name")
    site = django_filters.UUIDFilter("site_id", label="Site")
    building = django_filters.UUIDFilter("building_id", label="Building")
    holding = django_filters.UUIDFilter("holding_id", label="Holding")
    occupier = django_filters.UUIDFilter("occupier_id", label="Occupier")
    vacant = YesNo(lambda: Q(vacant=True), label="Vacant")
    on = django_filters.DateFilter(method=on_day, label="On the day")
