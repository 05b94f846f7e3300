from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from devo_portal.core.dates import parse_day
from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, django_filters
from devo_portal.core.forms import DayField
from devo_portal.core.models import Area

from ..models import Function, OptIn
from .shared import areas

LEAST, MOST = date(1900, 1, 1), date(2999, 12, 31)


def functions() -> QuerySet[Function]:
    return Function.objects.order_by("code")


def running(on: date) -> Q:
    """The periods that cover a day."""
    return Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gt=on))


def parse_on(text: Any) -> date:
    """A day that a question is asked for. Raises ValidationError in words."""
    day = parse_day(str(text))
    if not LEAST <= day <= MOST:
        raise ValidationError("Give a day from 1900 to 2999.", code="invalid_date")
    return day


class OnField(DayField):
    def to_python(self, value: Any) -> Any:
        return parse_on(value) if isinstance(value, str) and value else super().to_python(value)


class OnFilter(django_filters.Filter):
    """`?on=2018-04-01`: the periods that cover the day."""

    field_class = OnField

    def filter(self, qs: QuerySet[Any], value: date | None) -> QuerySet[Any]:
        return qs.filter(running(value)) if value else qs


class OptInFilter(FilterSet):
    q = Search("function__name", "area__name", "note")
    function = Reference("function_id", functions, label="Function")
    area = Reference("area_id", areas, label="Area")
    state = AnyOf(OptIn.State, label="State")
    on = OnFilter(label="On a day")


class MatrixFilter(FilterSet):
    """What the matrix is asked: its fields are read one by one by the selector, for a cell is no row."""

    on = OnFilter(label="On this day")
    function = Reference("function_id", functions, label="Function")
    sub_region = Reference("area_id", lambda: areas().filter(kind=Area.Kind.SUB_REGION), label="Sub-region")
    state = AnyOf(OptIn.State, label="State")
    kind = AnyOf(Area.Kind, label="Kind of area")
