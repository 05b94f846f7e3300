from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Least, Left, Length

from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, YesNo

from ..models import Baseline, BaselineEntry, Milestone

LATER, EARLIER, SAME, GONE = "later", "earlier", "same", "gone"


class Moved:
    """How a milestone stands against a baseline."""

    choices = ((LATER, "Later"), (EARLIER, "Earlier"), (SAME, "As it was"), (GONE, "Removed since"))


def against_now(entries: QuerySet[BaselineEntry]) -> QuerySet[BaselineEntry]:
    """Entries with `moved`: how their milestone stands now.

    Two dates are held against each other as far as both are known: April 2018 is not later than 2018.
    """
    known = Least(Length("falls"), Length("milestone__falls"))
    text = CharField(db_collation="C")
    return entries.alias(then=Cast(Left("falls", known), text), now=Cast(Left("milestone__falls", known), text)).annotate(
        moved=Case(
            When(milestone__name=None, then=Value(GONE)),
            When(now__gt=F("then"), then=Value(LATER)),
            When(now__lt=F("then"), then=Value(EARLIER)),
            default=Value(SAME),
        )
    )


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
