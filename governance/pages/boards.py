from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, can

from .. import selectors, services
from ..forms import BoardForm


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


urlpatterns = [
    path("boards/", board_list, name="boards"),
    path("boards/new/", CreateBoard.as_view(), name="board-create"),
    path("boards/<uuid:pk>/", board_detail, name="board"),
    path("boards/<uuid:pk>/edit/", EditBoard.as_view(), name="board-edit"),
]
