from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can

from . import selectors, services
from .forms import ConfidenceForm, PilotForm


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


def pilot_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(
        request,
        "pilots/detail.html",
        {
            "pilot": selectors.pilots.one(request.user, pk),
            "ratings": selectors.ratings.list(request.user, {"pilot": str(pk), "limit": "5"}),
            "history": selectors.pilot_history(request.user, pk),
            "may_rate": can(request.user, Permission.CONFIDENCE_RATE),
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


class EditPilot(FormPage):
    may = Permission.PILOT_EDIT
    owner = "lead"
    form_class = PilotForm
    read = selectors.pilots
    title = "Change the pilot"
    done = "The pilot is saved."
    service = staticmethod(services.update_pilot)
    goes_to = "pilots:detail"


class RateConfidence(FormPage):
    may = Permission.CONFIDENCE_RATE
    form_class = ConfidenceForm
    title = "Rate delivery confidence"
    done = "The rating is added."

    def context(self) -> dict[str, Any]:
        return {"caption": selectors.pilots.one(self.request.user, self.kwargs["pk"])["name"]}

    def submit(self, data: dict[str, Any]) -> str:
        pilot = get_object_or_404(selectors.visible_pilots(self.request.user), pk=self.kwargs["pk"])
        services.rate_confidence(by=self.request.user, pilot=pilot, **data)
        return reverse("pilots:detail", args=[self.kwargs["pk"]])
