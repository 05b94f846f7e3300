"""What may be read about agendas, attendance and interests."""

from typing import Any

from django.db.models import QuerySet

from devo_portal.core.history import history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import AgendaItemFilter, AttendanceFilter, InterestFilter
from ..models import Action, AgendaItem, Attendance, Decision, Interest
from ..serializers import AgendaItemSerializer, AttendanceSerializer, InterestSerializer
from .minutes import without_working


def visible_items(user: Any) -> QuerySet[AgendaItem]:
    require(user, Permission.PROGRAMME_VIEW)
    return AgendaItem.objects.timed()


def visible_attendance(user: Any) -> QuerySet[Attendance]:
    require(user, Permission.PROGRAMME_VIEW)
    return Attendance.objects.all()


def visible_interests(user: Any) -> QuerySet[Interest]:
    require(user, Permission.PROGRAMME_VIEW)
    return Interest.objects.all()


agenda_items = ReadModel(
    "agenda-items", visible_items, AgendaItemFilter, AgendaItemSerializer, order=("-meeting__held_on", "place", "title", "updated_at")
)
attendance = ReadModel("attendance", visible_attendance, AttendanceFilter, AttendanceSerializer, order=("-meeting__held_on", "state", "updated_at"))
interests = ReadModel("interests", visible_interests, InterestFilter, InterestSerializer, order=("-meeting__held_on", "kind", "updated_at"))


def attendance_states() -> list[tuple[str, str]]:
    return [(code, str(label)) for code, label in Attendance.State.choices]


def holds(item: AgendaItem) -> list[str]:
    """What stands under an item, which its removal would leave without a place."""
    rows: tuple[tuple[str, QuerySet[Any]], ...] = (
        ("papers", item.papers.all()),
        ("decisions", Decision.objects.filter(item=item)),
        ("interests", item.interests.all()),
        ("actions", Action.objects.filter(raised_at=item)),
    )
    return [*(["a minute"] if item.minute else []), *(name for name, found in rows if found.exists())]


def item_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    meeting = AgendaItem.objects.filter(pk=pk).values_list("meeting", flat=True).first()
    return without_working(user, meeting, history(AgendaItem, pk))
