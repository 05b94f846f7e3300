from devo_portal.core.api import RecordViewSet
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import DecisionInput


class DecisionViewSet(RecordViewSet):
    read = selectors.decisions
    may = Permission.DECISION_RECORD
    takes = DecisionInput
    creates = staticmethod(services.create_decision)
    updates = staticmethod(services.update_decision)


API = [("decisions", DecisionViewSet)]
