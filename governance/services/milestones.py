"""What may be done to milestones."""

from typing import Any

from django.db.models import Q

from devo_portal.core.dates import slips
from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, assign, change, create, need_reason, remove

from ..models import Dependency, Milestone, StatutoryWindow
from ..selectors import visible_milestones


def create_milestone(*, by: Any, reason: str = "", **fields: Any) -> Milestone:
    return create(Milestone(**fields), by=by, may=Permission.MILESTONE_EDIT, event="milestone.created", reason=reason)


def update_milestone(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Milestone:
    """A date slips only with a reason. A forecast is held against the one before it, or the plan where there was none."""
    rows, may = visible_milestones(by), Permission.MILESTONE_EDIT
    with change(rows, pk, by=by, may=may, version=version, event="milestone.updated", reason=reason) as milestone:
        planned, forecast = milestone.planned, milestone.forecast
        assign(milestone, fields)
        if slips(milestone.forecast, forecast or planned) and milestone.forecast != forecast:
            need_reason(reason, "Say why it is now expected later.")
        if slips(milestone.planned, planned):
            need_reason(reason, "Say why the plan moves to a later date.")
        if (planned and not milestone.planned) or (forecast and not milestone.forecast):
            need_reason(reason, "Say why a date is taken away.")  # else a slip could be made in two steps
    return milestone


def remove_milestone(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    """Its history and the baselines keep it. Raises Refused: `milestone-in-schedule` while a dependency or window is hung on it."""
    need_reason(reason, "Say why the milestone is removed.")
    hung = Dependency.objects.filter(Q(before_milestone=pk) | Q(after=pk)).count() + StatutoryWindow.objects.filter(follows=pk).count()
    if hung:
        raise Refused("milestone-in-schedule", f"{hung} of the schedule's dependencies and windows hang on it. Take those out first.")
    remove(visible_milestones(by), pk, by=by, may=Permission.MILESTONE_EDIT, version=version, event="milestone.removed", reason=reason)
