"""What may be asked of holdings."""

from django.db.models import Q

from devo_portal.core.filters import AnyOf, FilterSet, Search, YesNo, django_filters

from ..models import Holding
from .shared import on_day


class HoldingFilter(FilterSet):
    q = Search("organisation__name", "site__name", "part")
    site = django_filters.UUIDFilter("site_id", label="Site")
    organisation = django_filters.UUIDFilter("organisation_id", label="Held by")
    building = django_filters.UUIDFilter("building_id", label="Building")
    superior = django_filters.UUIDFilter("superior_id", label="Granted out of")
    tenure = AnyOf(Holding.Tenure, label="Tenure")
    tenure_category = AnyOf(Holding.Category, label="Tenure category")
    ended = YesNo(lambda: Q(ends_on__isnull=False), label="Has an end")
    on = django_filters.DateFilter(method=on_day, label="On the day")
