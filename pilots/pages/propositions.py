from dataclasses import replace
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import ALL, Permission, can, reach

from .. import selectors, services
from ..forms import GrantForm, PropositionForm, PropositionReasonForm, RefuseForm, SupersedePropositionForm


def proposition_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "pilots/propositions.html",
        {
            "propositions": selectors.propositions.list(request.user, request.GET),
            "summary": selectors.proposition_summary(request.user, request.GET),
            "filters": selectors.propositions.filter_form(request.GET),
            "may_create": can(request.user, Permission.PILOT_EDIT),
        },
    )


def proposition_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(
        request,
        "pilots/proposition.html",
        {"proposition": selectors.propositions.one(request.user, pk), "history": selectors.proposition_history(request.user, pk)},
    )


def ladder(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "pilots/ladder.html",
        {"ladder": selectors.ladder(request.user, request.GET), "agreements": list(selectors.signed_agreements(request.user))},
    )


ROW = replace(selectors.propositions, detail=None)  # a form needs no more than the list's row


class PropositionPage(FormPage):
    may = Permission.PILOT_EDIT
    form_class: ClassVar[type[RecordForm]] = PropositionForm
    goes_to = "pilots:proposition"

    def narrow(self, form: RecordForm) -> None:
        """Offered are the pilots that one may change."""
        fields: Any = form.fields
        reached = reach(self.request.user, self.may)
        if reached != ALL and "pilot" in fields:
            fields["pilot"].queryset = fields["pilot"].queryset.filter(lead__in=reached)


class CreateProposition(PropositionPage):
    title = "Add a proposition"
    done = "The proposition is added. It is open."
    service = staticmethod(services.create_proposition)


class EditProposition(PropositionPage):
    read = ROW
    title = "Change the proposition"
    done = "The proposition is saved."
    service = staticmethod(services.update_proposition)

    def cleaned(self, form: RecordForm) -> dict[str, Any]:
        """A piece that was given before stays where none is given now, as long as there is an effect that it shows."""
        data = super().cleaned(form)
        if data.get("effect_evidence") is None and data["effect"]:
            del data["effect_evidence"]
        return data


class VerbPage(PropositionPage):
    """What was decided before is not what is decided now: the form starts empty."""

    read = ROW

    def initial(self) -> dict[str, Any]:
        return {"version": (self.record or {})["version"]}


class GrantProposition(VerbPage):
    may = Permission.DECISION_RECORD
    told = "may_grant"
    form_class = GrantForm
    title = "Record that it is granted"
    button = "Record as granted"
    done = "The proposition is granted."
    service = staticmethod(services.grant_proposition)

    def initial(self) -> dict[str, Any]:
        function = (self.record or {})["function"]
        return {**super().initial(), "function": function["id"] if function else None}


class RefuseProposition(VerbPage):
    form_class = RefuseForm
    title = "Record that it is refused"
    button = "Record as refused"
    done = "The proposition is refused."
    service = staticmethod(services.refuse_proposition)


class SupersedeProposition(VerbPage):
    form_class = SupersedePropositionForm
    title = "Record what takes its place"
    button = "Supersede"
    done = "The proposition is superseded."
    service = staticmethod(services.supersede_proposition)


class ReopenProposition(VerbPage):
    form_class = PropositionReasonForm
    title = "Open the proposition again"
    button = "Open again"
    done = "The proposition is open again. Its history says what it was."
    service = staticmethod(services.reopen_proposition)


class RemoveProposition(VerbPage):
    form_class = PropositionReasonForm
    title = "Delete the proposition"
    button = "Delete"
    done = "The proposition is deleted. Its history stays."

    def submit(self, data: dict[str, Any]) -> str:
        services.remove_proposition(by=self.request.user, pk=self.kwargs["pk"], **data)
        return reverse("pilots:propositions")


urlpatterns = [
    path("propositions/", proposition_list, name="propositions"),
    path("propositions/new/", CreateProposition.as_view(), name="proposition-create"),
    path("propositions/<uuid:pk>/", proposition_detail, name="proposition"),
    path("propositions/<uuid:pk>/edit/", EditProposition.as_view(), name="proposition-edit"),
    path("propositions/<uuid:pk>/grant/", GrantProposition.as_view(), name="proposition-grant"),
    path("propositions/<uuid:pk>/refuse/", RefuseProposition.as_view(), name="proposition-refuse"),
    path("propositions/<uuid:pk>/supersede/", SupersedeProposition.as_view(), name="proposition-supersede"),
    path("propositions/<uuid:pk>/reopen/", ReopenProposition.as_view(), name="proposition-reopen"),
    path("propositions/<uuid:pk>/delete/", RemoveProposition.as_view(), name="proposition-delete"),
    path("ladder/", ladder, name="ladder"),
]
