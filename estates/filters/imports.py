"""What may be asked of imports and their rows."""

from django.db.models import Q

from devo_portal.core.filters import AnyOf, FilterSet, YesNo, django_filters

from ..eric.quality import ROW_FLAGS
from ..models import Import, ImportRow
from .shared import AnyFlag


class ImportFilter(FilterSet):
    state = AnyOf(Import.State, label="State")
    year = django_filters.CharFilter(label="Financial year")


class ImportRowFilter(FilterSet):
    outcome = AnyOf(ImportRow.Outcome, label="Outcome")
    flag = AnyFlag(ROW_FLAGS, field_name="flags", label="Quality flag")
    near = YesNo(lambda: ~Q(near=""), label="May be a site already held")
    undecided = YesNo(lambda: Q(near="high", choice=""), label="To be decided")
