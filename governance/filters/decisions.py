from devo_portal.core.filters import FilterSet, Reference, Search, django_filters

from .shared import boards


class DecisionFilter(FilterSet):
    q = Search("number", "title", "reasons")
    board = Reference("board_id", boards, label="Board")
    decided_on__gte = django_filters.DateFilter("decided_on", "gte", label="Decided from")
    decided_on__lte = django_filters.DateFilter("decided_on", "lte", label="Decided to")
