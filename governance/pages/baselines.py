from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can

from .. import selectors, services
from ..forms import BaselineForm


def baseline_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/baselines.html",
        {
            "baselines": selectors.baselines.list(request.user, request.GET),
            "filters": selectors.baselines.filter_form(request.GET),
            "may_create": can(request.user, Permission.SCHEDULE_EDIT),
        },
    )


def baseline_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    baseline = selectors.baselines.one(request.user, pk)
    asked = request.GET.copy()
    asked.pop("baseline", None)  # from the links to the next page and back
    filters = selectors.variances.filter_form(asked)
    del filters.fields["baseline"]
    return page(
        request,
        "governance/baseline.html",
        {
            "baseline": baseline,
            "variances": selectors.variances.list(request.user, selectors.of_baseline(request.GET, pk)),
            "added": selectors.milestones_added_since(request.user, pk) if baseline["added"] else [],
            "filters": filters,
            "asked": asked.urlencode(),
        },
    )


def milestone_compare(request: HttpRequest) -> HttpResponse:
    return page(request, "governance/milestones_compare.html", {"comparison": selectors.milestones_compared(request.user, request.GET)})


class TakeBaseline(FormPage):
    may = Permission.SCHEDULE_EDIT
    form_class = BaselineForm
    title = "Take a baseline of the milestones as they stand"
    button = "Take the baseline"
    done = "The baseline is taken. Nothing can overwrite it."
    service = staticmethod(services.take_baseline)
    goes_to = "governance:baseline"


urlpatterns = [
    path("baselines/", baseline_list, name="baselines"),
    path("baselines/new/", TakeBaseline.as_view(), name="baseline-create"),
    path("baselines/<uuid:pk>/", baseline_detail, name="baseline"),
    path("milestones/compare/", milestone_compare, name="milestones-compare"),
]
