from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import page

from .. import selectors


def agreement_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/agreements.html",
        {
            "agreements": selectors.agreements.list(request.user, request.GET),
            "summary": selectors.commitment_summary(request.user, {}),
            "milestones": selectors.milestone_summary(request.user, {}),
            "signatures": selectors.signature_summary(request.user, {}),
            "filters": selectors.agreements.filter_form(request.GET),
        },
    )


def agreement_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    agreement = selectors.agreements.one(request.user, pk)
    return page(
        request,
        "governance/agreement.html",
        {
            "agreement": agreement,
            "sides": selectors.by_side(agreement["signatures"]),
            "commitments": selectors.commitment_summary(request.user, {"agreement": str(pk)}),
            "milestones": selectors.milestone_summary(request.user, {"agreement": str(pk)}),
            "history": selectors.agreement_history(request.user, pk),
        },
    )


urlpatterns = [path("agreements/", agreement_list, name="agreements"), path("agreements/<uuid:pk>/", agreement_detail, name="agreement")]
