from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can

from .. import selectors, services
from ..forms import AssessmentForm


def assessment_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/assessments.html",
        {
            "assessments": selectors.assessments.list(request.user, request.GET),
            "summary": selectors.commitment_summary(request.user, {}),
            "filters": selectors.assessments.filter_form(request.GET),
            "may_create": can(request.user, Permission.ASSESSMENT_ADD),
        },
    )


def assessment_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(request, "governance/assessment.html", {"assessment": selectors.assessments.one(request.user, pk)})


class AddAssessment(FormPage):
    may = Permission.ASSESSMENT_ADD
    form_class = AssessmentForm
    title = "Add a no-harm assessment"
    button = "Add"
    done = "The assessment is added. It stays as it is; add another if it proves wrong."
    service = staticmethod(services.add_assessment)
    goes_to = "governance:assessment"

    def initial(self) -> dict[str, Any]:
        return {**super().initial(), "commitments": self.request.GET.getlist("commitments")}


urlpatterns = [
    path("assessments/", assessment_list, name="assessments"),
    path("assessments/new/", AddAssessment.as_view(), name="assessment-new"),
    path("assessments/<uuid:pk>/", assessment_detail, name="assessment"),
]
