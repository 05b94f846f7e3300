from typing import Any

from django.db.models import Q, QuerySet

from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, YesNo, django_filters
from governance.filters.shared import commitments

from ..models import ConfidenceRating, Pilot


class PilotFilter(FilterSet):
    q = Search("name", "summary", "asks", "places__name")
    stage = AnyOf(Pilot.Stage, label="Stage")
    theme = AnyOf(Pilot.Theme, label="Theme")
    confidence = AnyOf(ConfidenceRating.Rating, label="Delivery confidence")
    place = django_filters.UUIDFilter("places", label="Place")
    lead = django_filters.UUIDFilter("lead_id", label="Lead organisation")

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found = super().filter_queryset(queryset)
        return found.distinct() if self.form.cleaned_data.get("q") else found


class PilotLinkFilter(FilterSet):
    q = Search("note", "pilot__name", "commitment__code", "commitment__text")
    pilot = Reference("pilot_id", lambda: Pilot.objects.order_by("name"), label="Pilot")
    commitment = Reference("commitment_id", commitments, label="Commitment")
    evidenced = YesNo(lambda: Q(evidence__isnull=False), label="With evidence")
