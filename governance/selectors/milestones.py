"""What may be read about milestones."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Value
from django.db.models.functions import Left, Length
from django.utils import timezone

from devo_portal.core.dates import PartialDate, slips
from devo_portal.core.history import history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import MilestoneFilter, milestone_late
from ..models import Milestone, working_calendar
from ..serializers import MilestoneDetail, MilestoneSerializer


def visible_milestones(user: Any) -> QuerySet[Milestone]:
    require(user, Permission.PROGRAMME_VIEW)
    return Milestone.objects.annotate(late=ExpressionWrapper(milestone_late(), output_field=BooleanField()))


milestones = ReadModel(
    "milestones",
    visible_milestones,
    MilestoneFilter,
    MilestoneSerializer,
    order=("falls", "name", "strand", "planned", "forecast", "actual", "updated_at"),
    detail=MilestoneDetail,
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


def slips_told(acts: list[dict[str, Any]], planned: PartialDate | None) -> list[dict[str, Any]]:
    """Of the history of a milestone (planned now for a date), what moved a date later, newest first.

    `[{at, by, reason, label, before, after, working_days}]`.

    A first forecast is held against the plan of its time. `working_days` is null unless both are known to the day.
    """
    plans = [change for act in reversed(acts) for change in act["changes"] if change["field"] == "planned"]
    plan = plans[0]["before"] or None if plans else planned
    calendar, told = None, []
    for act in reversed(acts):
        moved = {change["field"]: change for change in act["changes"] if change["field"] in ("planned", "forecast")}
        for name, change in moved.items():
            before = change["before"] or (plan if name == "forecast" else None)
            after = change["after"] or None
            if not (before and after and slips(after, before)):
                continue
            days = None
            if {after.precision, before.precision} == {"day"}:
                calendar = calendar or working_calendar()
                days = calendar.between(before.first, after.first)
            about = {"at": act["at"], "by": act["by"], "reason": act["reason"], "label": change["label"]}
            told.append({**about, "before": before, "after": after, "working_days": days})
        plan = moved["planned"]["after"] or None if "planned" in moved else plan
    return told[::-1]
