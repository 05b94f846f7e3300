from django.db.models import Q, QuerySet
from django.utils import timezone

from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, YesNo, django_filters

from ..models import Meeting, MeetingSeries
from .shared import boards


def series() -> QuerySet[MeetingSeries]:
    return MeetingSeries.objects.select_related("board").order_by("board__name", "name")


def coming() -> Q:
    return Q(status__in=Meeting.COMING, held_on__gte=timezone.localdate())


class MeetingFilter(FilterSet):
    q = Search("ref", "title", "place", "board__name", "board__short_name")
    board = Reference("board_id", boards, label="Board")
    series = Reference("series_id", series, label="Series")
    status = AnyOf(Meeting.Status, label="Status")
    coming = YesNo(coming, label="Still to come")
    held_on__gte = django_filters.DateFilter("held_on", "gte", label="On or after")
    held_on__lte = django_filters.DateFilter("held_on", "lte", label="On or before")
