from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can

from .. import selectors, services
from ..forms import ActionForm, BoardForm


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
            "may_create": can(request.user, Permission.BOARD_EDIT),
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


class CreateBoard(FormPage):
    may = Permission.BOARD_EDIT
    form_class = BoardForm
    title = "Add a board"
    done = "The board is added."
    service = staticmethod(services.create_board)
    goes_to = "governance:board"


class EditBoard(FormPage):
    may = Permission.BOARD_EDIT
    form_class = BoardForm
    read = selectors.boards
    title = "Change the board"
    done = "The board is saved."
    service = staticmethod(services.update_board)
    goes_to = "governance:board"


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


class CreateAction(FormPage):
    may = Permission.ACTION_EDIT
    owner = "lead"
    form_class = ActionForm
    title = "Add an action"
    done = "The action is added."
    service = staticmethod(services.create_action)
    goes_to = "governance:action"


class EditAction(FormPage):
    may = Permission.ACTION_EDIT
    owner = "lead"
    form_class = ActionForm
    read = selectors.actions
    title = "Change the action"
    done = "The action is saved."
    service = staticmethod(services.update_action)
    goes_to = "governance:action"


urlpatterns = [
    path("boards/", board_list, name="boards"),
    path("boards/new/", CreateBoard.as_view(), name="board-create"),
    path("boards/<uuid:pk>/", board_detail, name="board"),
    path("boards/<uuid:pk>/edit/", EditBoard.as_view(), name="board-edit"),
    path("actions/", action_list, name="actions"),
    path("actions/new/", CreateAction.as_view(), name="action-create"),
    path("actions/<uuid:pk>/", action_detail, name="action"),
    path("actions/<uuid:pk>/edit/", EditAction.as_view(), name="action-edit"),
]
