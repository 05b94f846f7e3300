from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can

from .. import selectors, services
from ..forms import AnswerForm, AskForm, CallOffForm, ClearanceForm, HoldForm, MoveSigningForm, PlanForm, RefuseForm

MAY = Permission.SIGNING_RUN


def clearance_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/clearances.html",
        {
            "clearances": selectors.clearances.list(request.user, request.GET),
            "standing": selectors.clearances_said(request.user, request.GET),
            "filters": selectors.clearances.filter_form(request.GET),
            "may_create": can(request.user, MAY),
        },
    )


def clearance_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    clearance = selectors.clearances.one(request.user, pk)
    return page(request, "governance/clearance.html", {"clearance": clearance, "history": selectors.clearance_history(request.user, pk)})


def clearance_chase(request: HttpRequest, pk: Any) -> HttpResponse:
    chase = selectors.chase(request.user, pk)
    return page(request, "governance/clearance_chase.html", {"clearance": selectors.clearances.one(request.user, pk), "chase": chase})


def clearance_chase_file(request: HttpRequest, pk: Any) -> HttpResponse:
    """The draft as a file that a mail program opens."""
    response = HttpResponse(selectors.chase_file(request.user, pk), content_type="message/rfc822")
    response["Content-Disposition"] = 'attachment; filename="reminder.eml"'
    return response


class CreateClearance(FormPage):
    may = MAY
    form_class = ClearanceForm
    title = "Add a clearance"
    done = "The clearance is added."
    service = staticmethod(services.create_clearance)
    goes_to = "governance:clearance"

    def initial(self) -> dict[str, Any]:
        return {"blocking": True, **super().initial()}


class ClearancePage(FormPage):
    """A page that changes a clearance."""

    may = MAY
    read = selectors.clearances
    goes_to = "governance:clearance"


class EditClearance(ClearancePage):
    form_class = ClearanceForm
    title = "Change the clearance"
    done = "The clearance is saved."
    service = staticmethod(services.update_clearance)


class AskClearance(ClearancePage):
    form_class = AskForm
    title = "Record that it was asked for"
    button = "Record the asking"
    done = "The asking is recorded."
    service = staticmethod(services.ask_clearance)


class GiveClearance(ClearancePage):
    form_class = AnswerForm
    title = "Record that it was given"
    button = "Record the clearance"
    done = "The clearance is given."
    service = staticmethod(services.give_clearance)


class RefuseClearance(ClearancePage):
    form_class = RefuseForm
    title = "Record that it was refused"
    button = "Record the refusal"
    done = "The refusal is recorded."
    service = staticmethod(services.refuse_clearance)


class AskAgain(ClearancePage):
    form_class = AskForm
    title = "Ask again"
    button = "Ask again"
    done = "It is asked for again."

    def initial(self) -> dict[str, Any]:
        """The answer expected last time is no answer expected now."""
        return {**super().initial(), "expected_on": None}

    def submit(self, data: dict[str, Any]) -> str:
        return reverse(self.goes_to, args=[services.ask_clearance_again(by=self.request.user, pk=self.kwargs["pk"], **data).pk])


def signing_event_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/signing_events.html",
        {
            "signing_events": selectors.signing_events.list(request.user, request.GET),
            "standing": selectors.signings_said(request.user, request.GET),
            "filters": selectors.signing_events.filter_form(request.GET),
            "may_create": can(request.user, MAY),
        },
    )


def signing_event_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    event = selectors.signing_events.one(request.user, pk)
    agreement = selectors.agreements.one(request.user, event["agreement"]["id"], {"fields": "standing,signing,blocked_by"})
    asked = {"agreement": event["agreement"]["id"], "signed_on": event["ended_on"].isoformat(), "limit": "100"} if event["status"] == "held" else None
    return page(
        request,
        "governance/signing_event.html",
        {
            "signing_event": event,
            "agreement": agreement,
            "signed": selectors.signatures.list(request.user, asked) if asked else None,
            "history": selectors.signing_event_history(request.user, pk),
        },
    )


class PlanSigning(FormPage):
    may = MAY
    form_class = PlanForm
    title = "Plan a signing"
    done = "The signing is planned."
    service = staticmethod(services.plan_signing)
    goes_to = "governance:signing"


class SigningPage(FormPage):
    """A page that changes a signing event."""

    may = MAY
    read = selectors.signing_events
    goes_to = "governance:signing"


class MoveSigning(SigningPage):
    form_class = MoveSigningForm
    title = "Move the signing"
    done = "The signing is moved."
    service = staticmethod(services.move_signing)


class CallOffSigning(SigningPage):
    form_class = CallOffForm
    title = "Call the signing off"
    button = "Call it off"
    done = "The signing is called off."
    service = staticmethod(services.call_off_signing)


class HoldSigning(SigningPage):
    form_class = HoldForm
    title = "Record the signing"
    button = "Record the signatures"
    done = "The signing is held, and the signatures are recorded."
    service = staticmethod(services.hold_signing)

    def narrow(self, form: RecordForm) -> None:
        super().narrow(form)
        if self.record and isinstance(form, HoldForm):
            form.offer(self.record["agreement"]["id"])


urlpatterns = [
    path("clearances/", clearance_list, name="clearances"),
    path("clearances/new/", CreateClearance.as_view(), name="clearance-create"),
    path("clearances/<uuid:pk>/", clearance_detail, name="clearance"),
    path("clearances/<uuid:pk>/edit/", EditClearance.as_view(), name="clearance-edit"),
    path("clearances/<uuid:pk>/ask/", AskClearance.as_view(), name="clearance-ask"),
    path("clearances/<uuid:pk>/give/", GiveClearance.as_view(), name="clearance-give"),
    path("clearances/<uuid:pk>/refuse/", RefuseClearance.as_view(), name="clearance-refuse"),
    path("clearances/<uuid:pk>/ask-again/", AskAgain.as_view(), name="clearance-ask-again"),
    path("clearances/<uuid:pk>/chase/", clearance_chase, name="clearance-chase"),
    path("clearances/<uuid:pk>/chase.eml", clearance_chase_file, name="clearance-chase-file"),
    path("signing-events/", signing_event_list, name="signings"),
    path("signing-events/new/", PlanSigning.as_view(), name="signing-plan"),
    path("signing-events/<uuid:pk>/", signing_event_detail, name="signing"),
    path("signing-events/<uuid:pk>/edit/", MoveSigning.as_view(), name="signing-move"),
    path("signing-events/<uuid:pk>/call-off/", CallOffSigning.as_view(), name="signing-call-off"),
    path("signing-events/<uuid:pk>/hold/", HoldSigning.as_view(), name="signing-hold"),
]
