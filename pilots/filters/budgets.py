from django.db.models import F, Q

from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, YesNo, django_filters
from governance.filters.shared import organisations

from ..models import Pilot, PooledBudget


def over_plan() -> Q:
    """More is spent than planned, in the months whose actual is known."""
    return Q(actual_to_date__gt=F("planned_to_date"))


class BudgetFilter(FilterSet):
    q = Search("name", "pilot__name", "host__name", "exclusions", "schedule_text")
    year = django_filters.NumberFilter("year", label="Year it begins in", min_value=2000, max_value=2099)
    rule = AnyOf(PooledBudget.Rule, label="How it is shared")
    pilot = Reference("pilot_id", lambda: Pilot.objects.order_by("name"), label="Pilot")
    partner = Reference("partners__organisation_id", organisations, label="Partner", distinct=True)
    over = YesNo(over_plan, label="Over plan")
