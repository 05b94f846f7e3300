"""What may be read about meetings."""

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from devo_portal.core.history import history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import MeetingFilter, coming
from ..models import AgendaItem, Attendance, Interest, Meeting
from ..rules.quorum import Quorum
from ..serializers import MeetingSerializer


def visible_meetings(user: Any) -> QuerySet[Meeting]:
    require(user, Permission.PROGRAMME_VIEW)
    return Meeting.objects.annotate(coming=ExpressionWrapper(coming(), output_field=BooleanField()))


meetings = ReadModel("meetings", visible_meetings, MeetingFilter, MeetingSerializer, order=("-held_on", "status", "updated_at"))


def meeting_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(Meeting, pk)


def quorum_of(meeting: Meeting, item: AgendaItem | None = None) -> Quorum:
    """Whether a meeting may decide, or decide one item: who declared an interest in it and withdrew does not count."""
    there = Attendance.objects.filter(meeting=meeting, state__in=Attendance.THERE, member__votes=True)
    withdrew = Interest.objects.filter(Q(item=None) | Q(item=item), meeting=meeting, withdrew=True, member__in=there.values("member"))
    return Quorum(meeting.quorum, there.count(), withdrew.values("member").distinct().count())
