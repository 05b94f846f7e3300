from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can

from .. import selectors, services
from ..forms import DecisionForm


def decision_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/decisions.html",
        {
            "decisions": selectors.decisions.list(request.user, request.GET),
            "filters": selectors.decisions.filter_form(request.GET),
            "may_create": can(request.user, Permission.DECISION_RECORD),
        },
    )


def decision_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(
        request,
        "governance/decision.html",
        {
            "decision": selectors.decisions.one(request.user, pk),
            "texts": selectors.texts_ended_by(request.user, pk),
            "history": selectors.decision_history(request.user, pk),
        },
    )


class CreateDecision(FormPage):
    may = Permission.DECISION_RECORD
    form_class = DecisionForm
    title = "Record a decision"
    done = "The decision is recorded."
    service = staticmethod(services.create_decision)
    goes_to = "governance:decision"


class EditDecision(FormPage):
    may = Permission.DECISION_RECORD
    form_class = DecisionForm
    read = selectors.decisions
    title = "Change the decision"
    done = "The decision is saved."
    service = staticmethod(services.update_decision)
    goes_to = "governance:decision"


urlpatterns = [
    path("decisions/", decision_list, name="decisions"),
    path("decisions/new/", CreateDecision.as_view(), name="decision-create"),
    path("decisions/<uuid:pk>/", decision_detail, name="decision"),
    path("decisions/<uuid:pk>/edit/", EditDecision.as_view(), name="decision-edit"),
]
