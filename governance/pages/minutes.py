from collections.abc import Callable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import path, reverse
from django.utils import timezone

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import FormPage, page
from devo_portal.core.pdf import pdf
from devo_portal.core.policy import Permission
from devo_portal.core.writes import Stale

from .. import selectors, services
from ..forms import AgreeForm, AttendanceForm, CirculateForm, InterestForm, ItemReasonForm, StartMinutesForm, WriteUpForm
from .agendas import BeneathMeeting
from .files import printed
from .meetings import OfMeeting


# --- Rows of a meeting on one page ---------------------------------------------------------------------------------------------
class RowsOfMeeting(OfMeeting):
    """Some fields for each row, saved in one act. Where somebody else saved first, what was typed stays, and the page says what
    is saved now."""

    template_name = "governance/meeting_rows.html"
    column = ""  # the field that is compared with what is saved

    def rows(self) -> list[Any]:
        raise NotImplementedError

    def kept(self) -> dict[Any, tuple[dict[str, Any], int]]:
        """What is saved of each row, by its id: the values of its fields and the version."""
        raise NotImplementedError

    def said(self, value: Any) -> str:
        return f"“{value}”" if value else "nothing"

    def form(self, **kwargs: Any) -> RecordForm:
        return self.form_class(creating=False, rows=self.rows(), **kwargs)

    def initial(self) -> dict[str, Any]:
        kept = self.kept()
        values = {f"{name}_{pk}": value for pk, (fields, version) in kept.items() for name, value in {**fields, "read": version}.items()}
        return {**super().initial(), **values}

    def conflict(self, form: RecordForm, data: QueryDict, stale: Stale) -> HttpResponse:
        assert self.read
        self.record = self.read.one(self.request.user, self.kwargs["pk"])
        data["version"] = str(self.record["version"])
        kept, told = self.kept(), []
        for row in self.rows():
            fields, version = kept.get(row.pk, ({}, 0))
            if data.get(f"read_{row.pk}", "") != str(version or ""):
                told.append(f"{row}: {self.said(fields.get(self.column))}")
            data[f"read_{row.pk}"] = str(version or "")
        again = self.form(data=data)
        again.is_valid()
        saved = f" Saved now: {'; '.join(told)}." if told else ""
        again.refuse(
            ValidationError(
                f"Somebody else saved before you. Nothing of yours is saved, and what you typed is kept.{saved} Save again if yours holds."
            )
        )
        return self.show(again, 409)


class RecordAttendance(RowsOfMeeting):
    form_class = AttendanceForm
    title = "Who was there"
    done = "The attendance is recorded."
    column = "state"
    service = staticmethod(services.record_attendance)

    def rows(self) -> list[Any]:
        assert self.record
        if not hasattr(self, "_seats"):
            self._seats = list(selectors.seats_at(selectors.visible_meetings(self.request.user).get(pk=self.kwargs["pk"])))
        return self._seats

    def kept(self) -> dict[Any, tuple[dict[str, Any], int]]:
        rows = selectors.visible_attendance(self.request.user).filter(meeting=self.kwargs["pk"])
        return {each.member_id: ({"state": each.state, "deputy": each.deputy}, each.version) for each in rows}

    def said(self, value: Any) -> str:
        return dict(selectors.attendance_states()).get(value, "nothing")

    def context(self) -> dict[str, Any]:
        meeting = selectors.meetings.one(self.request.user, self.kwargs["pk"], {"fields": "quorum_state"})
        none = "No seat of the board was held on that day. Record who sits on the board first." if not self.rows() else ""
        return {**super().context(), "standing": f"{meeting['quorum_state']['said'].capitalize()}.", "none": none, "inline": True}


class WriteUp(RowsOfMeeting):
    form_class = WriteUpForm
    title = "Write up the minutes"
    done = "The minutes are saved."
    column = "minute"
    service = staticmethod(services.write_minutes)

    def rows(self) -> list[Any]:
        return list(selectors.visible_items(self.request.user).filter(meeting=self.kwargs["pk"]).order_by("place"))

    def kept(self) -> dict[Any, tuple[dict[str, Any], int]]:
        return {each.pk: ({"minute": each.minute}, each.version) for each in self.rows()}

    def context(self) -> dict[str, Any]:
        rows = self.rows()
        done = len([each for each in rows if each.minute])
        return {
            **super().context(),
            "standing": f"{done} of {len(rows)} items {'is' if done == 1 else 'are'} written up.",
            "none": "" if rows else "There is no item yet.",
        }


# --- Declarations of interest ----------------------------------------------------------------------------------------------------
def _offer(form: RecordForm, user: Any, meeting: Any) -> None:
    """The seats held on the day, and the meeting's own items."""
    member: Any = form.fields["member"]
    item: Any = form.fields["item"]
    member.queryset = selectors.seats_at(meeting)
    item.queryset = selectors.visible_items(user).filter(meeting=meeting.pk).order_by("place")


class DeclareInterest(BeneathMeeting):
    form_class = InterestForm
    title = "Declare an interest"
    done = "The interest is declared."
    service = staticmethod(services.declare_interest)

    def narrow(self, form: RecordForm) -> None:
        _offer(form, self.request.user, self.meeting())

    def anchor(self, made: Any) -> str:
        return "interests"


