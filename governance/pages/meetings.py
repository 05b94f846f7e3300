from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can

from .. import selectors, services
from ..forms import CancelMeetingForm, MeetingForm


def meeting_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/meetings.html",
        {
            "meetings": selectors.meetings.list(request.user, request.GET),
            "next": selectors.meetings.list(request.user, {"coming": "true", "order": "held_on", "limit": "1"})["results"],
            "filters": selectors.meetings.filter_form(request.GET),
            "may_create": can(request.user, Permission.MEETING_RUN),
        },
    )


def meeting_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(
        request,
        "governance/meeting.html",
        {"meeting": selectors.meetings.one(request.user, pk), "history": selectors.meeting_history(request.user, pk)},
    )


class CreateMeeting(FormPage):
    may = Permission.MEETING_RUN
    form_class = MeetingForm
    title = "Plan a meeting"
    done = "The meeting is planned."
    service = staticmethod(services.create_meeting)
    goes_to = "governance:meeting"


class EditMeeting(FormPage):
    may = Permission.MEETING_RUN
    form_class = MeetingForm
    read = selectors.meetings
    title = "Change the meeting"
    done = "The meeting is saved."
    service = staticmethod(services.update_meeting)
    goes_to = "governance:meeting"


class CancelMeeting(FormPage):
    may = Permission.MEETING_RUN
    form_class = CancelMeetingForm
    read = selectors.meetings
    title = "Cancel the meeting"
    button = "Cancel the meeting"
    done = "The meeting is cancelled. It stays in the calendar as cancelled."
    service = staticmethod(services.cancel_meeting)
    goes_to = "governance:meeting"


urlpatterns = [
    path("meetings/", meeting_list, name="meetings"),
    path("meetings/new/", CreateMeeting.as_view(), name="meeting-create"),
    path("meetings/<uuid:pk>/", meeting_detail, name="meeting"),
    path("meetings/<uuid:pk>/edit/", EditMeeting.as_view(), name="meeting-edit"),
    path("meetings/<uuid:pk>/cancel/", CancelMeeting.as_view(), name="meeting-cancel"),
]
