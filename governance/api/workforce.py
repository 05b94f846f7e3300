from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from devo_portal.core.api import Answers

from .. import selectors
from ..serializers import WorkforceSerializer


class Workforce(Answers):
    @extend_schema(
        parameters=[OpenApiParameter("board", str, description="The id of a board; the London Workforce Board's where it is left out.")],
        responses=WorkforceSerializer,
    )
    def get(self, request: Any) -> HttpResponse:
        """The figures over a board's actions, each with the query that lists what it counts."""
        return self.send(selectors.workforce(request.user, request.query_params))


VIEWS = [("workforce", Workforce)]
