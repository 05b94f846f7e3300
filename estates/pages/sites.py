"""The register, and the sections of a site's page."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from devo_portal.core.pages import FormPage, page
from devo_portal.core.paging import query
from devo_portal.core.policy import Permission, can

from .. import selectors, services
from ..forms import SiteForm
from ..rules.bulk import MOST
from .columns import COLUMNS, USUAL, chosen, filed


def site_list(request: HttpRequest) -> HttpResponse:
    """The list's own parameters are the API's; `columns` is this page's alone."""
    columns = chosen(request)
    if len(request.GET.getlist("columns")) > 1:  # as boxes send them; an address has them together
        return redirect(request.path + query(request.GET, columns=",".join(column.name for column in columns)))
    asked = request.GET.copy()
    asked.pop("columns", None)
    filters = [(name, value) for name in asked if name in selectors.sites.filters.base_filters for value in asked.getlist(name)]
    sites = selectors.sites.list(request.user, asked)
    return page(
        request,
        "estates/register.html",
        {
            "totals": selectors.register_totals(request.user, asked),
            "published": selectors.published_totals(request.user),
            "sites": sites,
            "rows": [{"site": site, "cells": [(column, column.text(site)) for column in columns[1:]]} for site in sites["results"]],
            "columns": columns,
            "shown": {column.name for column in columns},
            "every_column": list(COLUMNS.values())[1:],
            "usual": ",".join(USUAL),
            "kept_columns": f"&columns={','.join(column.name for column in columns)}" if request.GET.get("columns") else "",
            "filed": filed(columns),
            "asked": asked.urlencode(),  # the same question without what only this page knows, for the API, the map and files
            "kept": [*filters, *([("order", asked["order"])] if asked.get("order") else [])],
            "chosen_by": urlencode(filters),
            "most": MOST,
            "filters": selectors.sites.filter_form(asked),
            "may_import": can(request.user, Permission.ESTATES_IMPORT),
            "may_change": can(request.user, Permission.SITE_EDIT),
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
