"""Sites over the API."""

from devo_portal.core.api import RecordViewSet, figures
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import SiteInput, TotalsSerializer


class SiteViewSet(RecordViewSet):
    read = selectors.sites
    may = Permission.SITE_EDIT
    takes = SiteInput
    updates = staticmethod(services.update_site)
    summary = figures(selectors.register_totals, TotalsSerializer, "The register's figures, over the sites that the filter leaves.")


API = [("sites", SiteViewSet)]
