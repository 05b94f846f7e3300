"""What may be read about assumptions, and about what pilots need from others."""

from collections.abc import Mapping
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet
from django.db.models.functions import Coalesce

from devo_portal.core.history import history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import AssumptionFilter, PilotDependencyFilter, dependency_overdue
from ..models import Assumption, PilotDependency
from ..serializers import AssumptionSerializer, PilotDependencySerializer


def visible_assumptions(user: Any) -> QuerySet[Assumption]:
    require(user, Permission.PROGRAMME_VIEW)
    return Assumption.objects.select_related("pilot")  # whose lead owns it


def visible_pilot_dependencies(user: Any) -> QuerySet[PilotDependency]:
    require(user, Permission.PROGRAMME_VIEW)
    overdue = Coalesce(ExpressionWrapper(dependency_overdue(), output_field=BooleanField()), False)  # an empty date is not past
    return PilotDependency.objects.select_related("pilot", "on_pilot", "on_organisation").annotate(overdue=overdue)


assumptions = ReadModel(
    "assumptions", visible_assumptions, AssumptionFilter, AssumptionSerializer, order=("pilot__name", "state", "tested_on", "updated_at")
)
pilot_dependencies = ReadModel(
    "pilot-dependencies",
    visible_pilot_dependencies,
    PilotDependencyFilter,
    PilotDependencySerializer,
    order=("needed_by", "pilot__name", "state", "updated_at"),
)


def _by_state(states: Any) -> dict[str, Any]:
    return {state: Count("pk", filter=Q(state=state)) for state in states.values}


def assumption_summary(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The figures over the assumptions that the filter leaves, by state."""
    found = assumptions.found(user, params).order_by()
    return found.aggregate(assumptions=Count("pk"), **_by_state(Assumption.State))


def pilot_dependency_summary(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The figures over the dependencies that the filter leaves, by state."""
    found = pilot_dependencies.found(user, params).order_by()
    figures = found.aggregate(dependencies=Count("pk"), late=Count("pk", filter=Q(overdue=True)), **_by_state(PilotDependency.State))
    return {**{name: value for name, value in figures.items() if name != "late"}, "overdue": figures["late"]}


def assumption_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(Assumption, pk)
