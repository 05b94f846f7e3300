from django.db.models import Q

from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, YesNo, django_filters

from ..models import Decision
from .shared import boards


class DecisionFilter(FilterSet):
    q = Search("number", "title", "recommendation", "text", "reasons")
    status = AnyOf(Decision.Status, label="Status")
    open = YesNo(lambda: Q(status__in=Decision.OPEN), label="Still open")
    board = Reference("board_id", boards, label="Board")
    meeting = django_filters.UUIDFilter("meeting_id", label="Meeting")
    decided_on__gte = django_filters.DateFilter("decided_on", "gte", label="Decided from")
    decided_on__lte = django_filters.DateFilter("decided_on", "lte", label="Decided to")


class EffectFilter(FilterSet):
    decision = django_filters.UUIDFilter("decision_id", label="Decision")
    record_id = django_filters.UUIDFilter("record_id", label="Record")
    applied = YesNo(lambda: Q(applied_at__isnull=False), label="Applied")
