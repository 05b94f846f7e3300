from devo_portal.core.filters import FilterSet, Reference, Search

from .shared import agreements


class PrincipleFilter(FilterSet):
    q = Search("text")
    agreement = Reference("agreement_id", agreements, label="Agreement")
