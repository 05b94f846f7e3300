"""What may be read about milestones."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Value
from django.db.models.functions import Left, Length
from django.utils import timezone

from devo_portal.core.history import history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import MilestoneFilter, milestone_late
from ..models import Milestone
from ..serializers import MilestoneSerializer


def visible_milestones(user: Any) -> QuerySet[Milestone]:
    require(user, Permission.PROGRAMME_VIEW)
    return Milestone.objects.annotate(late=ExpressionWrapper(milestone_late(), output_field=BooleanField()))


milestones = ReadModel(
    "milestones",
    visible_milestones,
    MilestoneFilter,
    MilestoneSerializer,
    order=("falls", "name", "strand", "planned", "forecast", "actual", "updated_at"),
)


def milestone_summary(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The figures over the milestones that the filter leaves.

    `next_six_weeks` counts what `?reached=false&falls__gte=<today>&falls__lte=<six_weeks_on>` lists.
    """
    today = timezone.localdate()
    until = today + timedelta(weeks=6)
    soon = Q(reached=False, falls__gte=Left(Value(today.isoformat()), Length("falls")), falls__lte=Value(f"{until.isoformat()}~"))
    figures = (
        milestones.found(user, params)
        .order_by()
        .aggregate(
            milestones=Count("pk"),
            reached_ones=Count("pk", filter=Q(reached=True)),
            late_ones=Count("pk", filter=milestone_late()),
            next_six_weeks=Count("pk", filter=soon),
        )
    )
    return {
        "milestones": figures["milestones"],
        "reached": figures["reached_ones"],
        "late": figures["late_ones"],
        "next_six_weeks": figures["next_six_weeks"],
        "today": today,
        "six_weeks_on": until,
    }


def milestone_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(Milestone, pk)
