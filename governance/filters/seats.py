from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Left, Length
from django.utils import timezone

from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, YesNo, django_filters

from ..models import BoardMember
from .opt_ins import OnField
from .shared import boards, organisations


def sits(day: date, *, surely: bool = False) -> Q:
    """Of seats: those that were held on a day, as far as their dates, which may be a month or a year, let it be. `surely`: beyond doubt.

    A seat is held from the day of joining up to, and not with, the day of leaving. The first day that a date may be is held
    against this day, the last against the next, each cut to the date's length.
    """
    this, following = (each.isoformat() for each in (day, day + timedelta(1)))
    if surely:
        return Q(joined__lt=_cut(following, "joined")) & (Q(left=None) | Q(left__gt=_cut(this, "left")))
    return (Q(joined=None) | Q(joined__lte=_cut(this, "joined"))) & (Q(left=None) | Q(left__gte=_cut(following, "left")))


def _cut(text: str, column: str) -> Left:
    return Left(Value(text), Length(column))


class SittingFilter(django_filters.Filter):
    """`?on=2018-02-01`: the seats that were held, or may have been, on the day."""

    field_class = OnField

    def filter(self, qs: QuerySet[Any], value: date | None) -> QuerySet[Any]:
        return qs.filter(sits(value)) if value else qs


class SeatFilter(FilterSet):
    q = Search("post", "name", "organisation__name", "organisation__short_name")
    board = Reference("board_id", boards, label="Board")
    organisation = Reference("organisation_id", organisations, label="Organisation")
    capacity = AnyOf(BoardMember.Capacity, label="Capacity")
    independent = YesNo(lambda: Q(independent=True), label="Independent")
    votes = YesNo(lambda: Q(votes=True), label="Has a vote")
    now = YesNo(lambda: sits(timezone.localdate()), label="Held today")
    on = SittingFilter(label="Held on")
