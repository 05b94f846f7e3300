"""What may be asked of column mappings."""

from devo_portal.core.filters import FilterSet, Reference, django_filters
from devo_portal.core.models import Organisation

from ..models import ColumnMapping


class ColumnMappingFilter(FilterSet):
    organisation = Reference(
        "organisation", lambda: Organisation.objects.filter(pk__in=ColumnMapping.objects.values("organisation")), label="Organisation"
    )
    kind = django_filters.CharFilter(label="Kind")
