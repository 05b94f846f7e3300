from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import page
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..forms import ApproveCaseForm, BusinessCaseForm, CaseReasonForm, SubmitCaseForm
from .owned import OfPilot


def case_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    case = selectors.business_cases.one(request.user, pk)
    return page(request, "pilots/case.html", {"case": case, "history": selectors.business_case_history(request.user, pk)})


class CasePage(OfPilot):
    goes_to = "pilots:businesscase"

    def back(self) -> str:
        if self.record:
            return super().back()
        pilot = self.pilot_asked()
        return reverse("pilots:cases", args=[pilot]) if pilot else reverse("pilots:list")


class CreateCase(CasePage):
    form_class = BusinessCaseForm
    title = "Add a business case"
    done = "The business case is added, as a draft."
    service = staticmethod(services.create_business_case)


class EditCase(CasePage):
    form_class = BusinessCaseForm
    read = selectors.business_cases
    title = "Change the business case"
    done = "The business case is saved."
    service = staticmethod(services.update_business_case)


class SubmitCase(CasePage):
    form_class = SubmitCaseForm
    read = selectors.business_cases
    title = "Submit the business case"
    button = "Submit"
    done = "The business case is submitted."
    service = staticmethod(services.submit_business_case)

    def initial(self) -> dict[str, Any]:
        assert self.record
        board = self.record["board"]
        return {"version": self.record["version"], "board": board["id"] if board else None}


class WithdrawCase(CasePage):
    form_class = CaseReasonForm
    read = selectors.business_cases
    title = "Withdraw the business case"
    button = "Withdraw"
    done = "The business case is withdrawn."
    service = staticmethod(services.withdraw_business_case)


class DecidePage(CasePage):
    """Approving and sending back are for those who record decisions."""

    may = Permission.DECISION_RECORD
    told = "may_decide"
    read = selectors.business_cases


class ApproveCase(DecidePage):
    form_class = ApproveCaseForm
    title = "Record that it is approved"
    button = "Approve"
    done = "The business case is approved."
    service = staticmethod(services.approve_business_case)

    def narrow(self, form: RecordForm) -> None:
        """Offered are the decisions of the board to which it was submitted."""
        assert self.record
        field: Any = form.fields["decision"]
        if self.record["board"]:
            field.queryset = field.queryset.filter(board=self.record["board"]["id"])


class SendBackCase(DecidePage):
    form_class = CaseReasonForm
    title = "Send the business case back"
    button = "Send back"
    done = "The business case is sent back."
    service = staticmethod(services.send_back_business_case)


urlpatterns = [
    path("business-cases/new/", CreateCase.as_view(), name="businesscase-create"),
    path("business-cases/<uuid:pk>/", case_detail, name="businesscase"),
    path("business-cases/<uuid:pk>/edit/", EditCase.as_view(), name="businesscase-edit"),
    path("business-cases/<uuid:pk>/submit/", SubmitCase.as_view(), name="businesscase-submit"),
    path("business-cases/<uuid:pk>/withdraw/", WithdrawCase.as_view(), name="businesscase-withdraw"),
    path("business-cases/<uuid:pk>/approve/", ApproveCase.as_view(), name="businesscase-approve"),
    path("business-cases/<uuid:pk>/send-back/", SendBackCase.as_view(), name="businesscase-send-back"),
]
