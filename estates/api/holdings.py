"""Holdings over the API."""

from devo_portal.core.api import RecordViewSet, figures
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import HoldingInput, HoldingTotalsSerializer


class HoldingViewSet(RecordViewSet):
    read = selectors.holdings
    may = Permission.SITE_EDIT
    takes = HoldingInput
    creates = staticmethod(services.create_holding)
    updates = staticmethod(services.update_holding)
    removes = staticmethod(services.remove_holding)
    summary = figures(
        selectors.holding_totals, HoldingTotalsSerializer, "The floor of the interests that the filter leaves, by holder; each m² counted once."
    )


API = [("holdings", HoldingViewSet)]
