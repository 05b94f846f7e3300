from django.db.models import Q

from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, YesNo, django_filters

from ..models import Condition
from .shared import areas, commitments


class ConditionFilter(FilterSet):
    q = Search("text", "note", "about")
    state = AnyOf(Condition.State, label="State")
    of_function = YesNo(lambda: Q(function__isnull=False), label="Of a function")
    commitment = Reference("commitment_id", commitments, label="Commitment")
    function = django_filters.UUIDFilter("function_id", label="Function")
    area = Reference("area_id", areas, label="Area")
    decided_on__gte = django_filters.DateFilter("decided_on", "gte", label="Met or failed from")
    decided_on__lte = django_filters.DateFilter("decided_on", "lte", label="Met or failed to")
