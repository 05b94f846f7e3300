from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can

from .. import selectors, services
from ..forms import CommitmentForm, CompleteForm, ReopenForm


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
        {
            "commitment": selectors.commitments.one(request.user, pk),
            "history": selectors.commitment_history(request.user, pk),
            "may_assess": can(request.user, Permission.ASSESSMENT_ADD),
        },
    )


ROW = replace(selectors.commitments, detail=None)  # a form needs no more than the list's row


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
    read = ROW
    title = "Change the commitment"
    done = "The commitment is saved."
    service = staticmethod(services.update_commitment)
    goes_to = "governance:commitment"


class CompleteCommitment(FormPage):
    may = Permission.COMMITMENT_EDIT
    form_class = CompleteForm
    read = ROW
    template_name = "governance/commitment_complete.html"
    title = "Complete the commitment"
    button = "Complete"
    done = "The commitment is complete."
    service = staticmethod(services.complete_commitment)
    goes_to = "governance:commitment"

    def context(self) -> dict[str, Any]:
        return {"blocked_by": (self.record or {})["blocked_by"]}


class ReopenCommitment(FormPage):
    may = Permission.COMMITMENT_EDIT
    form_class = ReopenForm
    read = ROW
    title = "Open the commitment again"
    button = "Open again"
    done = "The commitment is open again."
    service = staticmethod(services.reopen_commitment)
    goes_to = "governance:commitment"

    def initial(self) -> dict[str, Any]:
        return {**super().initial(), "status": "on_track"}


urlpatterns = [
    path("commitments/", commitment_list, name="commitments"),
    path("commitments/new/", CreateCommitment.as_view(), name="commitment-create"),
    path("commitments/<uuid:pk>/", commitment_detail, name="commitment"),
    path("commitments/<uuid:pk>/edit/", EditCommitment.as_view(), name="commitment-edit"),
    path("commitments/<uuid:pk>/complete/", CompleteCommitment.as_view(), name="commitment-complete"),
    path("commitments/<uuid:pk>/reopen/", ReopenCommitment.as_view(), name="commitment-reopen"),
]
