from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import FormPage, page
from devo_portal.core.pdf import pdf
from devo_portal.core.policy import Permission, can

from .. import selectors, services
from ..forms import CancelMeetingForm, MeetingForm, MeetingVerbForm
from .files import printed


def meeting_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/meetings.html",
        {
            "meetings": selectors.meetings.list(request.user, request.GET),
            "next": selectors.next_meeting(request.user, request.GET),
            "filters": selectors.meetings.filter_form(request.GET),
            "may_create": can(request.user, Permission.MEETING_RUN),
        },
    )


def meeting_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    meeting = selectors.meetings.one(request.user, pk)
    waits = [each for each in meeting["matters_arising"] if each["offered"]]
    return page(
        request,
        "governance/meeting.html",
        {
            "meeting": meeting,
            "offered": waits,
            "closed": bool(meeting["minutes_versions"]) and meeting["minutes_versions"][-1]["status"] == "agreed",
            "may_decide": can(request.user, Permission.DECISION_RECORD),
            "may_act": can(request.user, Permission.ACTION_EDIT),
        },
    )


def meeting_past(request: HttpRequest, pk: Any) -> HttpResponse:
    """The history of a meeting and its agenda, on a page of its own."""
    meeting = selectors.plain_meetings.one(request.user, pk)
    return page(request, "governance/meeting_history.html", {"meeting": meeting, "history": selectors.meeting_history(request.user, pk)})


def meeting_agenda_file(request: HttpRequest, pk: Any) -> HttpResponse:
    return printed("agenda.pdf", pdf("pdf/pack.typ", selectors.agenda_sheet(request.user, pk)))


def meeting_pack_file(request: HttpRequest, pk: Any) -> HttpResponse:
    """The agenda with the papers that this reader may see."""
    return printed("pack.pdf", pdf("pdf/pack.typ", *selectors.meeting_pack(request.user, pk)))


class CreateMeeting(FormPage):
    may = Permission.MEETING_RUN
    form_class = MeetingForm
    title = "Plan a meeting"
    done = "The meeting is planned. Its agenda has begun."
    service = staticmethod(services.create_meeting)
    goes_to = "governance:meeting"


class OfMeeting(FormPage):
    """A verb of a meeting."""

    may = Permission.MEETING_RUN
    read = selectors.plain_meetings
    goes_to = "governance:meeting"

    def context(self) -> dict[str, Any]:
        assert self.record
        day = self.record["held_on"]
        return {"caption": f"{self.record['board']['name']}, {day.day} {day:%B %Y}"}


class EditMeeting(OfMeeting):
    form_class = MeetingForm
    title = "Change the meeting"
    done = "The meeting is saved."
    service = staticmethod(services.update_meeting)


class CancelMeeting(OfMeeting):
    form_class = CancelMeetingForm
    title = "Cancel the meeting"
    button = "Cancel the meeting"
    done = "The meeting is cancelled. It stays in the calendar as cancelled."
    service = staticmethod(services.cancel_meeting)


class PublishAgenda(OfMeeting):
    form_class = MeetingVerbForm
    title = "Publish the agenda"
    button = "Publish the agenda"
    done = "The agenda is published."
    service = staticmethod(services.publish_agenda)


class HoldMeeting(OfMeeting):
    form_class = MeetingVerbForm
    title = "Mark the meeting as held"
    button = "Mark it as held"
    done = "The meeting is marked as held. Its papers are fixed."
    service = staticmethod(services.hold_meeting)


urlpatterns = [
    path("meetings/", meeting_list, name="meetings"),
    path("meetings/new/", CreateMeeting.as_view(), name="meeting-create"),
    path("meetings/<uuid:pk>/", meeting_detail, name="meeting"),
    path("meetings/<uuid:pk>/edit/", EditMeeting.as_view(), name="meeting-edit"),
    path("meetings/<uuid:pk>/cancel/", CancelMeeting.as_view(), name="meeting-cancel"),
    path("meetings/<uuid:pk>/publish/", PublishAgenda.as_view(), name="meeting-publish"),
    path("meetings/<uuid:pk>/hold/", HoldMeeting.as_view(), name="meeting-hold"),
    path("meetings/<uuid:pk>/history/", meeting_past, name="meeting-history"),
    path("meetings/<uuid:pk>/agenda.pdf", meeting_agenda_file, name="meeting-sheet"),
    path("meetings/<uuid:pk>/pack.pdf", meeting_pack_file, name="meeting-pack"),
]
