from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can

from . import selectors, services
from .forms import ActionForm, CommitmentForm, MilestoneForm


# --- Agreements, signatures, principles ------------------------------------------------------------------------------
def agreement_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/agreements.html",
        {
            "agreements": selectors.agreements.list(request.user, request.GET),
            "summary": selectors.commitment_summary(request.user, {}),
            "milestones": selectors.milestone_summary(request.user, {}),
            "signatures": selectors.signature_summary(request.user, {}),
            "filters": selectors.agreements.filter_form(request.GET),
        },
    )


def agreement_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    agreement = selectors.agreements.one(request.user, pk)
    return page(
        request,
        "governance/agreement.html",
        {
            "agreement": agreement,
            "sides": selectors.by_side(agreement["signatures"]),
            "commitments": selectors.commitment_summary(request.user, {"agreement": str(pk)}),
            "milestones": selectors.milestone_summary(request.user, {"agreement": str(pk)}),
            "history": selectors.agreement_history(request.user, pk),
        },
    )


def signature_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/signatures.html",
        {
            "signatures": selectors.signatures.list(request.user, request.GET),
            "summary": selectors.signature_summary(request.user, request.GET),
            "filters": selectors.signatures.filter_form(request.GET),
        },
    )


def principle_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/principles.html",
        {"principles": selectors.principles.list(request.user, request.GET), "filters": selectors.principles.filter_form(request.GET)},
    )


# --- Commitments, milestones, actions ----------------------------------------------------------------------------------
def commitment_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/commitments.html",
        {
            "commitments": selectors.commitments.list(request.user, request.GET),
            "summary": selectors.commitment_summary(request.user, request.GET),
            "filters": selectors.commitments.filter_form(request.GET),
            "may_create": can(request.user, Permission.COMMITMENT_EDIT),
        },
    )


def commitment_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(
        request,
        "governance/commitment.html",
        {"commitment": selectors.commitments.one(request.user, pk), "history": selectors.commitment_history(request.user, pk)},
    )


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
    return page(
        request,
        "governance/milestone.html",
        {"milestone": selectors.milestones.one(request.user, pk), "history": selectors.milestone_history(request.user, pk)},
    )


def board_list(request: HttpRequest) -> HttpResponse:
    boards = selectors.boards.list(request.user, request.GET)
    return page(
        request,
        "governance/boards.html",
        {
            "boards": boards,
            "tree": selectors.board_tree(boards["results"]),
            "summary": selectors.action_summary(request.user, {}),
            "filters": selectors.boards.filter_form(request.GET),
        },
    )


def board_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(
        request,
        "governance/board.html",
        {
            "board": selectors.boards.one(request.user, pk),
            "actions": selectors.actions.list(request.user, {"board": str(pk), "open": "true"}),
            "history": selectors.board_history(request.user, pk),
            "may_create_action": can(request.user, Permission.ACTION_EDIT),
        },
    )


def action_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "governance/actions.html",
        {
            "actions": selectors.actions.list(request.user, request.GET),
            "summary": selectors.action_summary(request.user, request.GET),
            "filters": selectors.actions.filter_form(request.GET),
            "may_create": can(request.user, Permission.ACTION_EDIT),
        },
    )


def action_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(
        request, "governance/action.html", {"action": selectors.actions.one(request.user, pk), "history": selectors.action_history(request.user, pk)}
    )


# --- Forms -----------------------------------------------------------------------------------------------------------
class CreateCommitment(FormPage):
    may = Permission.COMMITMENT_EDIT
    owner = "owner"
    form_class = CommitmentForm
    title = "Add a commitment"
    done = "The commitment is added."

    def submit(self, data: dict[str, Any]) -> str:
        return reverse("governance:commitment", args=[services.create_commitment(by=self.request.user, **data).pk])


class EditCommitment(FormPage):
    may = Permission.COMMITMENT_EDIT
    owner = "owner"
    form_class = CommitmentForm
    read = selectors.commitments
    title = "Change the commitment"
    done = "The commitment is saved."

    def submit(self, data: dict[str, Any]) -> str:
        services.update_commitment(by=self.request.user, pk=self.kwargs["pk"], **data)
        return reverse("governance:commitment", args=[self.kwargs["pk"]])


class CreateMilestone(FormPage):
    may = Permission.MILESTONE_EDIT
    owner = "owner"
    form_class = MilestoneForm
    title = "Add a milestone"
    done = "The milestone is added."

    def submit(self, data: dict[str, Any]) -> str:
        return reverse("governance:milestone", args=[services.create_milestone(by=self.request.user, **data).pk])


class EditMilestone(FormPage):
    may = Permission.MILESTONE_EDIT
    owner = "owner"
    form_class = MilestoneForm
    read = selectors.milestones
    title = "Change the milestone"
    done = "The milestone is saved."

    def submit(self, data: dict[str, Any]) -> str:
        services.update_milestone(by=self.request.user, pk=self.kwargs["pk"], **data)
        return reverse("governance:milestone", args=[self.kwargs["pk"]])


class CreateAction(FormPage):
    may = Permission.ACTION_EDIT
    owner = "lead"
    form_class = ActionForm
    title = "Add an action"
    done = "The action is added."

    def submit(self, data: dict[str, Any]) -> str:
        return reverse("governance:action", args=[services.create_action(by=self.request.user, **data).pk])


class EditAction(FormPage):
    may = Permission.ACTION_EDIT
    owner = "lead"
    form_class = ActionForm
    read = selectors.actions
    title = "Change the action"
    done = "The action is saved."

    def submit(self, data: dict[str, Any]) -> str:
        services.update_action(by=self.request.user, pk=self.kwargs["pk"], **data)
        return reverse("governance:action", args=[self.kwargs["pk"]])
