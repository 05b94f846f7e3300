from devo_portal.core.api import RecordViewSet, figures
from devo_portal.core.policy import Permission

from . import selectors, services
from .serializers import ConfidenceInput, PilotInput, PortfolioSerializer


class PilotViewSet(RecordViewSet):
    read = selectors.pilots
    may = Permission.PILOT_EDIT
    takes = PilotInput
    creates = staticmethod(services.create_pilot)
    updates = staticmethod(services.update_pilot)
    portfolio = figures(selectors.portfolio, PortfolioSerializer, "The figures over the pilots that the filter leaves.", "portfolio")


class ConfidenceViewSet(RecordViewSet):
    read = selectors.ratings
    may = Permission.CONFIDENCE_RATE
    takes = ConfidenceInput
    creates = staticmethod(services.rate_confidence)
