from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, YesNo, django_filters
from governance.filters.shared import organisations

from ..models import Benefit, BenefitReading
from ..rules.benefits import OVERDUE_AFTER, State
from ..rules.portfolios import MONEY_KINDS, MONEY_UNIT
from .shared import all_pilots


def actual_overdue() -> Q:
    """Due 90 days ago or earlier, and never measured."""
    measured = BenefitReading.objects.filter(benefit=OuterRef("pk"), kind=BenefitReading.Kind.ACTUAL)
    return Q(~Exists(measured), due_on__lte=timezone.localdate() - timedelta(days=OVERDUE_AFTER))


def in_pounds() -> Q:
    """Of a class that is summed, in pounds."""
    return Q(kind__in=MONEY_KINDS, unit=MONEY_UNIT)


def summed() -> Q:
    """In pounds, and baseline, actual and plan for its day are known: what the portfolio's sentence adds up."""
    return in_pounds() & Q(baseline__isnull=False, actual__isnull=False, planned_then__isnull=False)


class BenefitFilter(FilterSet):
    """`state` compares the latest actual with the trajectory: `visible_benefits` annotates it."""

    q = Search("name", "method", "beneficiary", "unit", "pilot__name")
    pilot = Reference("pilot_id", all_pilots, label="Pilot")
    state = AnyOf(State, label="Against its trajectory")
    kind = AnyOf(Benefit.Kind, label="Class")
    overdue_actual = YesNo(actual_overdue, label="No actual 90 days after due")
    in_pounds = YesNo(in_pounds, label="In pounds")
    summed = YesNo(summed, label="Summed in the portfolio")
    dis_benefit = YesNo(lambda: Q(dis_benefit=True), label="Dis-benefits")
    owned_by = Reference("owned_by_id", organisations, label="Owner")
    due_on__gte = django_filters.DateFilter("due_on", "gte", label="Due from")
    due_on__lte = django_filters.DateFilter("due_on", "lte", label="Due to")


class BenefitReadingFilter(FilterSet):
    q = Search("note", "benefit__name", "benefit__pilot__name")
    benefit = django_filters.UUIDFilter("benefit_id", label="Benefit")
    pilot = Reference("benefit__pilot_id", all_pilots, label="Pilot")
    kind = AnyOf(BenefitReading.Kind, label="Kind")
    stands = YesNo(lambda: Q(corrected_by=None), label="Not corrected")
    on__gte = django_filters.DateFilter("on", "gte", label="From")
    on__lte = django_filters.DateFilter("on", "lte", label="To")
