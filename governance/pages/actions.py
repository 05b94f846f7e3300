from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can

from .. import selectors, services
from ..forms import ActionForm


def action_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/actions.html",
        {
            "actions": selectors.actions.list(request.user, request.GET),
            "summary": selectors.action_summary(request.user, request.GET),
            "filters": selectors.actions.filter_form(request.GET),
            "may_create": can(request.user, Permission.ACTION_EDIT),
        },
    )


def action_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(
        request, "governance/action.html", {"action": selectors.actions.one(request.user, pk), "history": selectors.action_history(request.user, pk)}
    )


class CreateAction(FormPage):
    may = Permission.ACTION_EDIT
    owner = "lead"
    form_class = ActionForm
    title = "Add an action"
    done = "The action is added."
    service = staticmethod(services.create_action)
    goes_to = "governance:action"


class EditAction(FormPage):
    may = Permission.ACTION_EDIT
    owner = "lead"
    form_class = ActionForm
    read = selectors.actions
    title = "Change the action"
    done = "The action is saved."
    service = staticmethod(services.update_action)
    goes_to = "governance:action"


urlpatterns = [
    path("actions/", action_list, name="actions"),
    path("actions/new/", CreateAction.as_view(), name="action-create"),
    path("actions/<uuid:pk>/", action_detail, name="action"),
    path("actions/<uuid:pk>/edit/", EditAction.as_view(), name="action-edit"),
]
