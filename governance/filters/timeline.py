from typing import Any

from django.db.models import QuerySet

from devo_portal.core.filters import Reference, django_filters

from .baselines import baselines
from .milestones import MilestoneFilter


class Beside(Reference):
    """Chooses what the rows are held against; it leaves all of them."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return qs


class Critical(django_filters.ChoiceFilter):
    """Is checked here and computed by the selector: no column says what is critical."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        return qs


class TimelineFilter(MilestoneFilter):
    """What the list of milestones asks, what is critical, and the baseline to draw."""

    critical = Critical(choices=[("true", "Yes"), ("false", "No")], empty_label="Either", label="On the critical path")
    baseline = Beside("pk", baselines, label="Baseline")
