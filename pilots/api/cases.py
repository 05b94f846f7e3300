from typing import Any

from rest_framework.permissions import SAFE_METHODS

from devo_portal.core.api import RecordViewSet, verb
from devo_portal.core.policy import Permission, require

from .. import selectors, services
from ..serializers import ApproveCaseInput, BusinessCaseInput, CaseReasonInput, SubmitCaseInput


class BusinessCaseViewSet(RecordViewSet):
    read = selectors.business_cases
    takes = BusinessCaseInput
    creates = staticmethod(services.create_business_case)
    updates = staticmethod(services.update_business_case)
    submit = verb("submit", services.submit_business_case, SubmitCaseInput, "It goes to a board, with its evidence.")
    withdraw = verb("withdraw", services.withdraw_business_case, CaseReasonInput, "It is withdrawn, with a reason.")
    approve = verb("approve", services.approve_business_case, ApproveCaseInput, "An agreed decision approves it.")
    send_back = verb("send-back", services.send_back_business_case, CaseReasonInput, "It is to be worked on again; the reason says what it lacks.")

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Before the body is read, as `may` would: who writes cases, and who decides on them, are not the same people."""
        super().initial(request, *args, **kwargs)
        if request.method not in SAFE_METHODS:
            require(request.user, Permission.DECISION_RECORD if self.action in ("approve", "send_back") else Permission.PILOT_EDIT)


API = [("business-cases", BusinessCaseViewSet)]
