import json
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can

from .. import selectors, services
from ..forms import ActionForm, ReportForm


def action_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/actions.html",
        {
            "actions": selectors.actions.list(request.user, request.GET),
            "summary": selectors.action_summary(request.user, request.GET),
            "filters": selectors.actions.filter_form(request.GET),
            "may_create": can(request.user, Permission.ACTION_EDIT),
        },
    )


def action_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(
        request, "governance/action.html", {"action": selectors.actions.one(request.user, pk), "history": selectors.action_history(request.user, pk)}
    )


ROW = replace(selectors.actions, detail=None)  # a form needs no more than the list's row


class CreateAction(FormPage):
    may = Permission.ACTION_EDIT
    owner = "lead"
    form_class = ActionForm
    title = "Add an action"
    done = "The action is added."
    service = staticmethod(services.create_action)
    goes_to = "governance:action"

    def initial(self) -> dict[str, Any]:
        """One that is added from an agenda's item was raised on the day of its meeting."""
        given = super().initial()
        day = selectors.raised_on(self.request.user, given["raised_at"]) if given.get("raised_at") else None
        return {"raised_on": day, **given} if day else given


class EditAction(FormPage):
    may = Permission.ACTION_EDIT
    owner = "lead"
    form_class = ActionForm
    read = ROW
    title = "Change the action"
    done = "The action is saved."
    service = staticmethod(services.update_action)
    goes_to = "governance:action"


class UpdateAction(FormPage):
    """Say how an action stands: a page that leads back to the list it came from; with htmx, the same form in the list's row."""

    may = Permission.ACTION_EDIT
    form_class = ReportForm
    read = ROW
    template_name = "governance/action_update.html"
    title = "Update the action"
    button = "Save the update"
    done = "The update is saved."
    service = staticmethod(services.report_action)

    @property
    def in_row(self) -> bool:
        return self.request.headers.get("HX-Request") == "true"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.in_row and "row" in request.GET:
            return self.row()
        return super().get(request, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = super().post(request, **kwargs)
        if not (self.in_row and response.status_code == 302):
            return response
        list(messages.get_messages(request))  # told in the row, not again on the next page
        self.record = ROW.one(request.user, kwargs["pk"])
        answer = self.row()
        answer["HX-Trigger"] = json.dumps({"said": f"Saved: “{self.record['title']}” is {self.record['status_label'].lower()}."})
        return answer

    def submit(self, data: dict[str, Any]) -> str:
        self.service(by=self.request.user, pk=self.kwargs["pk"], **data)
        return self.back()

    def form(self, **kwargs: Any) -> RecordForm:
        if self.in_row:  # several rows may be open at once, and no two fields of a page share an id
            kwargs["auto_id"] = f"id_{self.kwargs['pk']}_%s"
        return super().form(**kwargs)

    def initial(self) -> dict[str, Any]:
        answer = self.record or {}
        return {**super().initial(), **{name: answer[name] for name in ("status", "due_on", "evidence")}} | {
            "closing_decision": (answer["closing_decision"] or {}).get("id")
        }

    def show(self, form: RecordForm, status: int = 200) -> HttpResponse:
        if not self.in_row:
            return super().show(form, status)
        return page(self.request, "governance/action_row_form.html", {"form": form, "action": self.record, "next": self.back()}, status)

    def row(self) -> HttpResponse:
        return page(self.request, "governance/action_row.html", {"action": self.record, "next": self.back(), "edits": True})

    def context(self) -> dict[str, Any]:
        return {"action": self.record, "next": self.back()}

    def back(self) -> str:
        """The list from which it was opened, with its filters; the action's own page where none is named."""
        asked = self.request.POST.get("next") or self.request.GET.get("next") or ""
        ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
        return asked if ours else reverse("governance:action", args=[self.kwargs["pk"]])


urlpatterns = [
    path("actions/", action_list, name="actions"),
    path("actions/new/", CreateAction.as_view(), name="action-create"),
    path("actions/<uuid:pk>/", action_detail, name="action"),
    path("actions/<uuid:pk>/edit/", EditAction.as_view(), name="action-edit"),
    path("actions/<uuid:pk>/update/", UpdateAction.as_view(), name="action-update"),
]
