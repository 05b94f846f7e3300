from devo_portal.core.filters import FilterSet, Reference, Search

from .shared import boards


class BoardFilter(FilterSet):
    q = Search("name", "short_name", "purpose", "chaired_by", "membership")
    reports_to = Reference("reports_to_id", boards, label="Reports to")
