from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from devo_portal.core.pages import page
from devo_portal.core.wire import tag

from .. import selectors


def calendar(request: HttpRequest) -> HttpResponse:
    response = page(request, "governance/calendar.html", {"calendar": selectors.calendar_addresses(request.user)})
    response["Referrer-Policy"] = "no-referrer"
    return response


def sent(request: HttpRequest, body: bytes) -> HttpResponse:
    """A calendar, or 304 where the program that asks has this very one."""
    etag = tag(body)
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Content-Disposition": 'inline; filename="meetings.ics"'}
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)
    return get_conditional_response(request, etag, None, response) or response


@require_safe
def board_calendar(request: HttpRequest, pk: Any) -> HttpResponse:
    return sent(request, selectors.board_calendar(request.user, pk))


@require_safe
def my_calendar(request: HttpRequest) -> HttpResponse:
    return sent(request, selectors.my_calendar(request.user))


@require_safe
def calendar_of_board(request: HttpRequest, token: str, pk: Any) -> HttpResponse:
    """For a calendar program, which cannot sign in: the token says who asks."""
    return sent(request, selectors.board_calendar(selectors.calendar_holder(token), pk))


@require_safe
def calendar_of_person(request: HttpRequest, token: str) -> HttpResponse:
    return sent(request, selectors.my_calendar(selectors.calendar_holder(token)))


urlpatterns = [
    path("boards/<uuid:pk>/meetings.ics", board_calendar, name="board-calendar"),
    path("meetings/mine.ics", my_calendar, name="calendar-mine"),
    path("meetings/calendar/", calendar, name="calendar"),
]
# Beneath /calendar/, which opens without signing in.
FEEDS = [
    path("calendar/<str:token>/boards/<uuid:pk>.ics", calendar_of_board, name="calendar-of-board"),
    path("calendar/<str:token>/mine.ics", calendar_of_person, name="calendar-of-person"),
]
