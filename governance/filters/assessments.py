from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, django_filters

from ..models import NoHarmAssessment
from .shared import commitments


class AssessmentFilter(FilterSet):
    q = Search("finding", "reviewer")
    rating = AnyOf(NoHarmAssessment.Rating, label="Rating")
    commitment = Reference("cover_links__commitment_id", commitments, label="Covers")
    reviewed_on__gte = django_filters.DateFilter("reviewed_on", "gte", label="Reviewed from")
    reviewed_on__lte = django_filters.DateFilter("reviewed_on", "lte", label="Reviewed to")
