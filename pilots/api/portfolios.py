from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from devo_portal.core.api import Answers

from .. import selectors
from ..serializers import PortfolioBoardSerializer


class Portfolio(Answers):
    @extend_schema(
        parameters=[
            OpenApiParameter("q", str, description="Words in the name, summary, asks or places."),
            OpenApiParameter("stage", str, many=True),
            OpenApiParameter("theme", str, many=True),
            OpenApiParameter("confidence", str, many=True),
            OpenApiParameter("place", str, description="By the id of an area."),
            OpenApiParameter("lead", str, description="By the id of an organisation."),
            OpenApiParameter("late", bool, description="The lead organisation answers for a milestone that is past its date."),
            OpenApiParameter("unled", bool, description="Without a lead organisation."),
            OpenApiParameter("unrated", bool, description="Not yet rated for delivery confidence."),
            OpenApiParameter("never_returned", bool, description="No quarterly return submitted."),
            OpenApiParameter(
                "order", str, description="name, stage_place, confidence_level, next_on or returned_at; a minus before it turns it round."
            ),
            OpenApiParameter("limit", int, description="Rows on a page: 50, or up to 500."),
            OpenApiParameter("page", int),
            OpenApiParameter("cursor", str, description="From `next` or `previous`."),
            OpenApiParameter("count", bool, description="Taken as other lists take it; the count is always answered."),
        ],
        responses=PortfolioBoardSerializer,
    )
    def get(self, request: Any) -> HttpResponse:
        """Figures over the whole portfolio, each with the list that it counts, and how every pilot stands that the filter leaves."""
        return self.send(selectors.dashboard(request.user, request.query_params))


VIEWS = [("portfolio", Portfolio)]
