from devo_portal.core.api import RecordViewSet, figures
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import BenefitInput, BenefitReadingInput, BenefitSummarySerializer


class BenefitViewSet(RecordViewSet):
    read = selectors.benefits
    may = Permission.PILOT_EDIT
    takes = BenefitInput
    creates = staticmethod(services.create_benefit)
    updates = staticmethod(services.update_benefit)
    removes = staticmethod(services.remove_benefit)
    summary = figures(selectors.benefit_summary, BenefitSummarySerializer, "The figures over the benefits that the filter leaves.")


class BenefitReadingViewSet(RecordViewSet):
    read = selectors.benefit_readings
    may = Permission.PILOT_EDIT
    takes = BenefitReadingInput
    creates = staticmethod(services.create_benefit_reading)
    updates = staticmethod(services.update_benefit_reading)
    removes = staticmethod(services.remove_benefit_reading)


API = [("benefits", BenefitViewSet), ("benefit-readings", BenefitReadingViewSet)]
