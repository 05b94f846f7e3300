from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from devo_portal.core.api import Answers

from .. import selectors
from ..serializers import ScheduleSerializer


class Schedule(Answers):
    @extend_schema(
        parameters=[
            OpenApiParameter("on", str, description="Compute as of this day: what was reached or given later counts as still to come."),
            OpenApiParameter("what_if", str, description="`<id>:+5`: lets it fall five working days later, without saving. Several by commas."),
            OpenApiParameter("critical", bool),
            OpenApiParameter("strand", str, many=True),
            OpenApiParameter("q", str, description="Words in the name or reference."),
            OpenApiParameter("limit", int, description="Rows on a page: 50, or up to 500."),
            OpenApiParameter("page", int),
        ],
        responses=ScheduleSerializer,
    )
    def get(self, request: Any) -> HttpResponse:
        """When everything that waits for something can fall, and what holds up the end."""
        answer = selectors.schedule(request.user, request.query_params)
        sides = {side: request.build_absolute_uri(answer[side]) for side in ("next", "previous") if answer[side]}
        return self.send({**answer, **sides})


VIEWS = [("schedule", Schedule)]
