from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import ALL, Permission, can, reach
from devo_portal.core.reads import check_names
from governance.selectors import principle_history

from .. import selectors, services
from ..forms import PilotForm, PilotLinkForm, RemovePilotLinkForm


def pilot_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "pilots/list.html",
        {
            "portfolio": selectors.portfolio(request.user, request.GET),
            "pilots": selectors.pilots.list(request.user, request.GET),
            "filters": selectors.pilots.filter_form(request.GET),
            "may_create": can(request.user, Permission.PILOT_EDIT),
        },
    )


class CreatePilot(FormPage):
    may = Permission.PILOT_EDIT
    owner = "lead"
    form_class = PilotForm
    title = "Add a pilot"
    done = "The pilot is added."
    service = staticmethod(services.create_pilot)
    goes_to = "pilots:detail"


# --- What pilots test, and what serves the principles ----------------------------------------------------------------
def pilot_link_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "pilots/links.html",
        {
            "links": selectors.pilot_links.list(request.user, request.GET),
            "filters": selectors.pilot_links.filter_form(request.GET),
            "may_create": can(request.user, Permission.PILOT_EDIT),
        },
    )


class LinkPage(FormPage):
    may = Permission.PILOT_EDIT
    form_class: ClassVar[type[RecordForm]] = PilotLinkForm

    def narrow(self, form: RecordForm) -> None:
        """Offered are the pilots that one may change."""
        fields: Any = form.fields
        reached = reach(self.request.user, self.may)
        if reached != ALL and "pilot" in fields:
            fields["pilot"].queryset = fields["pilot"].queryset.filter(lead__in=reached)

    def submit(self, data: dict[str, Any]) -> str:
        """A link has no page of its own: the list of its pilot's shows it."""
        if self.record is None:
            return f"{reverse('pilots:pilotlinks')}?pilot={self.service(by=self.request.user, **data).pilot_id}"
        self.service(by=self.request.user, pk=self.kwargs["pk"], **data)
        return self.back()

    def context(self) -> dict[str, Any]:
        return {"caption": f"{self.record['pilot']['name']} and {self.record['commitment']['code']}"} if self.record else {}

    def back(self) -> str:
        return reverse("pilots:pilotlinks") + (f"?pilot={self.record['pilot']['id']}" if self.record else "")


class CreatePilotLink(LinkPage):
    title = "Say that a pilot tests a commitment"
    done = "The link is added."
    service = staticmethod(services.create_pilot_link)


class EditPilotLink(LinkPage):
    read = selectors.pilot_links
    title = "Change how it tests the commitment"
    done = "The link is saved."
    service = staticmethod(services.update_pilot_link)

    def cleaned(self, form: RecordForm) -> dict[str, Any]:
        """A piece that was given before stays where none is given now."""
        data = super().cleaned(form)
        if data.get("evidence") is None:
            data.pop("evidence", None)
        return data


class DeletePilotLink(LinkPage):
    form_class = RemovePilotLinkForm
    read = selectors.pilot_links
    title = "Delete the link"
    button = "Delete"
    done = "The link is deleted. Its history stays."
    service = staticmethod(services.remove_pilot_link)


def principle_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(
        request,
        "pilots/principle.html",
        {
            "principle": selectors.principles.one(request.user, pk),
            "history": principle_history(request.user, pk),
            "may_link": can(request.user, Permission.COMMITMENT_EDIT),
        },
    )


def coverage(request: HttpRequest) -> HttpResponse:
    check_names(request.GET, ())
    return page(request, "pilots/coverage.html", {"coverage": selectors.coverage(request.user)})


urlpatterns = [
    path("pilots/", pilot_list, name="list"),
    path("pilots/new/", CreatePilot.as_view(), name="create"),
    path("pilot-links/", pilot_link_list, name="pilotlinks"),
    path("pilot-links/new/", CreatePilotLink.as_view(), name="pilotlink-create"),
    path("pilot-links/<uuid:pk>/edit/", EditPilotLink.as_view(), name="pilotlink-edit"),
    path("pilot-links/<uuid:pk>/delete/", DeletePilotLink.as_view(), name="pilotlink-delete"),
    path("principles/<uuid:pk>/", principle_detail, name="principle"),  # its pilots stand on it
    path("coverage/", coverage, name="coverage"),
]
