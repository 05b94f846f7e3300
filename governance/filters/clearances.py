from django.db.models import Q

from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, YesNo, django_filters

from ..models import Clearance, SigningEvent
from .shared import agreements


def clearance_open() -> Q:
    """It stands in the way: blocking, not given, and no other has taken its place."""
    return Q(blocking=True, asked_again=None) & ~Q(outcome=Clearance.Outcome.GIVEN)


class ClearanceFilter(FilterSet):
    q = Search("holder", "note")
    agreement = Reference("agreement_id", agreements, label="Agreement")
    kind = AnyOf(Clearance.Kind, label="Kind")
    outcome = AnyOf(Clearance.Outcome, label="Answer")
    blocking = YesNo(lambda: Q(blocking=True), label="Blocking")
    in_the_way = YesNo(clearance_open, label="In the way today")


class SigningEventFilter(FilterSet):
    agreement = Reference("agreement_id", agreements, label="Agreement")
    status = AnyOf(SigningEvent.Status, label="Status")
    planned_for__gte = django_filters.DateFilter("planned_for", "gte", label="Planned from")
    planned_for__lte = django_filters.DateFilter("planned_for", "lte", label="Planned to")
