from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can

from .. import selectors, services
from ..forms import CommitmentForm


def commitment_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/commitments.html",
        {
            "commitments": selectors.commitments.list(request.user, request.GET),
            "summary": selectors.commitment_summary(request.user, request.GET),
            "filters": selectors.commitments.filter_form(request.GET),
            "may_create": can(request.user, Permission.COMMITMENT_EDIT),
        },
    )


def commitment_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(
        request,
        "governance/commitment.html",
        {"commitment": selectors.commitments.one(request.user, pk), "history": selectors.commitment_history(request.user, pk)},
    )


class CreateCommitment(FormPage):
    may = Permission.COMMITMENT_EDIT
    owner = "owner"
    form_class = CommitmentForm
    title = "Add a commitment"
    done = "The commitment is added."
    service = staticmethod(services.create_commitment)
    goes_to = "governance:commitment"


class EditCommitment(FormPage):
    may = Permission.COMMITMENT_EDIT
    owner = "owner"
    form_class = CommitmentForm
    read = selectors.commitments
    title = "Change the commitment"
    done = "The commitment is saved."
    service = staticmethod(services.update_commitment)
    goes_to = "governance:commitment"


urlpatterns = [
    path("commitments/", commitment_list, name="commitments"),
    path("commitments/new/", CreateCommitment.as_view(), name="commitment-create"),
    path("commitments/<uuid:pk>/", commitment_detail, name="commitment"),
    path("commitments/<uuid:pk>/edit/", EditCommitment.as_view(), name="commitment-edit"),
]
