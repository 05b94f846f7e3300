"""A pilot's benefits, risks, assumptions and dependencies counted, beside its row and in its query."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from ..models import Assumption, Benefit, PilotDependency, Risk


def _count(rows: QuerySet[Any], of: str = "pilot") -> Coalesce:
    counted = rows.filter(**{of: OuterRef("pk")}).order_by().values(of).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def register_counts() -> dict[str, Any]:
    """Annotations of a pilot. A read that does not ask for them does not count."""
    return {
        "benefit_count": _count(Benefit.objects.all()),
        "open_risk_count": _count(Risk.objects.filter(status=Risk.Status.OPEN)),
        "assumption_count": _count(Assumption.objects.all()),
        "needs_count": _count(PilotDependency.objects.all()),
        "needed_count": _count(PilotDependency.objects.all(), "on_pilot"),
    }
