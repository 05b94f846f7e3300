from typing import Any

from django.core.validators import RegexValidator
from django.db.models import Q, QuerySet

from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, YesNo, django_filters

from ..models import PilotReturn, ReturnCall, ReturnSection
from ..rules.quarters import PATTERN
from ..rules.returns import LATE, MISSING, Timing
from .shared import all_pilots


def all_calls() -> QuerySet[ReturnCall]:
    return ReturnCall.objects.order_by("-period")


class _Quarter(django_filters.CharFilter):
    """A quarter by its code. What is none is an error, and no empty list."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, validators=[RegexValidator(PATTERN, "Give a quarter such as 2017-Q1, which is April to June 2017.")], **kwargs)


class ReturnCallFilter(FilterSet):
    q = Search("note", "period")
    period = _Quarter("period", label="Quarter")
    period__gte = _Quarter("period", "gte", label="From the quarter")
    period__lte = _Quarter("period", "lte", label="To the quarter")


class PilotReturnFilter(FilterSet):
    """`visible_returns` annotates `timing` and `superseded`."""

    q = Search("pilot__name", "corrects", "ref")
    call = Reference("call_id", all_calls, label="Quarter")
    pilot = Reference("pilot_id", all_pilots, label="Pilot")
    state = AnyOf(PilotReturn.State, label="State")
    timing = AnyOf(Timing, label="In time or not")
    late = YesNo(lambda: Q(timing__in=[LATE, MISSING]), label="Late or missing")
    superseded = YesNo(lambda: Q(superseded=True), label="Replaced by a correction")
    period = _Quarter("call__period", label="Quarter, by its code")
    period__gte = _Quarter("call__period", "gte", label="From the quarter")
    period__lte = _Quarter("call__period", "lte", label="To the quarter")


class ReturnSectionFilter(FilterSet):
    q = Search("commentary", "went_well", "stuck", "pilot_return__pilot__name")
    pilot_return = django_filters.UUIDFilter("pilot_return_id", label="Return")
    section = AnyOf(ReturnSection.Section, label="Section")
    state = AnyOf(ReturnSection.State, label="State")
