from django.db.models import Q, QuerySet

from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, YesNo, django_filters

from ..models import PilotReturn, ReturnCall, ReturnSection
from ..rules.returns import LATE, MISSING, Timing
from .shared import all_pilots


def all_calls() -> QuerySet[ReturnCall]:
    return ReturnCall.objects.order_by("-period")


class ReturnCallFilter(FilterSet):
    q = Search("note", "period")
    period = django_filters.CharFilter("period", label="Quarter")
    period__gte = django_filters.CharFilter("period", "gte", label="From the quarter")
    period__lte = django_filters.CharFilter("period", "lte", label="To the quarter")


class PilotReturnFilter(FilterSet):
    """`visible_returns` annotates `timing` and `superseded`."""

    q = Search("pilot__name", "corrects", "ref")
    call = Reference("call_id", all_calls, label="Quarter")
    pilot = Reference("pilot_id", all_pilots, label="Pilot")
    state = AnyOf(PilotReturn.State, label="State")
    timing = AnyOf(Timing, label="In time or not")
    late = YesNo(lambda: Q(timing__in=[LATE, MISSING]), label="Late or missing")
    superseded = YesNo(lambda: Q(superseded=True), label="Replaced by a correction")
    period = django_filters.CharFilter("call__period", label="Quarter, by its code")
    period__gte = django_filters.CharFilter("call__period", "gte", label="From the quarter")
    period__lte = django_filters.CharFilter("call__period", "lte", label="To the quarter")


class ReturnSectionFilter(FilterSet):
    q = Search("commentary", "went_well", "stuck", "pilot_return__pilot__name")
    pilot_return = django_filters.UUIDFilter("pilot_return_id", label="Return")
    section = AnyOf(ReturnSection.Section, label="Section")
    state = AnyOf(ReturnSection.State, label="State")
