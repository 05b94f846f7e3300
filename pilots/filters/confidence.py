from devo_portal.core.filters import AnyOf, FilterSet, django_filters

from ..models import ConfidenceRating


class ConfidenceFilter(FilterSet):
    pilot = django_filters.UUIDFilter("pilot_id", label="Pilot")
    kind = AnyOf(ConfidenceRating.Kind, label="Whose rating")
    scale = AnyOf(ConfidenceRating.Scale, label="Scale")
    rating = AnyOf(ConfidenceRating.Rating, label="Rating")
