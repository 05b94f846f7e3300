from django.db.models import Q, QuerySet

from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, YesNo, django_filters

from ..models import AgendaItem, Attendance, Interest, Meeting, Minutes
from .shared import boards


def meetings_named() -> QuerySet[Meeting]:
    return Meeting.objects.select_related("board").order_by("-held_on")


class AgendaItemFilter(FilterSet):
    q = Search("ref", "title", "presenter")
    meeting = Reference("meeting_id", meetings_named, label="Meeting")
    board = Reference("meeting__board_id", boards, label="Board")
    kind = AnyOf(AgendaItem.Kind, label="Kind")
    purpose = AnyOf(AgendaItem.Purpose, label="Purpose")
    held_on__gte = django_filters.DateFilter("meeting__held_on", "gte", label="On or after")
    held_on__lte = django_filters.DateFilter("meeting__held_on", "lte", label="On or before")


class PaperFilter(FilterSet):
    q = Search("ref", "title", "author", "purpose")
    meeting = Reference("item__meeting_id", meetings_named, label="Meeting")
    board = Reference("item__meeting__board_id", boards, label="Board")
    item = django_filters.UUIDFilter("item_id", label="Agenda item")


class AttendanceFilter(FilterSet):
    meeting = Reference("meeting_id", meetings_named, label="Meeting")
    board = Reference("meeting__board_id", boards, label="Board")
    member = django_filters.UUIDFilter("member_id", label="Seat")
    state = AnyOf(Attendance.State, label="State")


class InterestFilter(FilterSet):
    q = Search("ref", "nature")
    meeting = Reference("meeting_id", meetings_named, label="Meeting")
    board = Reference("meeting__board_id", boards, label="Board")
    member = django_filters.UUIDFilter("member_id", label="Seat")
    kind = AnyOf(Interest.Kind, label="Kind")
    withdrew = YesNo(lambda: Q(withdrew=True), label="Took no part")


class MinutesFilter(FilterSet):
    meeting = Reference("meeting_id", meetings_named, label="Meeting")
    board = Reference("meeting__board_id", boards, label="Board")
    status = AnyOf(Minutes.Status, label="Status")
