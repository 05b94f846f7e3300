from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from devo_portal.core.pages import page
from devo_portal.core.pdf import pdf
from devo_portal.core.policy import Permission, can

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
            "may_draft": can(request.user, Permission.AGREEMENT_DRAFT),
        },
    )


def agreement_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    """As it stands, or as it stood `?on=` a day. A day that cannot be read is told beside its box, above the page of today."""
    wrong = ""
    try:
        agreement = selectors.agreements.one(request.user, pk, request.GET)
    except ValidationError as error:
        if set(error.message_dict) != {"on"}:
            raise
        agreement, wrong = selectors.agreements.one(request.user, pk), " ".join(error.messages)
    return page(
        request,
        "governance/agreement.html",
        {
            "agreement": agreement,
            "today": timezone.localdate(),
            "wrong_day": wrong,
            "may_plan": agreement["may_run_signing"]
            and agreement["status"] in ("draft", "signing")
            and all(each["status"] != "planned" for each in agreement["signing_events"]),
            "sides": selectors.by_side(agreement["signatures"]),
            "commitments": selectors.commitment_summary(request.user, {"agreement": str(pk)}),
            "milestones": selectors.milestone_summary(request.user, {"agreement": str(pk)}),
            "texts": selectors.versions.list(request.user, {"agreement": str(pk), "limit": "100"}),
            "history": selectors.agreement_history(request.user, pk),
        },
        400 if wrong else 200,
    )


def agreement_sheet(request: HttpRequest, pk: Any) -> HttpResponse:
    """The sheet that the parties sign, as a PDF to be printed: as it stands, or as it stood `?on=` a day."""
    response = HttpResponse(pdf("pdf/signature_sheet.typ", selectors.signature_sheet(request.user, pk, request.GET)), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="signature-sheet.pdf"'
    return response


urlpatterns = [
    path("agreements/", agreement_list, name="agreements"),
    path("agreements/<uuid:pk>/", agreement_detail, name="agreement"),
    path("agreements/<uuid:pk>/sheet.pdf", agreement_sheet, name="agreement-sheet"),
]
