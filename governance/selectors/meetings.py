"""What may be read about meetings."""

from collections.abc import Mapping
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from devo_portal.core.history import Beneath, history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import MeetingFilter, coming, sits
from ..models import AgendaItem, Attendance, BoardMember, Interest, Meeting, Minutes
from ..rules.quorum import Quorum
from ..serializers import MeetingDetail, MeetingSerializer
from .minutes import without_working


def visible_meetings(user: Any) -> QuerySet[Meeting]:
    """With the figures of their standing; a query that does not ask for one does not pay for it."""
    require(user, Permission.PROGRAMME_VIEW)
    of = OuterRef("pk")
    there = Attendance.objects.filter(meeting=of, state__in=Attendance.THERE, member__votes=True)
    withdrew = Interest.objects.filter(
        meeting=of, item=None, withdrew=True, member__votes=True, member__attendance__meeting=of, member__attendance__state__in=Attendance.THERE
    )
    before = Meeting.objects.filter(board=OuterRef("board"), held_on__lt=OuterRef("held_on"), status=Meeting.Status.HELD).order_by("-held_on", "-id")
    return Meeting.objects.annotate(
        coming=ExpressionWrapper(coming(), output_field=BooleanField()),
        item_count=_count(AgendaItem.objects.filter(meeting=of)),
        decision_count=_count(AgendaItem.objects.filter(meeting=of, purpose=AgendaItem.Purpose.DECISION)),
        there=_count(there),
        withdrew=_count(withdrew, "member"),
        minutes_status=Subquery(Minutes.objects.readable_by(user).filter(meeting=of).order_by("-number").values("status")[:1]),
        last_id=Subquery(before.values("pk")[:1]),
        last_on=Subquery(before.values("held_on")[:1]),
    )


def _count(rows: QuerySet[Any], what: str = "pk") -> Coalesce:
    of = rows.order_by().values("meeting").annotate(n=Count(what, distinct=True)).values("n")
    return Coalesce(Subquery(of, output_field=IntegerField()), 0)


_ORDER = ("-held_on", "status", "updated_at")
meetings = ReadModel("meetings", visible_meetings, MeetingFilter, MeetingSerializer, order=_ORDER, detail=MeetingDetail)
plain_meetings = ReadModel("meetings", visible_meetings, MeetingFilter, MeetingSerializer, order=_ORDER)  # for a page that shows no more


def next_meeting(user: Any, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The next to come of the boards that a list asks for: a list of one, or of none."""
    asked = {name: params[name] for name in ("board",) if params.get(name)}
    return meetings.list(user, {**asked, "coming": "true", "order": "held_on", "limit": "1"})["results"]


def meeting_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    """With its agenda's. Papers have histories of their own, for not everybody may know of each."""
    require(user, Permission.PROGRAMME_VIEW)
    return without_working(user, pk, history(Meeting, pk, beneath=[Beneath(AgendaItem, "meeting", "title", "agenda item")]))


def quorum_of(meeting: Meeting, item: AgendaItem | None = None) -> Quorum:
    """Whether a meeting may decide, or decide one item: who declared an interest in it and withdrew does not count."""
    there = Attendance.objects.filter(meeting=meeting, state__in=Attendance.THERE, member__votes=True)
    withdrew = Interest.objects.filter(Q(item=None) | Q(item=item), meeting=meeting, withdrew=True, member__in=there.values("member"))
    return Quorum(meeting.quorum, there.count(), withdrew.values("member").distinct().count())


def seats_at(meeting: Meeting) -> QuerySet[BoardMember]:
    """The seats of the board that were held on the day, in the order of an attendance list."""
    rows = BoardMember.objects.filter(sits(meeting.held_on), board=meeting.board_id).select_related("organisation")
    return rows.order_by("capacity", "organisation__name", "post", "id")
