"""The map of sites, and where one site is."""

from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import path

from devo_portal.core.pages import FormPage, page
from devo_portal.core.paging import PAGING
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..forms import PlaceForm
from ..rules.cells import BRITAIN


def site_map(request: HttpRequest) -> HttpResponse:
    """The map, and the list of the same sites: those that have a place, in the box where one is asked for."""
    asked: QueryDict = request.GET.copy()
    if not asked.get("bbox"):
        asked["bbox"] = ",".join(map(str, BRITAIN))
    return page(
        request,
        "estates/map.html",
        {
            "map": selectors.site_map(request.user, selectors.without(asked, *PAGING)),
            "sites": selectors.sites.list(request.user, selectors.without(asked, "zoom")),
            "filters": selectors.sites.filter_form(request.GET),
            "outlines": selectors.outlines_are(),
            "narrowed": any(value for name, value in request.GET.items() if name not in ("zoom", *PAGING)),
            **tiles(),
        },
    )


def tiles() -> dict[str, str]:
    """What lies beneath a map; nothing, unless a setting says so."""
    return {"tile_url": settings.ESTATES_TILE_URL, "tile_attribution": settings.ESTATES_TILE_ATTRIBUTION}


class PlaceSite(FormPage):
    may = Permission.SITE_EDIT
    form_class = PlaceForm
    read = selectors.sites
    template_name = "estates/site_place_form.html"
    title = "Where the site is"
    button = "Save the place"
    done = "The place is saved."
    service = staticmethod(services.place_site)
    goes_to = "estates:site"

    def initial(self) -> dict[str, Any]:
        assert self.record
        place = self.record["place"]
        start: dict[str, Any] = {"version": self.record["version"], "given_as": "degrees"}
        if place is None:
            return start
        outline = orjson.dumps(place["outline"]).decode() if place["outline"] else ""
        return {**start, **place, "outline": outline, "location_source": place["source"]}

    def context(self) -> dict[str, Any]:
        return {"site": self.record, **tiles()}


urlpatterns = [path("estates/map/", site_map, name="map"), path("estates/sites/<uuid:pk>/place/", PlaceSite.as_view(), name="site-place")]
