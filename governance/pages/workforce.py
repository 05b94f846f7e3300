from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import page
from devo_portal.core.policy import Permission, can

from .. import selectors


def workforce(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/workforce.html",
        {"workforce": selectors.workforce(request.user, request.GET), "may_create": can(request.user, Permission.ACTION_EDIT)},
    )


urlpatterns = [path("workforce/", workforce, name="workforce")]
