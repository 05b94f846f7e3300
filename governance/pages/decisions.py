from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can

from .. import selectors, services
from ..forms import DecisionForm, ProposeForm, PutOffForm, RefreshForm, TakeForm

OPEN = ("proposed", "deferred")


def decision_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/decisions.html",
        {
            "decisions": selectors.decisions.list(request.user, request.GET),
            "filters": selectors.decisions.filter_form(request.GET),
            "may_create": can(request.user, Permission.DECISION_RECORD),
        },
    )


def decision_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    decision = selectors.decisions.one(request.user, pk)
    return page(
        request,
        "governance/decision.html",
        {
            "decision": decision,
            "open": decision["status"] in OPEN,
            "minutes": selectors.minutes_of(request.user, decision["meeting"]["id"]) if decision["meeting"] else None,
            "moved": selectors.effects_moved(request.user, decision["effects"]),
            "changed": selectors.changed_by(request.user, decision),
            "history": selectors.decision_history(request.user, pk),
        },
    )


class CreateDecision(FormPage):
    may = Permission.DECISION_RECORD
    form_class: ClassVar[type[RecordForm]] = DecisionForm
    title = "Record a decision that was taken"
    done = "The decision is recorded."
    service = staticmethod(services.create_decision)
    goes_to = "governance:decision"


class ProposeDecision(CreateDecision):
    form_class = ProposeForm
    title = "Propose a decision"
    button = "Propose"
    done = "The decision is proposed. Add what it will change, if anything."


class DecisionPage(FormPage):
    """A page that does something with a decision."""

    may = Permission.DECISION_RECORD
    form_class: ClassVar[type[RecordForm]] = PutOffForm
    read = selectors.decisions
    goes_to = "governance:decision"

    def back(self) -> str:
        return reverse("governance:decision", args=[self.kwargs["pk"]])


class EditDecision(DecisionPage):
    title = "Change the decision"
    done = "The decision is saved."
    service = staticmethod(services.update_decision)

    @property
    def form_class(self) -> type[RecordForm]:  # type: ignore[override]  # what may be said of it depends on whether it is open
        return ProposeForm if self.record and self.record["status"] in OPEN else DecisionForm


class TakePage(DecisionPage):
    """A decision is taken, with what it changes in view."""

    form_class = TakeForm
    template_name = "governance/decision_take.html"

    def context(self) -> dict[str, Any]:
        decision = self.record or {}
        return {"decision": decision, "moved": selectors.effects_moved(self.request.user, decision["effects"])}


class AgreeDecision(TakePage):
    title = "Record that it was agreed"
    button = "Agreed: apply what it changes"
    done = "The decision is agreed, and what it changes is changed."
    service = staticmethod(services.agree_decision)


class NotAgreeDecision(TakePage):
    title = "Record that it was not agreed"
    button = "Not agreed"
    done = "The decision was not agreed. Nothing else is changed."
    service = staticmethod(services.not_agree_decision)

    def context(self) -> dict[str, Any]:
        return {"decision": self.record}


class DeferDecision(DecisionPage):
    title = "Put the decision off"
    button = "Put it off"
    done = "The decision is deferred. It stays open."
    service = staticmethod(services.defer_decision)


class WithdrawDecision(DecisionPage):
    title = "Withdraw the decision"
    button = "Withdraw it"
    done = "The decision is withdrawn."
    service = staticmethod(services.withdraw_decision)


class RefreshDecision(DecisionPage):
    form_class = RefreshForm
    template_name = "governance/decision_refresh.html"
    title = "Take its effects up again"
    button = "Take them up against the records as they are now"
    done = "Its effects now rest on the records as they are."
    service = staticmethod(services.refresh_decision)

    def context(self) -> dict[str, Any]:
        return {"moved": selectors.effects_moved(self.request.user, (self.record or {})["effects"])}


urlpatterns = [
    path("decisions/", decision_list, name="decisions"),
    path("decisions/new/", CreateDecision.as_view(), name="decision-create"),
    path("decisions/propose/", ProposeDecision.as_view(), name="decision-propose"),
    path("decisions/<uuid:pk>/", decision_detail, name="decision"),
    path("decisions/<uuid:pk>/edit/", EditDecision.as_view(), name="decision-edit"),
    path("decisions/<uuid:pk>/agree/", AgreeDecision.as_view(), name="decision-agree"),
    path("decisions/<uuid:pk>/not-agree/", NotAgreeDecision.as_view(), name="decision-not-agree"),
    path("decisions/<uuid:pk>/defer/", DeferDecision.as_view(), name="decision-defer"),
    path("decisions/<uuid:pk>/withdraw/", WithdrawDecision.as_view(), name="decision-withdraw"),
    path("decisions/<uuid:pk>/refresh/", RefreshDecision.as_view(), name="decision-refresh"),
]
