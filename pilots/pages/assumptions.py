from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from devo_portal.core.pages import page
from devo_portal.core.policy import Permission, can

from .. import selectors, services
from ..forms import AssumptionForm, AssumptionTestForm, PilotDependencyForm, RemovePilotDependencyForm
from .owned import OfPilot


def assumption_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "pilots/assumptions.html",
        {
            "assumptions": selectors.assumptions.list(request.user, request.GET),
            "summary": selectors.assumption_summary(request.user, request.GET),
            "filters": selectors.assumptions.filter_form(request.GET),
            "may_create": can(request.user, Permission.PILOT_EDIT),
        },
    )


def assumption_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(
        request,
        "pilots/assumption.html",
        {"assumption": selectors.assumptions.one(request.user, pk), "history": selectors.assumption_history(request.user, pk)},
    )


class AssumptionPage(OfPilot):
    goes_to = "pilots:assumption"


class CreateAssumption(AssumptionPage):
    form_class = AssumptionForm
    title = "Add an assumption"
    done = "The assumption is added."
    service = staticmethod(services.create_assumption)


class EditAssumption(AssumptionPage):
    form_class = AssumptionForm
    read = selectors.assumptions
    title = "Change the assumption"
    done = "The assumption is saved."
    service = staticmethod(services.update_assumption)


class TestAssumption(AssumptionPage):
    """What was found before is not what is found now: the form starts empty."""

    form_class = AssumptionTestForm
    read = selectors.assumptions
    title = "Say what the test showed"
    done = "The finding is recorded."
    service = staticmethod(services.record_assumption_test)

    def initial(self) -> dict[str, Any]:
        return {"version": (self.record or {})["version"]}


# --- What pilots need from each other, and from organisations ----------------------------------------------------------
def pilot_dependency_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "pilots/dependencies.html",
        {
            "dependencies": selectors.pilot_dependencies.list(request.user, request.GET),
            "summary": selectors.pilot_dependency_summary(request.user, request.GET),
            "filters": selectors.pilot_dependencies.filter_form(request.GET),
            "may_create": can(request.user, Permission.PILOT_EDIT),
        },
    )


class DependencyPage(OfPilot):
    """A dependency has no page of its own: the list of its pilot's shows it."""

    def submit(self, data: dict[str, Any]) -> str:
        if self.record is None:
            return f"{reverse('pilots:pilotdependencies')}?either={self.service(by=self.request.user, **data).pilot_id}"
        self.service(by=self.request.user, pk=self.kwargs["pk"], **data)
        return self.back()

    def context(self) -> dict[str, Any]:
        return {"caption": self.record["said"]} if self.record else {}

    def back(self) -> str:
        pilot = self.record["pilot"]["id"] if self.record else self.request.GET.get("pilot")
        return reverse("pilots:pilotdependencies") + (f"?either={pilot}" if pilot else "")


class CreatePilotDependency(DependencyPage):
    form_class = PilotDependencyForm
    title = "Say what a pilot needs from others"
    done = "The dependency is added."
    service = staticmethod(services.create_pilot_dependency)


class EditPilotDependency(DependencyPage):
    form_class = PilotDependencyForm
    read = selectors.pilot_dependencies
    title = "Change what it needs"
    done = "The dependency is saved."
    service = staticmethod(services.update_pilot_dependency)


class DeletePilotDependency(DependencyPage):
    form_class = RemovePilotDependencyForm
    read = selectors.pilot_dependencies
    title = "Delete the dependency"
    button = "Delete"
    done = "The dependency is deleted. Its history stays."
    service = staticmethod(services.remove_pilot_dependency)


urlpatterns = [
    path("assumptions/", assumption_list, name="assumptions"),
    path("assumptions/new/", CreateAssumption.as_view(), name="assumption-create"),
    path("assumptions/<uuid:pk>/", assumption_detail, name="assumption"),
    path("assumptions/<uuid:pk>/edit/", EditAssumption.as_view(), name="assumption-edit"),
    path("assumptions/<uuid:pk>/test/", TestAssumption.as_view(), name="assumption-test"),
    path("pilot-dependencies/", pilot_dependency_list, name="pilotdependencies"),
    path("pilot-dependencies/new/", CreatePilotDependency.as_view(), name="pilotdependency-create"),
    path("pilot-dependencies/<uuid:pk>/edit/", EditPilotDependency.as_view(), name="pilotdependency-edit"),
    path("pilot-dependencies/<uuid:pk>/delete/", DeletePilotDependency.as_view(), name="pilotdependency-delete"),
]
