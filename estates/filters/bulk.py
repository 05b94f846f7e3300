"""What may be asked of changes of many sites, and of the sites of one."""

from devo_portal.core.filters import AnyOf, FilterSet, Search

from ..models import BulkChange


class BulkChangeFilter(FilterSet):
    q = Search("reason", "ref")
    state = AnyOf(BulkChange.State, label="State")


class ChangedSiteFilter(FilterSet):
    q = Search("name", "code")
