from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can

from .. import selectors, services
from ..forms import DelegationForm, EndDelegationForm


def delegation_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/delegations.html",
        {
            "delegations": selectors.delegations.list(request.user, request.GET),
            "filters": selectors.delegations.filter_form(request.GET),
            "may_create": can(request.user, Permission.DECISION_RECORD),
        },
    )


def delegation_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(
        request,
        "governance/delegation.html",
        {
            "delegation": selectors.delegations.one(request.user, pk),
            "done": selectors.changed_under(request.user, "delegation", pk),
            "history": selectors.delegation_history(request.user, pk),
        },
    )


class CreateDelegation(FormPage):
    may = Permission.DECISION_RECORD
    form_class = DelegationForm
    title = "Record a delegation"
    done = "The delegation is recorded."
    service = staticmethod(services.create_delegation)
    goes_to = "governance:delegation"


class EndDelegation(FormPage):
    may = Permission.DECISION_RECORD
    form_class = EndDelegationForm
    read = selectors.delegations
    title = "End the delegation"
    button = "End it"
    done = "The delegation ends. What was done under it stays."
    service = staticmethod(services.end_delegation)
    goes_to = "governance:delegation"


urlpatterns = [
    path("delegations/", delegation_list, name="delegations"),
    path("delegations/new/", CreateDelegation.as_view(), name="delegation-create"),
    path("delegations/<uuid:pk>/", delegation_detail, name="delegation"),
    path("delegations/<uuid:pk>/end/", EndDelegation.as_view(), name="delegation-end"),
]
