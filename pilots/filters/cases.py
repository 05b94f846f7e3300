from django.db.models import Q

from devo_portal.core.filters import AnyOf, FilterSet, PartialDateFilter, Reference, Search, YesNo

from ..models import FIVE_CASES, BusinessCase
from .shared import all_pilots


def whole() -> Q:
    """Covers all five cases."""
    return Q(**dict.fromkeys(FIVE_CASES, True))


class BusinessCaseFilter(FilterSet):
    q = Search("title", "note", "pilot__name")
    pilot = Reference("pilot_id", all_pilots, label="Pilot")
    level = AnyOf(BusinessCase.Level, label="Level")
    status = AnyOf(BusinessCase.Status, label="Status")
    whole = YesNo(whole, label="Covers all five cases")
    evidenced = YesNo(lambda: Q(evidence__isnull=False), label="With evidence")
    submitted_on__gte = PartialDateFilter("submitted_on", "gte", label="Submitted from")
    submitted_on__lte = PartialDateFilter("submitted_on", "lte", label="Submitted to")
