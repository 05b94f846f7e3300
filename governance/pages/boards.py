from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import page
from devo_portal.core.policy import Permission, can

from .. import selectors


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


urlpatterns = [path("boards/", board_list, name="boards"), path("boards/<uuid:pk>/", board_detail, name="board")]
