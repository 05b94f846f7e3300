"""The register, and the sections of a site's page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can

from .. import selectors, services
from ..forms import SiteForm


def site_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "estates/register.html",
        {
            "totals": selectors.register_totals(request.user, request.GET),
            "published": selectors.published_totals(request.user),
            "sites": selectors.sites.list(request.user, request.GET),
            "filters": selectors.sites.filter_form(request.GET),
            "may_import": can(request.user, Permission.ESTATES_IMPORT),
        },
    )


def site_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(request, "estates/site.html", selectors.site_page(request.user, pk))


def site_holdings(request: HttpRequest, pk: Any) -> HttpResponse:
    """Who holds it on the day of `?on=`, and every interest that is recorded."""
    site = selectors.sites.one(request.user, pk)
    day = selectors.asked_day(request.GET)
    return page(
        request,
        "estates/site_holdings.html",
        {
            "site": site,
            "owners": selectors.owners_on(request.user, pk, day),
            "holdings": selectors.holdings.list(request.user, {"site": str(pk), "limit": "100", "order": "starts_on"}),
        },
    )


def site_buildings(request: HttpRequest, pk: Any) -> HttpResponse:
    asked = {"site": str(pk), "limit": "100"}
    return page(
        request,
        "estates/site_buildings.html",
        {
            "site": selectors.sites.one(request.user, pk),
            "buildings": selectors.buildings.list(request.user, asked),
            "occupations": selectors.occupations.list(request.user, asked),
        },
    )


def site_plots(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(
        request,
        "estates/site_plots.html",
        {"site": selectors.sites.one(request.user, pk), "plots": selectors.plots.list(request.user, {"site": str(pk), "limit": "100"})},
    )


def site_identifiers(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(
        request,
        "estates/site_identifiers.html",
        {"site": selectors.sites.one(request.user, pk), "identifiers": selectors.identifiers.list(request.user, {"site": str(pk), "limit": "100"})},
    )


def site_returns(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(request, "estates/site_returns.html", selectors.returns_page(request.user, pk))


def site_history(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(request, "estates/site_history.html", selectors.history_page(request.user, pk))


class EditSite(FormPage):
    may = Permission.SITE_EDIT
    form_class = SiteForm
    read = selectors.sites
    title = "Change the site"
    done = "The site is saved."
    service = staticmethod(services.update_site)
    goes_to = "estates:site"


urlpatterns = [
    path("estates/", site_list, name="register"),
    path("estates/sites/<uuid:pk>/", site_detail, name="site"),
    path("estates/sites/<uuid:pk>/holdings/", site_holdings, name="site-holdings"),
    path("estates/sites/<uuid:pk>/buildings/", site_buildings, name="site-buildings"),
    path("estates/sites/<uuid:pk>/plots/", site_plots, name="site-plots"),
    path("estates/sites/<uuid:pk>/identifiers/", site_identifiers, name="site-identifiers"),
    path("estates/sites/<uuid:pk>/returns/", site_returns, name="site-returns"),
    path("estates/sites/<uuid:pk>/history/", site_history, name="site-history"),
    path("estates/sites/<uuid:pk>/edit/", EditSite.as_view(), name="site-edit"),
]
