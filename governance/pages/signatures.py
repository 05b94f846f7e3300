from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import page

from .. import selectors


def signature_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/signatures.html",
        {
            "signatures": selectors.signatures.list(request.user, request.GET),
            "summary": selectors.signature_summary(request.user, request.GET),
            "filters": selectors.signatures.filter_form(request.GET),
        },
    )


urlpatterns = [path("signatures/", signature_list, name="signatures")]
