from django.db.models import Q, QuerySet

from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, YesNo

from ..models import Baseline, Milestone
from ..models.baselines import Moved


def baselines() -> QuerySet[Baseline]:
    return Baseline.objects.order_by("-taken_on", "name")


class BaselineFilter(FilterSet):
    q = Search("name", "note")


class VarianceFilter(FilterSet):
    """`baseline` is asked for on every page but that of one baseline, which gives it."""

    baseline = Reference("baseline_id", baselines, label="Baseline")
    q = Search("name")
    strand = AnyOf(Milestone.Strand, label="Strand")
    moved = AnyOf(Moved, label="Against the baseline")
    reached = YesNo(lambda: Q(milestone__reached=True), label="Reached now")
