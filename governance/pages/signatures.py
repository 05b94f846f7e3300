from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views import View

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can, require

from .. import selectors, services
from ..forms import GroupForm, MandateForm, MandatesForm, MoveForm, RefusalForm, RemoveForm, SignatoryForm


def signature_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/signatures.html",
        {
            "signatures": selectors.signatures.list(request.user, request.GET),
            "summary": selectors.signature_summary(request.user, request.GET),
            "filters": selectors.signatures.filter_form(request.GET),
            "may_create": can(request.user, Permission.AGREEMENT_EDIT),
        },
    )


def signature_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(
        request,
        "governance/signature.html",
        {"signature": selectors.signatures.one(request.user, pk), "history": selectors.signature_history(request.user, pk)},
    )


def group_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/signature_groups.html",
        {
            "groups": selectors.groups.list(request.user, request.GET),
            "filters": selectors.groups.filter_form(request.GET),
            "may_create": can(request.user, Permission.AGREEMENT_EDIT),
        },
    )


class CreateSignatory(FormPage):
    may = Permission.AGREEMENT_EDIT
    form_class = SignatoryForm
    title = "Add a signatory"
    done = "The signatory is added."
    service = staticmethod(services.create_signature)
    goes_to = "governance:signature"


class EditSignatory(FormPage):
    may = Permission.AGREEMENT_EDIT
    form_class = SignatoryForm
    read = selectors.signatures
    title = "Change the signatory"
    done = "The signatory is saved."
    service = staticmethod(services.update_signature)
    goes_to = "governance:signature"

    def context(self) -> dict[str, Any]:
        return {"caption": self.record["organisation"]["name"]} if self.record else {}


class CreateGroup(FormPage):
    may = Permission.AGREEMENT_EDIT
    form_class = GroupForm
    title = "Add a group of signatories"
    done = "The group is added."
    service = staticmethod(services.create_group)

    def submit(self, data: dict[str, Any]) -> str:
        return f"{reverse('governance:groups')}?agreement={self.service(by=self.request.user, **data).agreement_id}"


class EditGroup(FormPage):
    may = Permission.AGREEMENT_EDIT
    form_class = GroupForm
    read = selectors.groups
    title = "Change the group"
    done = "The group is saved."
    service = staticmethod(services.update_group)

    def submit(self, data: dict[str, Any]) -> str:
        return f"{reverse('governance:groups')}?agreement={self.service(by=self.request.user, pk=self.kwargs['pk'], **data).agreement_id}"

    def back(self) -> str:
        return reverse("governance:groups")


class OnSignature(FormPage):
    """A page beneath a signature, for those who run the signing."""

    may = Permission.SIGNING_RUN
    read = selectors.signatures
    template_name = "governance/signature_form.html"
    goes_to = "governance:signature"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        require(request.user, self.may)
        assert self.read
        self.record = self.read.one(request.user, kwargs["pk"])
        return View.dispatch(self, request, *args, **kwargs)

    def signature(self) -> dict[str, Any]:
        assert self.record
        return self.record

    def context(self) -> dict[str, Any]:
        signature = self.signature()
        return {"signature": signature, "caption": f"{signature['organisation']['name']}, {signature['role']}"}


class Move(OnSignature):
    """One verb of signing."""

    verb: ClassVar[str]
    form_class = MoveForm

    def initial(self) -> dict[str, Any]:
        return {**super().initial(), "reason": "", "on": timezone.localdate()}

    def context(self) -> dict[str, Any]:
        legal = self.verb in [each["verb"] for each in self.signature()["moves"]]
        text = selectors.text_to_sign(self.request.user, self.signature()["agreement"]["id"]) if self.verb in ("agree", "sign") else None
        return {**super().context(), "legal": legal, "verb": self.verb, "text": text}

    def submit(self, data: dict[str, Any]) -> str:
        self.service(by=self.request.user, pk=self.kwargs["pk"], **data)
        return reverse(self.goes_to, args=[self.kwargs["pk"]])


def _verb(verb: str, title: str, button: str, done: str, form: type[MoveForm] = MoveForm) -> Callable[..., Any]:
    service = staticmethod(partial(services.move_signature, to=services.VERBS[verb]))
    made = type(
        f"{verb.title()}Signature", (Move,), {"verb": verb, "title": title, "button": button, "done": done, "form_class": form, "service": service}
    )
    return made.as_view()  # type: ignore[attr-defined]  # `type` says only that it is a class


class GiveMandates(OnSignature):
    form_class = MandatesForm
    title = "Name the bodies for which it signs"
    done = "The bodies are named."
    service = staticmethod(services.give_mandates)


class EditMandate(OnSignature):
    read = selectors.mandates
    form_class: ClassVar[type[RecordForm]] = MandateForm
    title = "Give the mandate's evidence"
    done = "The evidence is kept."
    service: ClassVar[Callable[..., Any]] = staticmethod(services.update_mandate)

    def signature(self) -> dict[str, Any]:
        assert self.record
        return self.record["signature"]

    def context(self) -> dict[str, Any]:
        assert self.record
        return {**super().context(), "signature": None, "mandate": self.record}

    def submit(self, data: dict[str, Any]) -> str:
        self.service(by=self.request.user, pk=self.kwargs["pk"], **data)
        return self.back()

    def back(self) -> str:
        return reverse("governance:signature", args=[self.signature()["id"]])


class RemoveMandate(EditMandate):
    form_class = RemoveForm
    title = "Take the body away"
    button = "Take it away"
    done = "It no longer signs for this body."
    service = staticmethod(services.remove_mandate)


MOVES = {
    "ask": _verb("ask", "Ask for the signature", "Record that it was asked", "It is asked."),
    "view": _verb("view", "Record that the text was viewed", "Record the viewing", "It has viewed the text."),
    "agree": _verb("agree", "Record agreement in principle", "Record the agreement", "It agrees in principle."),
    "sign": _verb("sign", "Record the signature", "Record the signature", "It has signed."),
    "decline": _verb("decline", "Record that it declines", "Record the decline", "It declined; those concerned are told.", RefusalForm),
    "withdraw": _verb("withdraw", "Record that it withdraws", "Record the withdrawal", "It withdrew; those concerned are told.", RefusalForm),
}
urlpatterns = [
    path("signatures/", signature_list, name="signatures"),
    path("signatures/new/", CreateSignatory.as_view(), name="signature-create"),
    path("signatures/<uuid:pk>/", signature_detail, name="signature"),
    path("signatures/<uuid:pk>/edit/", EditSignatory.as_view(), name="signature-edit"),
    *(path(f"signatures/<uuid:pk>/{verb}/", view, name=f"signature-{verb}") for verb, view in MOVES.items()),
    path("signatures/<uuid:pk>/mandates/", GiveMandates.as_view(), name="signature-mandates"),
    path("mandates/<uuid:pk>/edit/", EditMandate.as_view(), name="mandate-edit"),
    path("mandates/<uuid:pk>/remove/", RemoveMandate.as_view(), name="mandate-remove"),
    path("signature-groups/", group_list, name="groups"),
    path("signature-groups/new/", CreateGroup.as_view(), name="group-create"),
    path("signature-groups/<uuid:pk>/edit/", EditGroup.as_view(), name="group-edit"),
]
