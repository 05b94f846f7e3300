from devo_portal.core.api import RecordViewSet, verb
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import DelegationInput, EndDelegationInput


class DelegationViewSet(RecordViewSet):
    read = selectors.delegations
    may = Permission.DECISION_RECORD
    takes = DelegationInput
    creates = staticmethod(services.create_delegation)
    end = verb("end", services.end_delegation, EndDelegationInput, "It holds no longer from a day; needs a reason.")


API = [("delegations", DelegationViewSet)]
