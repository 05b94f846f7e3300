from devo_portal.core.filters import AnyOf, FilterSet, Search

from ..models import Evidence


class EvidenceFilter(FilterSet):
    q = Search("title", "file_name", "source")
    kind = AnyOf(Evidence.Kind, label="Kind")
