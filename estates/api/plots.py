"""Plots over the API."""

from devo_portal.core.api import RecordViewSet
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import PlotInput


class PlotViewSet(RecordViewSet):
    read = selectors.plots
    may = Permission.SITE_EDIT
    takes = PlotInput
    creates = staticmethod(services.create_plot)
    updates = staticmethod(services.update_plot)
    removes = staticmethod(services.remove_plot)


API = [("plots", PlotViewSet)]
