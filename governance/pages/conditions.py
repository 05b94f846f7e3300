from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import ALL, Permission, can, reach

from .. import selectors, services
from ..forms import ConditionForm, DecideForm, FailForm, ReasonForm, ReopenConditionForm


def condition_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/conditions.html",
        {
            "conditions": selectors.conditions.list(request.user, request.GET),
            "summary": selectors.condition_summary(request.user, request.GET),
            "filters": selectors.conditions.filter_form(request.GET),
            "may_create": can(request.user, Permission.COMMITMENT_EDIT),
        },
    )


def condition_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(
        request,
        "governance/condition.html",
        {"condition": selectors.conditions.one(request.user, pk), "history": selectors.condition_history(request.user, pk)},
    )


class ConditionPage(FormPage):
    """A page that changes a condition. Those of functions are the programme's: the service asks for that."""

    may = Permission.COMMITMENT_EDIT
    form_class: ClassVar[type[RecordForm]] = ConditionForm
    goes_to = "governance:condition"

    def narrow(self, form: RecordForm) -> None:
        """Offered are the commitments that one may change; what a condition is of stays as it is."""
        fields: Any = form.fields
        if self.record is not None:
            for name in ("commitment", "function", *(() if self.record["function"] else ("area",))):
                fields.pop(name, None)
            return
        reached = reach(self.request.user, self.may)
        if reached != ALL:
            fields["commitment"].queryset = fields["commitment"].queryset.filter(owner__in=reached)
        if not can(self.request.user, Permission.FUNCTION_EDIT):
            del fields["function"], fields["area"]


class CreateCondition(ConditionPage):
    title = "Add a condition"
    done = "The condition is added."
    service = staticmethod(services.create_condition)


class EditCondition(ConditionPage):
    read = selectors.conditions
    title = "Change the condition"
    done = "The condition is saved."
    service = staticmethod(services.update_condition)


class DeleteCondition(ConditionPage):
    form_class = ReasonForm
    read = selectors.conditions
    title = "Delete the condition"
    button = "Delete"
    done = "The condition is deleted. Its history stays."

    def submit(self, data: dict[str, Any]) -> str:
        services.remove_condition(by=self.request.user, pk=self.kwargs["pk"], **data)
        commitment = (self.record or {})["commitment"]
        return reverse("governance:commitment", args=[commitment["id"]]) if commitment else reverse("governance:conditions")


class DecidePage(ConditionPage):
    """What was found before is not what is found now: the form starts empty."""

    read = selectors.conditions

    def initial(self) -> dict[str, Any]:
        return {"version": (self.record or {})["version"]}


class MeetCondition(DecidePage):
    form_class = DecideForm
    title = "The condition is met"
    button = "Record as met"
    done = "The condition is met."
    service = staticmethod(services.meet_condition)


class FailCondition(DecidePage):
    form_class = FailForm
    title = "The condition has failed"
    button = "Record as failed"
    done = "The condition has failed. What was complete because of it is open again."
    service = staticmethod(services.fail_condition)


class ReopenCondition(ConditionPage):
    form_class = ReopenConditionForm
    read = selectors.conditions
    title = "Open the condition again"
    button = "Open again"
    done = "The condition is open again."
    service = staticmethod(services.reopen_condition)


urlpatterns = [
    path("conditions/", condition_list, name="conditions"),
    path("conditions/new/", CreateCondition.as_view(), name="condition-create"),
    path("conditions/<uuid:pk>/", condition_detail, name="condition"),
    path("conditions/<uuid:pk>/edit/", EditCondition.as_view(), name="condition-edit"),
    path("conditions/<uuid:pk>/delete/", DeleteCondition.as_view(), name="condition-delete"),
    path("conditions/<uuid:pk>/meet/", MeetCondition.as_view(), name="condition-meet"),
    path("conditions/<uuid:pk>/fail/", FailCondition.as_view(), name="condition-fail"),
    path("conditions/<uuid:pk>/reopen/", ReopenCondition.as_view(), name="condition-reopen"),
]
