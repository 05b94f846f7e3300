"""What may be read about conditions."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from devo_portal.core.history import history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import ConditionFilter
from ..models import Condition
from ..serializers import ConditionSerializer


def visible_conditions(user: Any) -> QuerySet[Condition]:
    """With `about`, the code of the commitment or function."""
    require(user, Permission.PROGRAMME_VIEW)
    return Condition.objects.annotate(about=Coalesce("commitment__code", "function__code"))


conditions = ReadModel(
    "conditions", visible_conditions, ConditionFilter, ConditionSerializer, order=("about", "state", "decided_on", "text", "updated_at")
)


def condition_summary(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The figures over the conditions that the filter leaves."""
    figures = {state: Count("pk", filter=Q(state=state)) for state in Condition.State.values}
    found: dict[str, Any] = conditions.found(user, params).order_by().aggregate(conditions=Count("pk"), **figures)
    return found


def condition_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(Condition, pk)
