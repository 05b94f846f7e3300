from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import page

from .. import selectors
from .files import saved


def evidence_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/evidence_list.html",
        {"evidence": selectors.evidence.list(request.user, request.GET), "filters": selectors.evidence.filter_form(request.GET)},
    )


def evidence_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(request, "governance/evidence.html", {"evidence": selectors.evidence.one(request.user, pk)})


def evidence_file(request: HttpRequest, pk: Any) -> HttpResponse:
    return saved(selectors.file_of(request.user, pk))


urlpatterns = [
    path("evidence/", evidence_list, name="evidence-list"),
    path("evidence/<uuid:pk>/", evidence_detail, name="evidence"),
    path("evidence/<uuid:pk>/file/", evidence_file, name="evidence-file"),
]
