from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can

from .. import selectors, services
from ..forms import MilestoneForm, RemoveMilestoneForm


def milestone_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/milestones.html",
        {
            "milestones": selectors.milestones.list(request.user, request.GET),
            "summary": selectors.milestone_summary(request.user, request.GET),
            "filters": selectors.milestones.filter_form(request.GET),
            "may_create": can(request.user, Permission.MILESTONE_EDIT),
        },
    )


def milestone_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    milestone, history = selectors.milestones.one(request.user, pk), selectors.milestone_history(request.user, pk)
    return page(
        request,
        "governance/milestone.html",
        {
            "milestone": milestone,
            "slips": selectors.slips_told(history, milestone["planned"]),
            "history": history,
            "may_schedule": can(request.user, Permission.SCHEDULE_EDIT),
        },
    )


class CreateMilestone(FormPage):
    may = Permission.MILESTONE_EDIT
    owner = "owner"
    form_class = MilestoneForm
    title = "Add a milestone"
    done = "The milestone is added."
    service = staticmethod(services.create_milestone)
    goes_to = "governance:milestone"


class EditMilestone(FormPage):
    may = Permission.MILESTONE_EDIT
    owner = "owner"
    form_class = MilestoneForm
    read = selectors.milestones
    title = "Change the milestone"
    done = "The milestone is saved."
    service = staticmethod(services.update_milestone)
    goes_to = "governance:milestone"


class RemoveMilestone(FormPage):
    may = Permission.MILESTONE_EDIT
    form_class = RemoveMilestoneForm
    read = selectors.milestones
    title = "Remove the milestone"
    button = "Remove it"
    done = "The milestone is removed. The history and the baselines keep it."

    def submit(self, data: dict[str, Any]) -> str:
        services.remove_milestone(by=self.request.user, pk=self.kwargs["pk"], **data)
        return reverse("governance:milestones")


urlpatterns = [
    path("milestones/", milestone_list, name="milestones"),
    path("milestones/new/", CreateMilestone.as_view(), name="milestone-create"),
    path("milestones/<uuid:pk>/", milestone_detail, name="milestone"),
    path("milestones/<uuid:pk>/edit/", EditMilestone.as_view(), name="milestone-edit"),
    path("milestones/<uuid:pk>/remove/", RemoveMilestone.as_view(), name="milestone-remove"),
]
