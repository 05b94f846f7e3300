from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can

from .. import selectors, services
from ..forms import FunctionForm


def function_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/functions.html",
        {
            "functions": selectors.functions.list(request.user, request.GET),
            "summary": selectors.function_summary(request.user, request.GET),
            "filters": selectors.functions.filter_form(request.GET),
            "may_create": can(request.user, Permission.FUNCTION_EDIT),
        },
    )


def function_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    column = selectors.matrix(request.user, {"function": str(pk), **({"on": request.GET["on"]} if request.GET.get("on") else {})})
    return page(
        request,
        "governance/function.html",
        {
            "function": selectors.functions.one(request.user, pk),
            "column": column,
            "groups": selectors.grouped(column),
            "history": selectors.function_history(request.user, pk),
        },
    )


class CreateFunction(FormPage):
    may = Permission.FUNCTION_EDIT
    form_class = FunctionForm
    title = "Add a function"
    done = "The function is added."
    service = staticmethod(services.create_function)
    goes_to = "governance:function"


class EditFunction(FormPage):
    may = Permission.FUNCTION_EDIT
    form_class = FunctionForm
    read = selectors.functions
    title = "Change the function"
    done = "The function is saved."
    service = staticmethod(services.update_function)
    goes_to = "governance:function"


urlpatterns = [
    path("functions/", function_list, name="functions"),
    path("functions/new/", CreateFunction.as_view(), name="function-create"),
    path("functions/<uuid:pk>/", function_detail, name="function"),
    path("functions/<uuid:pk>/edit/", EditFunction.as_view(), name="function-edit"),
]
