"""Sites over the API."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action

from devo_portal.core.api import figures, verb
from devo_portal.core.policy import Permission
from devo_portal.core.reads import check_names

from .. import selectors, services
from ..serializers import (
    ConfirmInput,
    FormerReturns,
    MapSerializer,
    OutlinesSerializer,
    OwnersSerializer,
    PlaceInput,
    PublishedSerializer,
    SiteInput,
    SiteQualitySerializer,
    TotalsSerializer,
)
from .merging import LeavingViewSet


class SiteViewSet(LeavingViewSet):
    read = selectors.sites
    may = Permission.SITE_EDIT
    takes = SiteInput
    updates = staticmethod(services.update_site)
    summary = figures(selectors.register_totals, TotalsSerializer, "The register's figures, over the sites that the filter leaves.")
    place = verb("place", services.place_site, PlaceInput, "Say where the site is: its point, its outline, or both.")
    map = extend_schema(parameters=[OpenApiParameter("zoom", int, description="0 to 18, as on a web map; 10 shows London.")])(
        figures(selectors.site_map, MapSerializer, "The sites that the filter leaves, for a map: one by one, or in clusters.", "map")
    )
    boroughs = figures(
        selectors.borough_outlines, OutlinesSerializer, "The outlines of London's boroughs, by which points are told apart.", "boroughs"
    )

    confirm = verb("confirm", services.confirm_site, ConfirmInput, "Say that the site is still as the register says; it is asked again in a year.")

    @extend_schema(responses=SiteQualitySerializer)
    @action(detail=True)
    def quality(self, request: Any, pk: Any) -> HttpResponse:
        """The site's findings, its score, and when it was last confirmed."""
        check_names(request.query_params, ())
        return self.send(selectors.site_quality(request.user, pk))

    @extend_schema(responses=PublishedSerializer)
    @action(detail=False)
    def published(self, request: Any) -> HttpResponse:
        """Figures of the whole register, rounded, in which sensitive sites are counted where they are enough."""
        check_names(request.query_params, ())
        return self.send(selectors.published_totals(request.user))

    @extend_schema(
        parameters=[OpenApiParameter("on", str, description="The day, such as 2017-11-16; today where none is given.")], responses=OwnersSerializer
    )
    @action(detail=True)
    def owners(self, request: Any, pk: Any) -> HttpResponse:
        """Who holds the site on a day, and how much of it, each m² counted once."""
        check_names(request.query_params, {"on"})
        return self.send(selectors.owners_on(request.user, pk, selectors.asked_day(request.query_params)))

    @extend_schema(responses=FormerReturns)
    @action(detail=True, url_path="former-returns")
    def former_returns(self, request: Any, pk: Any) -> HttpResponse:
        """What the site's returns said before they were changed."""
        check_names(request.query_params, ())
        return self.send(selectors.former_returns(request.user, pk))


API = [("sites", SiteViewSet)]
