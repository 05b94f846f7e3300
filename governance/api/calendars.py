from typing import Any

from django.http import HttpResponse
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.renderers import BaseRenderer

from devo_portal.core.api import Answers
from devo_portal.core.wire import tag

from .. import selectors


class ICalendar(BaseRenderer):
    """What a caller may ask for by Accept; the bytes come from the selector."""

    media_type, format = "text/calendar", "ics"

    def render(self, data: Any, *args: Any, **kwargs: Any) -> bytes:
        return bytes(data)


class CalendarView(Answers):
    renderer_classes = (ICalendar, *Answers.renderer_classes)

    def sent(self, body: bytes) -> HttpResponse:
        etag = tag(body)
        headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
        if self._matches(etag):
            return HttpResponse(status=304, headers=headers)
        return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


_AS_FILE = extend_schema(responses={(200, "text/calendar"): OpenApiResponse(OpenApiTypes.STR, "An iCalendar file (RFC 5545).")})


class BoardCalendar(CalendarView):
    @_AS_FILE
    def get(self, request: Any, pk: Any) -> HttpResponse:
        """A board's meetings, those held and cancelled too, as a calendar."""
        return self.sent(selectors.board_calendar(request.user, pk))


class MyCalendar(CalendarView):
    @_AS_FILE
    def get(self, request: Any) -> HttpResponse:
        """The meetings of the boards on which the caller has a seat today, as a calendar."""
        return self.sent(selectors.my_calendar(request.user))


PATHS = [
    path("boards/<uuid:pk>/meetings.ics", BoardCalendar.as_view(), name="api-board-calendar"),
    path("meetings/mine.ics", MyCalendar.as_view(), name="api-calendar-mine"),
]
