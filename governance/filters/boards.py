from django.db.models import Q
from django.utils import timezone

from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, YesNo, django_filters

from ..models import Action
from .shared import boards, organisations


def action_overdue() -> Q:
    return Q(status__in=Action.LIVE, due_on__lt=timezone.localdate())


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
