"""What may be read about buildings and who occupies them."""

from typing import Any

from django.db.models import DecimalField, OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import BuildingFilter, OccupationFilter
from ..filters.shared import on_day
from ..models import Building, Occupation
from ..serializers import BuildingSerializer, OccupationSerializer
from .sensitive import open_to


def visible_buildings(user: Any) -> QuerySet[Building]:
    """Each with the floor that is in use, vacant, and taken in all, today."""
    require(user, Permission.PROGRAMME_VIEW)
    return Building.objects.filter(open_to(user)).annotate(occupied_m2=_taken(vacant=False), vacant_m2=_taken(vacant=True), taken_m2=_taken())


def _taken(**which: bool) -> Subquery:
    today = on_day(Occupation.objects.filter(building=OuterRef("pk"), **which), "on", timezone.localdate()).order_by()
    sums = today.values("building").annotate(sum=Sum("area_m2")).values("sum")
    return Subquery(sums, output_field=DecimalField(max_digits=20, decimal_places=2))


buildings = ReadModel("buildings", visible_buildings, BuildingFilter, BuildingSerializer, order=("name", "gross_internal_m2", "updated_at"))


def visible_occupations(user: Any) -> QuerySet[Occupation]:
    require(user, Permission.PROGRAMME_VIEW)
    return Occupation.objects.filter(open_to(user))


occupations = ReadModel(
    "occupations", visible_occupations, OccupationFilter, OccupationSerializer, order=("ref", "area_m2", "starts_on", "updated_at")
)
