from django.db.models import Q
from django.utils import timezone

from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, YesNo, django_filters

from ..models import Action
from .shared import boards, commitments, organisations


def action_overdue() -> Q:
    return Q(status__in=Action.LIVE, due_on__lt=timezone.localdate())


class ActionFilter(FilterSet):
    q = Search("ref", "title", "description", "progress")
    status = AnyOf(Action.Status, label="Status")
    theme = AnyOf(Action.Theme, label="Theme")
    open = YesNo(lambda: Q(status__in=Action.LIVE), label="Open or in progress")
    overdue = YesNo(action_overdue, label="Overdue")
    unowned = YesNo(lambda: Q(lead=None), label="Without a lead")
    board = Reference("board_id", boards, label="Board")
    lead = Reference("lead_id", organisations, label="Lead organisation")
    contributor = Reference("contributors", organisations, label="Contributor")
    commitment = Reference("commitment_id", commitments, label="Commitment served")
    raised_at = django_filters.UUIDFilter("raised_at_id", label="Raised at the item")
    raised_on__gte = django_filters.DateFilter("raised_on", "gte", label="Raised from")
    raised_on__lte = django_filters.DateFilter("raised_on", "lte", label="Raised to")
    due_on__gte = django_filters.DateFilter("due_on", "gte", label="Due from")
    due_on__lte = django_filters.DateFilter("due_on", "lte", label="Due to")
    closed_on__gte = django_filters.DateFilter("closed_on", "gte", label="Closed from")
    closed_on__lte = django_filters.DateFilter("closed_on", "lte", label="Closed to")


class ActionUpdateFilter(FilterSet):
    q = Search("ref", "note", "action__title")
    action = django_filters.UUIDFilter("action_id", label="Action")
    board = Reference("action__board_id", boards, label="Board")
    status = AnyOf(Action.Status, label="Status as it stood")
    on__gte = django_filters.DateFilter("on", "gte", label="From")
    on__lte = django_filters.DateFilter("on", "lte", label="To")
