"""The estate dashboard, and the estate of one organisation."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import page

from .. import selectors


def estate_dashboard(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "estates/dashboard.html",
        {"estate": selectors.estate_dashboard(request.user, request.GET), "filters": selectors.estate_form(request.GET)},
    )


def estate_owner(request: HttpRequest, pk: Any) -> HttpResponse:
    """The years asked about change the figures; the list of sites is always of each one's latest return."""
    estate = selectors.estate_of(request.user, pk, request.GET)
    return page(
        request,
        "estates/owner.html",
        {"estate": estate, "sites": selectors.estate_sites(request.user, pk), "trust_returns": selectors.returns_of(request.user, pk)},
    )


urlpatterns = [
    path("estates/dashboard/", estate_dashboard, name="dashboard"),
    path("estates/organisations/<uuid:pk>/", estate_owner, name="estateowner"),
]
