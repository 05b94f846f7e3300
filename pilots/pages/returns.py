"""Pages of quarterly returns: the list, one return as a task list, its sections, its check and its submission."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can
from devo_portal.core.reads import check_names
from governance.rules.minutes import canonical, sha256

from .. import selectors, services
from ..forms import CorrectReturnForm, OpenCallForm, ReturnCallForm, SectionForm, SubmitReturnForm, WithdrawCallForm, WithdrawReturnForm
from ..rules.returns import QUESTIONS


def return_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "pilots/returns.html",
        {
            "returns": selectors.pilot_returns.list(request.user, request.GET),
            "summary": selectors.return_summary(request.user, request.GET),
            "missing": selectors.missing_returns(request.user, request.GET),
            "calls": selectors.return_calls.list(request.user, {"limit": "8"}),
            "filters": selectors.pilot_returns.filter_form(request.GET),
            "may_call": can(request.user, Permission.RETURN_CALL),
        },
    )


def pilot_returns(request: HttpRequest, pk: Any) -> HttpResponse:
    check_names(request.GET, ())
    return page(request, "pilots/pilot_returns.html", {"pilot_returns": selectors.returns_of_pilot(request.user, pk)})


def _said(request: HttpRequest, pk: Any) -> dict[str, Any]:
    answer = selectors.pilot_returns.one(request.user, pk)
    content, changes = selectors.return_told(request.user, pk)
    return {"pilot_return": answer, "content": content, "changes": changes}


def return_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    """A task list while it is a draft; once submitted, what was submitted."""
    return page(request, "pilots/return.html", {**_said(request, pk), "history": selectors.return_history(request.user, pk)})


def return_check(request: HttpRequest, pk: Any) -> HttpResponse:
    said = _said(request, pk)
    return page(request, "pilots/return_check.html", {**said, "lacking": _lacking(said["pilot_return"]), "seen": sha256(canonical(said["content"]))})


def _lacking(answer: Mapping[str, Any]) -> list[str]:
    """The sections that are not completed, by name."""
    return [each["section_label"] for each in answer["sections"] if each["state"] != "done"]


# --- Calls ---------------------------------------------------------------------------------------------------------------
class OpenCall(FormPage):
    may = Permission.RETURN_CALL
    form_class = OpenCallForm
    title = "Call for a quarter’s returns"
    button = "Call for them"
    done = "The returns are called for, and the pilots’ editors are told."

    def submit(self, data: dict[str, Any]) -> str:
        call = services.open_call(by=self.request.user, **{**data, "pilots": data["pilots"] or None})
        return f"{reverse('pilots:return-list')}?call={call.pk}"

    def back(self) -> str:
        return reverse("pilots:return-list")


class EditCall(FormPage):
    may = Permission.RETURN_CALL
    form_class: ClassVar[type[RecordForm]] = ReturnCallForm
    read = selectors.return_calls
    title = "Change the call"
    done = "The call is saved."

    def submit(self, data: dict[str, Any]) -> str:
        services.update_call(by=self.request.user, pk=self.kwargs["pk"], **data)
        return f"{reverse('pilots:return-list')}?call={self.kwargs['pk']}"

    def context(self) -> dict[str, Any]:
        assert self.record
        return {"caption": self.record["period_label"]}

    def back(self) -> str:
        return reverse("pilots:return-list")


class WithdrawCall(EditCall):
    form_class = WithdrawCallForm
    title = "Withdraw the call"
    button = "Withdraw it"
    done = "The call is withdrawn, and the drafts with it. The history keeps what was written."

    def submit(self, data: dict[str, Any]) -> str:
        services.withdraw_call(by=self.request.user, pk=self.kwargs["pk"], **data)
        return self.back()


# --- Sections --------------------------------------------------------------------------------------------------------------
class EditSection(FormPage):
    """A section of a return, over the live records that it tells of."""

    may = Permission.RETURN_EDIT
    form_class = SectionForm
    read = selectors.return_sections
    template_name = "pilots/return_section.html"
    button = "Save"
    done = "The section is saved."
    section: ClassVar[str] = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.of = kwargs["pk"]
        self.kwargs = {"pk": selectors.section_of(request.user, self.of, self.section)}
        return super().dispatch(request, *args, **self.kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        assert self.record
        if self.record["pilot_return"]["state"] == "submitted":
            messages.info(request, "This return was submitted: its sections are read here, and changed by a correction.")
            return redirect(self.back())
        return super().get(request, **kwargs)

    def form(self, **kwargs: Any) -> RecordForm:
        return SectionForm(section=self.section, **kwargs)

    def submit(self, data: dict[str, Any]) -> str:
        services.update_return_section(by=self.request.user, pk=self.kwargs["pk"], **data)
        return self.back()

    def context(self) -> dict[str, Any]:
        assert self.record
        answer = self.record["pilot_return"]
        content, changes = selectors.return_told(self.request.user, self.of)
        own = [each for each in changes["changes"] if each["path"].startswith(f"/{self.section}/")]
        return {
            "title": self.record["section_label"],
            "caption": f"{answer['pilot']['name']}, {answer['call']['period_label'][0].lower()}{answer['call']['period_label'][1:]}",
            "section": self.section,
            "pilot_return": answer,
            "content": content,
            "since": changes["since"],
            "changed": own,
        }

    def back(self) -> str:
        return reverse("pilots:return", args=[self.of])


# --- Verbs -----------------------------------------------------------------------------------------------------------------
class OfReturn(FormPage):
    may = Permission.RETURN_EDIT
    read = selectors.pilot_returns
    goes_to = "pilots:return"

    def context(self) -> dict[str, Any]:
        assert self.record
        return {"caption": f"{self.record['pilot']['name']}, {self.record['call']['period']}", "pilot_return": self.record}


class SubmitReturn(OfReturn):
    form_class = SubmitReturnForm
    title = "Submit the return"
    template_name = "pilots/return_submit.html"
    button = "Submit the return"
    done = "The return is submitted. It is fixed from now on, with its SHA-256."
    service = staticmethod(services.submit_return)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        assert self.record
        if self.record["state"] == "submitted":
            messages.info(request, "This return is submitted.")
            return redirect(reverse(self.goes_to, args=[self.kwargs["pk"]]))
        return super().get(request, **kwargs)

    def context(self) -> dict[str, Any]:
        assert self.record
        return {**super().context(), "lacking": _lacking(self.record)}

    def initial(self) -> dict[str, Any]:
        """With the fingerprint of what was checked: what changes between that and submitting is refused."""
        seen = self.request.GET.get("seen") or sha256(selectors.return_content(self.request.user, self.kwargs["pk"]))
        return {**super().initial(), "content_sha256": seen}

    def back(self) -> str:
        return reverse("pilots:return-check", args=[self.kwargs["pk"]])


class CorrectReturn(OfReturn):
    form_class = CorrectReturnForm
    title = "Correct the return"
    button = "Begin the correction"
    done = "The correction is begun, with all that was written. The return that was submitted stays as it is until this is submitted."

    def initial(self) -> dict[str, Any]:
        return {"version": self.record["version"] if self.record else None}

    def submit(self, data: dict[str, Any]) -> str:
        return reverse(self.goes_to, args=[services.correct_return(by=self.request.user, pk=self.kwargs["pk"], **data).pk])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        assert self.record
        if self.record["correction"]:
            messages.info(request, "A correction of it is open already: this is it.")
            return redirect(reverse(self.goes_to, args=[self.record["correction"]]))
        return super().get(request, **kwargs)

    def seen(self, record: Any, version: int) -> None:
        return None  # a verb: what it takes is no field of the return that it corrects


class WithdrawReturn(OfReturn):
    may = Permission.RETURN_CALL
    form_class = WithdrawReturnForm
    title = "Ask for this return no longer"
    button = "Withdraw it"
    done = "The return is not asked for any longer. The history keeps what was written."

    def submit(self, data: dict[str, Any]) -> str:
        services.withdraw_return(by=self.request.user, pk=self.kwargs["pk"], **data)
        return reverse("pilots:return-list")


urlpatterns = [
    path("pilots/<uuid:pk>/returns/", pilot_returns, name="returns"),
    path("returns/", return_list, name="return-list"),
    path("returns/calls/new/", OpenCall.as_view(), name="returncall-create"),
    path("returns/calls/<uuid:pk>/edit/", EditCall.as_view(), name="returncall-edit"),
    path("returns/calls/<uuid:pk>/withdraw/", WithdrawCall.as_view(), name="returncall-withdraw"),
    path("returns/<uuid:pk>/", return_detail, name="return"),
    path("returns/<uuid:pk>/check/", return_check, name="return-check"),
    path("returns/<uuid:pk>/submit/", SubmitReturn.as_view(), name="return-submit"),
    path("returns/<uuid:pk>/correct/", CorrectReturn.as_view(), name="return-correct"),
    path("returns/<uuid:pk>/withdraw/", WithdrawReturn.as_view(), name="return-withdraw"),
    *(path(f"returns/<uuid:pk>/{section}/", EditSection.as_view(section=section), name=f"return-{section}") for section in QUESTIONS),
]
