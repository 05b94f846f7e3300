from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from devo_portal.core.api import Answers

from .. import selectors
from ..serializers import TimelineSerializer


class Timeline(Answers):
    @extend_schema(
        parameters=[
            OpenApiParameter("baseline", str, description="The id of the baseline to hold milestones against; the newest where none is given."),
            OpenApiParameter("critical", bool, description="On the critical path or not."),
            OpenApiParameter("strand", str, many=True),
            OpenApiParameter("q", str, description="Words in the name or note."),
            OpenApiParameter("owner", str, description="By the id of an organisation."),
            OpenApiParameter("agreement", str, description="By its id."),
            OpenApiParameter("needs_board", str, description="What a board must take, by the board's id."),
            OpenApiParameter("late", bool),
            OpenApiParameter("reached", bool),
            OpenApiParameter("unowned", bool),
            OpenApiParameter("falls__gte", str, description="May fall on or after: 2017-11-16, 2017-11 or 2017."),
            OpenApiParameter("falls__lte", str, description="May fall on or before."),
            OpenApiParameter("limit", int, description="Rows on a page: 60, or up to 200."),
            OpenApiParameter("page", int),
        ],
        responses=TimelineSerializer,
    )
    def get(self, request: Any) -> HttpResponse:
        """Milestones of every strand with all their dates: planned, forecast, reached, in a baseline; and what is critical."""
        answer = selectors.timeline(request.user, request.query_params)
        sides = {side: request.build_absolute_uri(answer[side]) for side in ("next", "previous") if answer[side]}
        return self.send({**answer, **sides})


VIEWS = [("timeline", Timeline)]
