from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can

from .. import selectors, services
from ..forms import JointArrangementForm


def joint_arrangement_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/joint_arrangements.html",
        {
            "arrangements": selectors.joint_arrangements.list(request.user, request.GET),
            "filters": selectors.joint_arrangements.filter_form(request.GET),
            "may_create": can(request.user, Permission.FUNCTION_EDIT),
        },
    )


def joint_arrangement_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(
        request,
        "governance/joint_arrangement.html",
        {"arrangement": selectors.joint_arrangements.one(request.user, pk), "history": selectors.joint_arrangement_history(request.user, pk)},
    )


class CreateJointArrangement(FormPage):
    may = Permission.FUNCTION_EDIT
    form_class = JointArrangementForm
    title = "Add a joint arrangement"
    done = "The joint arrangement is added."
    service = staticmethod(services.create_joint_arrangement)
    goes_to = "governance:joint"


class EditJointArrangement(FormPage):
    may = Permission.FUNCTION_EDIT
    form_class = JointArrangementForm
    read = selectors.joint_arrangements
    title = "Change the joint arrangement"
    done = "The joint arrangement is saved."
    service = staticmethod(services.update_joint_arrangement)
    goes_to = "governance:joint"


urlpatterns = [
    path("joint-arrangements/", joint_arrangement_list, name="joints"),
    path("joint-arrangements/new/", CreateJointArrangement.as_view(), name="joint-create"),
    path("joint-arrangements/<uuid:pk>/", joint_arrangement_detail, name="joint"),
    path("joint-arrangements/<uuid:pk>/edit/", EditJointArrangement.as_view(), name="joint-edit"),
]
