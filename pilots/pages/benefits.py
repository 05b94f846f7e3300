from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can

from .. import selectors, services
from ..forms import BenefitForm, CorrectForm, MeasureForm, PlanForm, RemoveBenefitForm, RemoveReadingForm
from .owned import OfPilot


def benefit_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "pilots/benefits.html",
        {
            "benefits": selectors.benefits.list(request.user, request.GET),
            "summary": selectors.benefit_summary(request.user, request.GET),
            "filters": selectors.benefits.filter_form(request.GET),
            "may_create": can(request.user, Permission.PILOT_EDIT),
        },
    )


def benefit_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(
        request, "pilots/benefit.html", {"benefit": selectors.benefits.one(request.user, pk), "history": selectors.benefit_history(request.user, pk)}
    )


class CreateBenefit(OfPilot):
    form_class = BenefitForm
    title = "Add a benefit"
    done = "The benefit is added."
    service = staticmethod(services.create_benefit)
    goes_to = "pilots:benefit"


class EditBenefit(OfPilot):
    form_class = BenefitForm
    read = selectors.benefits
    title = "Change the benefit"
    done = "The benefit is saved."
    service = staticmethod(services.update_benefit)
    goes_to = "pilots:benefit"


class DeleteBenefit(OfPilot):
    form_class = RemoveBenefitForm
    read = selectors.benefits
    title = "Delete the benefit"
    button = "Delete"
    done = "The benefit is deleted. Its history stays."

    def submit(self, data: dict[str, Any]) -> str:
        services.remove_benefit(by=self.request.user, pk=self.kwargs["pk"], **data)
        return reverse("pilots:benefits")


class ReadBenefit(FormPage):
    """Adds a reading beneath the benefit, which itself stays as it is."""

    may = Permission.PILOT_EDIT
    read = selectors.benefits
    kind = ""

    def form(self, **kwargs: Any) -> RecordForm:
        return self.form_class(creating=True, **kwargs)

    def initial(self) -> dict[str, Any]:
        return {}

    def cleaned(self, form: RecordForm) -> dict[str, Any]:
        return dict(form.cleaned_data)

    def submit(self, data: dict[str, Any]) -> str:
        benefit = get_object_or_404(selectors.visible_benefits(self.request.user), pk=self.kwargs["pk"])
        services.create_benefit_reading(by=self.request.user, benefit=benefit, kind=self.kind, **data)
        return self.back()


class PlanBenefit(ReadBenefit):
    form_class = PlanForm
    kind = "planned"
    title = "Add a point to the trajectory"
    done = "The point is added to the trajectory."


class MeasureBenefit(ReadBenefit):
    form_class = MeasureForm
    kind = "actual"
    title = "Record an actual"
    done = "The actual is recorded."


class OfReading(FormPage):
    """A verb of a reading; the benefit's page shows it."""

    may = Permission.PILOT_EDIT
    read = selectors.benefit_readings

    def context(self) -> dict[str, Any]:
        assert self.record
        return {"caption": f"{self.record['benefit']['name']}, {self.record['kind_label'].lower()} for {self.record['on']:%-d %B %Y}"}

    def submit(self, data: dict[str, Any]) -> str:
        self.service(by=self.request.user, pk=self.kwargs["pk"], **data)
        return self.back()

    def back(self) -> str:
        assert self.record
        return reverse("pilots:benefit", args=[self.record["benefit"]["id"]])


class EditReading(OfReading):
    form_class = PlanForm
    title = "Change the trajectory"
    done = "The trajectory is saved."
    service = staticmethod(services.update_benefit_reading)


class DeleteReading(OfReading):
    form_class = RemoveReadingForm
    title = "Take the point out of the trajectory"
    button = "Take it out"
    done = "The point is taken out. The history keeps it."
    service = staticmethod(services.remove_benefit_reading)


class CorrectReading(OfReading):
    form_class = CorrectForm
    title = "Correct the actual"
    button = "Record the correction"
    done = "The correction is recorded. What was first given stays beside it."
    service = staticmethod(services.correct_benefit_reading)


urlpatterns = [
    path("benefits/", benefit_list, name="benefits"),
    path("benefits/new/", CreateBenefit.as_view(), name="benefit-create"),
    path("benefits/<uuid:pk>/", benefit_detail, name="benefit"),
    path("benefits/<uuid:pk>/edit/", EditBenefit.as_view(), name="benefit-edit"),
    path("benefits/<uuid:pk>/delete/", DeleteBenefit.as_view(), name="benefit-delete"),
    path("benefits/<uuid:pk>/plan/", PlanBenefit.as_view(), name="benefit-plan"),
    path("benefits/<uuid:pk>/measure/", MeasureBenefit.as_view(), name="benefit-measure"),
    path("benefit-readings/<uuid:pk>/edit/", EditReading.as_view(), name="reading-edit"),
    path("benefit-readings/<uuid:pk>/delete/", DeleteReading.as_view(), name="reading-delete"),
    path("benefit-readings/<uuid:pk>/correct/", CorrectReading.as_view(), name="reading-correct"),
]
