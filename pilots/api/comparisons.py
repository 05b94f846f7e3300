from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from devo_portal.core.api import Answers

from .. import selectors
from ..serializers import PilotComparisonSerializer


class PilotComparison(Answers):
    @extend_schema(
        parameters=[
            OpenApiParameter("pilot", str, many=True, required=True, description="By id: two to five of them, in the order of the columns."),
            OpenApiParameter("differences", bool, description="Only the rows in which they differ."),
        ],
        responses=PilotComparisonSerializer,
    )
    def get(self, request: Any) -> HttpResponse:
        """Two to five pilots side by side, by the same rows."""
        return self.send(selectors.comparison(request.user, request.query_params))


VIEWS = [("pilot-comparison", PilotComparison)]