class EditInterest(FormPage):
    may = Permission.MEETING_RUN
    form_class: ClassVar[type[RecordForm]] = InterestForm
    read = selectors.interests
    title = "Change the declaration"
    done = "The declaration is saved."
    service: ClassVar[Callable[..., Any]] = staticmethod(services.update_interest)

    def narrow(self, form: RecordForm) -> None:
        assert self.record
        if "member" in form.fields:
            _offer(form, self.request.user, selectors.visible_meetings(self.request.user).get(pk=self.record["meeting"]["id"]))

    def submit(self, data: dict[str, Any]) -> str:
        self.service(by=self.request.user, pk=self.kwargs["pk"], **data)
        return self.back()

    def back(self) -> str:
        assert self.record
        return f"{reverse('governance:meeting', args=[self.record['meeting']['id']])}#interests"


class RemoveInterest(EditInterest):
    form_class = ItemReasonForm
    title = "Take the declaration away"
    button = "Take it away"
    done = "The declaration is taken away. The history keeps it."
    service = staticmethod(services.remove_interest)


# --- Minutes -----------------------------------------------------------------------------------------------------------------
def minutes_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    answer = selectors.minutes.one(request.user, pk)
    others = selectors.minutes.list(request.user, {"meeting": str(answer["meeting"]["id"]), "order": "number"})["results"]
    return page(
        request,
        "governance/minutes.html",
        {
            "minutes": answer,
            "text": selectors.minutes_text(request.user, answer),
            "others": [each for each in others if each["id"] != answer["id"]],
            "history": selectors.minutes_history(request.user, pk),
        },
    )


def minutes_file(request: HttpRequest, pk: Any) -> HttpResponse:
    return printed("minutes.pdf", pdf("pdf/minutes.typ", selectors.minutes_sheet(request.user, pk)))


class StartMinutes(BeneathMeeting):
    form_class = StartMinutesForm
    title = "Start the minutes"
    button = "Start them"
    done = "The minutes are started."

    def narrow(self, form: RecordForm) -> None:
        if not selectors.minutes_agreed(self.meeting()):
            form.fields.pop("corrects", None)

    def context(self) -> dict[str, Any]:
        agreed = selectors.minutes_agreed(self.meeting())
        return {**super().context(), **({"title": "Correct the agreed minutes", "button": "Start the correction"} if agreed else {})}

    def submit(self, data: dict[str, Any]) -> str:
        return reverse("governance:minutes", args=[services.start_minutes(by=self.request.user, meeting=self.meeting(), **data).pk])


class OfMinutes(FormPage):
    may = Permission.MEETING_RUN
    read = selectors.minutes
    goes_to = "governance:minutes"

    def context(self) -> dict[str, Any]:
        assert self.record
        meeting = self.record["meeting"]
        return {"caption": f"Minutes of {meeting['board']['short_name']}, {meeting['held_on'].day} {meeting['held_on']:%B %Y}"}


class Circulate(OfMinutes):
    form_class = CirculateForm
    title = "Circulate the minutes"
    button = "Circulate them"
    done = "The minutes are circulated, and their text is fixed by its SHA-256."
    service = staticmethod(services.circulate_minutes)

    def initial(self) -> dict[str, Any]:
        return {**super().initial(), "on": timezone.localdate()}


class Agree(OfMinutes):
    form_class = AgreeForm
    title = "Agree the minutes"
    button = "Record that they are agreed"
    done = "The minutes are agreed. They change no more."
    service = staticmethod(services.agree_minutes)

    def narrow(self, form: RecordForm) -> None:
        assert self.record
        meeting, field = self.record["meeting"], form.fields.get("agreed_at")
        later = selectors.visible_meetings(self.request.user).filter(board=meeting["board"]["id"], held_on__gt=meeting["held_on"], status="held")
        if field is not None:
            field.queryset = later.select_related("board").order_by("held_on")  # type: ignore[attr-defined]


class Discard(OfMinutes):
    form_class = ItemReasonForm
    title = "Give the draft up"
    button = "Give it up"
    done = "The draft is given up. What was agreed stands as it was."
    service = staticmethod(services.discard_minutes)

    def submit(self, data: dict[str, Any]) -> str:
        assert self.record
        self.service(by=self.request.user, pk=self.kwargs["pk"], **data)
        return f"{reverse('governance:meeting', args=[self.record['meeting']['id']])}#minutes"


urlpatterns = [
    path("meetings/<uuid:pk>/attendance/", RecordAttendance.as_view(), name="meeting-attendance"),
    path("meetings/<uuid:pk>/write-up/", WriteUp.as_view(), name="meeting-writeup"),
    path("meetings/<uuid:pk>/interest/", DeclareInterest.as_view(), name="meeting-interest"),
    path("meetings/<uuid:pk>/minutes/", StartMinutes.as_view(), name="meeting-minutes"),
    path("interests/<uuid:pk>/edit/", EditInterest.as_view(), name="interest-edit"),
    path("interests/<uuid:pk>/remove/", RemoveInterest.as_view(), name="interest-remove"),
    path("minutes/<uuid:pk>/", minutes_detail, name="minutes"),
    path("minutes/<uuid:pk>/minutes.pdf", minutes_file, name="minutes-sheet"),
    path("minutes/<uuid:pk>/circulate/", Circulate.as_view(), name="minutes-circulate"),
    path("minutes/<uuid:pk>/discard/", Discard.as_view(), name="minutes-discard"),
    path("minutes/<uuid:pk>/agree/", Agree.as_view(), name="minutes-agree"),
]
