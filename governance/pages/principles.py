from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import page

from .. import selectors


def principle_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/principles.html",
        {"principles": selectors.principles.list(request.user, request.GET), "filters": selectors.principles.filter_form(request.GET)},
    )


urlpatterns = [path("principles/", principle_list, name="principles")]
