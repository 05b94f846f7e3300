"""The estate dashboard over the API, and the estate of one organisation."""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema

from devo_portal.core.api import Answers

from .. import selectors
from ..serializers import EstateSerializer, OwnerEstateSerializer

_YEAR = OpenApiParameter("year", str, description="Of the returns, such as 2016-17; the latest return of each site where none is given.")


class EstateDashboard(Answers):
    @extend_schema(
        parameters=[
            OpenApiParameter("by", str, enum=["owner", "borough", "sub_region", "year"], description="What the rows are; owner if not said."),
            _YEAR,
            OpenApiParameter("organisation", str, description="By its id."),
            OpenApiParameter("area", str, description="A borough, by its id."),
            OpenApiParameter("sub_region", str, description="By its id."),
            OpenApiParameter("type", str, many=True, description="Of the site."),
            OpenApiParameter("aggregate", bool),
            OpenApiParameter("flagged", bool),
            OpenApiParameter("flag", str, many=True),
        ],
        responses=EstateSerializer,
    )
    def get(self, request: Any) -> HttpResponse:
        """What the returns of the sites add up to, each figure with the list that it counts, and the same by owner, borough, sub-region or year."""
        return self.send(selectors.estate_dashboard(request.user, request.query_params))


class OwnerEstate(Answers):
    @extend_schema(parameters=[_YEAR], responses=OwnerEstateSerializer)
    def get(self, request: Any, pk: Any) -> HttpResponse:
        """The figures of one organisation's estate, how it stands among its peers, and its trend over the years."""
        return self.send(selectors.estate_of(request.user, pk, request.query_params))


VIEWS = [("estate-dashboard", EstateDashboard)]
PATHS = [path("organisations/<uuid:pk>/estate/", OwnerEstate.as_view(), name="api-organisation-estate")]
