from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search

from ..models import Agreement
from .shared import agreements


class AgreementFilter(FilterSet):
    q = Search("name", "short_name", "summary")
    status = AnyOf(Agreement.Status, label="Status")


class PrincipleFilter(FilterSet):
    q = Search("text")
    agreement = Reference("agreement_id", agreements, label="Agreement")
