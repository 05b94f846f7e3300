"""The pages of the register."""

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
            "sites": selectors.sites.list(request.user, request.GET),
            "filters": selectors.sites.filter_form(request.GET),
            "may_import": can(request.user, Permission.ESTATES_IMPORT),
        },
    )


def site_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(request, "estates/site.html", selectors.site_page(request.user, pk))


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
    path("estates/sites/<uuid:pk>/edit/", EditSite.as_view(), name="site-edit"),
]
