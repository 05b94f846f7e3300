"""What may be read about benefits: each beside its latest actual, and where the trajectory was on that day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    DateField,
    DecimalField,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Round

from devo_portal.core.history import Beneath, history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import BenefitFilter, BenefitReadingFilter, actual_overdue
from ..models import Benefit, BenefitReading
from ..rules import benefits as rules
from ..serializers import BenefitDetail, BenefitReadingSerializer, BenefitSerializer

_MEASURE: Any = DecimalField(max_digits=16, decimal_places=2)
_EXACT: Any = DecimalField(max_digits=40, decimal_places=20)


class _DaysBetween(Func):
    """A whole number of days: PostgreSQL's difference of two dates."""

    template, arg_joiner, output_field = "(%(expressions)s)", " - ", IntegerField()


def _point(column: str, order: str, **which: Any) -> Subquery:
    """One column of the first reading that stands, in this order."""
    rows = BenefitReading.objects.filter(benefit=OuterRef("pk"), corrected_by=None, **which).order_by(order)
    return Subquery(rows.values(column)[:1])


def trajectory(till: date | None = None) -> dict[str, Any]:
    """Annotations: the latest actual that stands (of a day no later than `till`), and the trajectory on its day.

    The trajectory begins at the baseline and goes through the planned readings: straight between two points, flat
    after the last, unknown before the first.
    """
    planned: Any = {"kind": BenefitReading.Kind.PLANNED}
    measured: Any = {"kind": BenefitReading.Kind.ACTUAL, **({"on__lte": till} if till else {})}
    before = {**planned, "on__lte": OuterRef("actual_on")}
    after = {**planned, "on__gt": OuterRef("actual_on")}
    gone = _DaysBetween(F("actual_on"), F("_from_on"))
    whole = _DaysBetween(F("_to_on"), F("_from_on"))
    between = F("_from") + ExpressionWrapper((F("_to") - F("_from")) * gone / whole, output_field=_EXACT)
    return {
        "actual": _point("value", "-on", **measured),
        "actual_on": _point("on", "-on", **measured),
        "_from": Coalesce(_point("value", "-on", **before), F("baseline"), output_field=_MEASURE),
        "_from_on": Coalesce(_point("on", "-on", **before), F("baseline_on"), output_field=DateField()),
        "_to": _point("value", "on", **after),
        "_to_on": _point("on", "on", **after),
        "planned_then": Case(
            When(Q(actual_on=None) | Q(_from_on=None), then=Value(None)),
            When(_to_on=None, then=F("_from")),
            default=Round(ExpressionWrapper(between, output_field=_EXACT), precision=2),
            output_field=_MEASURE,
        ),
    }


def standing() -> Case:
    """The code of `rules.State`: what is better decides which side of the trajectory is ahead."""
    more, less = Q(better=Benefit.Better.MORE), Q(better=Benefit.Better.LESS)
    return Case(
        When(actual_on=None, then=Value(rules.NO_ACTUAL)),
        When(planned_then=None, then=Value(rules.NO_PLAN)),
        When(actual=F("planned_then"), then=Value(rules.ON_PLAN)),
        When((more & Q(actual__gt=F("planned_then"))) | (less & Q(actual__lt=F("planned_then"))), then=Value(rules.AHEAD)),
        default=Value(rules.BEHIND),
        output_field=CharField(),
    )


def visible_benefits(user: Any) -> QuerySet[Benefit]:
    require(user, Permission.PROGRAMME_VIEW)
    overdue = Coalesce(ExpressionWrapper(actual_overdue(), output_field=BooleanField()), False)  # an empty date is not past
    return (
        Benefit.objects.select_related("pilot")
        .alias(**trajectory())
        .annotate(actual=F("actual"), actual_on=F("actual_on"), planned_then=F("planned_then"), state=standing(), overdue_actual=overdue)
    )


def visible_benefit_readings(user: Any) -> QuerySet[BenefitReading]:
    require(user, Permission.PROGRAMME_VIEW)
    return BenefitReading.objects.select_related("benefit__pilot")  # whose lead owns it


benefits = ReadModel(
    "benefits",
    visible_benefits,
    BenefitFilter,
    BenefitSerializer,
    order=("pilot__name", "name", "kind", "due_on", "state", "actual_on", "updated_at"),
    detail=BenefitDetail,
)
benefit_readings = ReadModel(
    "benefit-readings", visible_benefit_readings, BenefitReadingFilter, BenefitReadingSerializer, order=("-on", "benefit__name", "updated_at")
)


def benefit_summary(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The figures over the benefits that the filter leaves: see BenefitSummarySerializer."""
    states = {code: Count("pk", filter=Q(state=code)) for code, _ in rules.State.choices}
    figures = (
        benefits.found(user, params)
        .order_by()
        .aggregate(
            benefits=Count("pk"), **states, late=Count("pk", filter=Q(overdue_actual=True)), dis_benefits=Count("pk", filter=Q(dis_benefit=True))
        )
    )
    return {("overdue_actual" if name == "late" else name): count for name, count in figures.items()}


def benefit_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    """With what became of its readings."""
    require(user, Permission.PROGRAMME_VIEW)
    return history(Benefit, pk, beneath=[Beneath(BenefitReading, "benefit", "on", "reading of")])
