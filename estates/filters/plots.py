"""What may be asked of plots."""

from django.db.models import F, Q

from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, YesNo, django_filters
from devo_portal.core.models import Area

from ..models import Plot


class PlotFilter(FilterSet):
    q = Search("name", "site__name", "site__code")
    site = django_filters.UUIDFilter("site_id", label="Site")
    organisation = django_filters.UUIDFilter("site__organisation_id", label="Whose site")
    area = Reference("site__area_id", lambda: Area.objects.filter(kind=Area.Kind.AUTHORITY).order_by("name"), label="Borough")
    surplus_status = AnyOf(Plot.Surplus, label="Surplus status")
    stage = AnyOf(Plot.Stage, label="Plot stage")
    disposal_status = AnyOf(Plot.Disposal, label="Disposal")
    proposed_use = AnyOf(Plot.Use, label="Proposed use")
    planning_status = AnyOf(Plot.Planning, label="Planning")
    planned_year = django_filters.CharFilter(label="Planned year")
    flagged = YesNo(lambda: Q(plots_ha__gt=F("site__current_return__land_ha")), label="More land in plots than the site has")
