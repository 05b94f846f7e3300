"""What may be asked of holdings."""

from devo_portal.core.filters import AnyOf, FilterSet, django_filters

from ..models import Holding


class HoldingFilter(FilterSet):
    site = django_filters.UUIDFilter("site_id", label="Site")
    organisation = django_filters.UUIDFilter("organisation_id", label="Held by")
    tenure = AnyOf(Holding.Tenure, label="Tenure")
