"""What may be read about boards and their actions."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, ExpressionWrapper, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields import BooleanField
from django.db.models.functions import Coalesce

from devo_portal.core.history import Beneath, history
from devo_portal.core.policy import Permission, can, require
from devo_portal.core.reads import ReadModel

from ..filters import ActionFilter, BoardFilter, action_overdue, parse_on
from ..models import Action, Board, BoardMember
from ..serializers import ActionSerializer, BoardDetail, BoardSerializer
from .seats import gathered


def visible_boards(user: Any) -> QuerySet[Board]:
    require(user, Permission.PROGRAMME_VIEW)
    live = Action.objects.filter(board=OuterRef("pk"), status__in=Action.LIVE).order_by().values("board")

    def count(rows: QuerySet[Any]) -> Coalesce:
        return Coalesce(Subquery(rows.values(n=Count("pk")), output_field=IntegerField()), 0)

    return Board.objects.annotate(open_actions=count(live), overdue_actions=count(live.filter(action_overdue())))


def visible_actions(user: Any) -> QuerySet[Action]:
    require(user, Permission.PROGRAMME_VIEW)
    # An empty due date makes the comparison unknown, which is not overdue.
    return Action.objects.annotate(overdue=Coalesce(ExpressionWrapper(action_overdue(), output_field=BooleanField()), False))


boards = ReadModel(
    "boards",
    visible_boards,
    BoardFilter,
    BoardSerializer,
    order=("name", "short_name", "formed", "updated_at"),
    detail=BoardDetail,
    asks={"on": parse_on},
)
actions = ReadModel(
    "actions", visible_actions, ActionFilter, ActionSerializer, order=("due_on", "title", "status", "theme", "raised_on", "closed_on", "updated_at")
)


def action_summary(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The figures over the actions that the filter leaves. Overdue and unowned count those that are still open."""
    live, overdue = Q(status__in=Action.LIVE), action_overdue()
    figures = (
        actions.found(user, params)
        .order_by()
        .aggregate(
            actions=Count("pk"),
            open=Count("pk", filter=live),
            overdue_ones=Count("pk", filter=overdue),
            unowned=Count("pk", filter=live & Q(lead=None)),
            **{f"{theme}_open": Count("pk", filter=live & Q(theme=theme)) for theme in Action.Theme.values},
            **{f"{theme}_overdue": Count("pk", filter=overdue & Q(theme=theme)) for theme in Action.Theme.values},
        )
    )
    return {
        "actions": figures["actions"],
        "open": figures["open"],
        "overdue": figures["overdue_ones"],
        "unowned": figures["unowned"],
        "by_theme": [
            {"code": theme.value, "label": str(theme.label), "open": figures[f"{theme}_open"], "overdue": figures[f"{theme}_overdue"]}
            for theme in Action.Theme
        ],
    }


def board_tree(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A list's boards in the order of who reports to whom: `[{board, depth}]`, `depth` from 0.

    A board whose superior is not in the list stands at the top.
    """
    listed = {board["id"] for board in answers}
    under: dict[Any, list[dict[str, Any]]] = {}
    for board in answers:
        superior = board["reports_to"]["id"] if board["reports_to"] else None
        under.setdefault(superior if superior in listed else None, []).append(board)
    ordered: list[dict[str, Any]] = []
    waiting = [(board, 0) for board in reversed(under.get(None, []))]
    while waiting:
        board, depth = waiting.pop()
        ordered.append({"board": board, "depth": depth})
        waiting += [(each, depth + 1) for each in reversed(under.get(board["id"], []))]
    return ordered


def board_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    """With what became of its seats; whose account goes with one is told only to those who keep the boards."""
    require(user, Permission.PROGRAMME_VIEW)
    acts = gathered(history(Board, pk, beneath=[Beneath(BoardMember, "board", "post", "seat")]), "seat", "Seats")
    if not can(user, Permission.BOARD_EDIT):
        for act in acts:
            act["changes"] = [each for each in act["changes"] if each["field"] != "person"]
    return acts


def action_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(Action, pk)
