from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import page
from devo_portal.core.policy import Permission, can

from .. import selectors, services
from ..forms import CloseRiskForm, EscalateRiskForm, RiskForm, RiskReasonForm
from .owned import OfPilot


def risk_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "pilots/risks.html",
        {
            "risks": selectors.risks.list(request.user, request.GET),
            "summary": selectors.risk_summary(request.user, request.GET),
            "filters": selectors.risks.filter_form(request.GET),
            "may_create": can(request.user, Permission.PILOT_EDIT),
        },
    )


def risk_grid(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "pilots/risk_grid.html",
        {"grid": selectors.risk_grid(request.user, request.GET), "filters": selectors.risks.filter_form(request.GET)},
    )


def risk_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(request, "pilots/risk.html", {"risk": selectors.risks.one(request.user, pk), "history": selectors.risk_history(request.user, pk)})


class RiskPage(OfPilot):
    goes_to = "pilots:risk"


class CreateRisk(RiskPage):
    form_class = RiskForm
    title = "Add a risk or an issue"
    done = "It is added."
    service = staticmethod(services.create_risk)


class EditRisk(RiskPage):
    form_class = RiskForm
    read = selectors.risks
    title = "Change or score it"
    done = "It is saved."
    service = staticmethod(services.update_risk)


class CloseRisk(RiskPage):
    form_class = CloseRiskForm
    read = selectors.risks
    title = "Close it"
    button = "Close"
    done = "It is closed."
    service = staticmethod(services.close_risk)


class ReopenRisk(RiskPage):
    form_class = RiskReasonForm
    read = selectors.risks
    title = "Open it again"
    button = "Open again"
    done = "It is open again."
    service = staticmethod(services.reopen_risk)


class EscalateRisk(RiskPage):
    form_class = EscalateRiskForm
    read = selectors.risks
    title = "Escalate it to a board"
    button = "Escalate"
    done = "It is escalated."
    service = staticmethod(services.escalate_risk)


class DeescalateRisk(RiskPage):
    form_class = RiskReasonForm
    read = selectors.risks
    title = "Take it back from the board"
    button = "Take it back"
    done = "It is no longer escalated."
    service = staticmethod(services.deescalate_risk)


urlpatterns = [
    path("risks/", risk_list, name="risks"),
    path("risks/grid/", risk_grid, name="risk-grid"),
    path("risks/new/", CreateRisk.as_view(), name="risk-create"),
    path("risks/<uuid:pk>/", risk_detail, name="risk"),
    path("risks/<uuid:pk>/edit/", EditRisk.as_view(), name="risk-edit"),
    path("risks/<uuid:pk>/close/", CloseRisk.as_view(), name="risk-close"),
    path("risks/<uuid:pk>/reopen/", ReopenRisk.as_view(), name="risk-reopen"),
    path("risks/<uuid:pk>/escalate/", EscalateRisk.as_view(), name="risk-escalate"),
    path("risks/<uuid:pk>/deescalate/", DeescalateRisk.as_view(), name="risk-deescalate"),
]
