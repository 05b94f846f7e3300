from typing import Any

from django.db.models import QuerySet

from devo_portal.core.filters import AnyOf, FilterSet, Search, django_filters

from .models import ConfidenceRating, Pilot


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
