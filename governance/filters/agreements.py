from devo_portal.core.filters import AnyOf, FilterSet, Search

from ..models import Agreement


class AgreementFilter(FilterSet):
    q = Search("name", "short_name", "summary")
    status = AnyOf(Agreement.Status, label="Status")
