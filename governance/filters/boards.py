from datetime import date

from django.db.models import Q, Value
from django.db.models.functions import Left, Length
from django.utils import timezone

from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, YesNo, django_filters

from ..models import Action
from .shared import boards, organisations


def action_overdue() -> Q:
    return Q(status__in=Action.LIVE, due_on__lt=timezone.localdate())


def sits(day: date, *, surely: bool = False) -> Q:
    """Of seats: those that were held on a day; as far as their dates, which may be a month or a year, let it be. `surely`: beyond doubt."""
    joined, left = (Left(Value(day.isoformat()), Length(name)) for name in ("joined", "left"))
    if surely:
        return (Q(joined__lt=joined) | Q(joined=day.isoformat())) & (Q(left=None) | Q(left__gt=left))
    return (Q(joined=None) | Q(joined__lte=joined)) & (Q(left=None) | (Q(left__gte=left) & ~Q(left=day.isoformat())))


class BoardFilter(FilterSet):
    q = Search("name", "short_name", "purpose", "chaired_by", "membership")
    reports_to = Reference("reports_to_id", boards, label="Reports to")


class ActionFilter(FilterSet):
    q = Search("ref", "title", "description", "progress")
    status = AnyOf(Action.Status, label="Status")
    theme = AnyOf(Action.Theme, label="Theme")
    open = YesNo(lambda: Q(status__in=Action.LIVE), label="Open or in progress")
    overdue = YesNo(action_overdue, label="Overdue")
    unowned = YesNo(lambda: Q(lead=None), label="Without a lead")
    board = Reference("board_id", boards, label="Board")
    lead = Reference("lead_id", organisations, label="Lead organisation")
    due_on__gte = django_filters.DateFilter("due_on", "gte", label="Due from")
    due_on__lte = django_filters.DateFilter("due_on", "lte", label="Due to")
