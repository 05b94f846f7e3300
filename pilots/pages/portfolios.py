from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import page

from .. import selectors


def portfolio(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "pilots/portfolio.html",
        {"portfolio": selectors.dashboard(request.user, request.GET), "filters": selectors.standing_pilots.filter_form(request.GET)},
    )


urlpatterns = [path("portfolio/", portfolio, name="portfolio")]
