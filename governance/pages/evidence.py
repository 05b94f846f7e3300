from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import page

from .. import selectors


def evidence_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/evidence_list.html",
        {"evidence": selectors.evidence.list(request.user, request.GET), "filters": selectors.evidence.filter_form(request.GET)},
    )


def evidence_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(request, "governance/evidence.html", {"evidence": selectors.evidence.one(request.user, pk)})


def evidence_file(request: HttpRequest, pk: Any) -> HttpResponse:
    """The file as it was given, for saving: a browser is never to open it as a page of ours."""
    held = selectors.file_of(request.user, pk)
    response = HttpResponse(bytes(held.content or b""), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(held.file_name)}"
    response["ETag"] = f'"{held.sha256}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


urlpatterns = [
    path("evidence/", evidence_list, name="evidence-list"),
    path("evidence/<uuid:pk>/", evidence_detail, name="evidence"),
    path("evidence/<uuid:pk>/file/", evidence_file, name="evidence-file"),
]
