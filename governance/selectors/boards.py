"""What may be read about boards."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from devo_portal.core.history import Beneath, history
from devo_portal.core.policy import Permission, can, require
from devo_portal.core.reads import ReadModel

from ..filters import BoardFilter, action_overdue, parse_on
from ..models import Action, Board, BoardMember
from ..serializers import BoardDetail, BoardSerializer
from .seats import gathered


def visible_boards(user: Any) -> QuerySet[Board]:
    require(user, Permission.PROGRAMME_VIEW)
    live = Action.objects.filter(board=OuterRef("pk"), status__in=Action.LIVE).order_by().values("board")

    def count(rows: QuerySet[Any]) -> Coalesce:
        return Coalesce(Subquery(rows.values(n=Count("pk")), output_field=IntegerField()), 0)

    return Board.objects.annotate(open_actions=count(live), overdue_actions=count(live.filter(action_overdue())))


boards = ReadModel(
    "boards",
    visible_boards,
    BoardFilter,
    BoardSerializer,
    order=("name", "short_name", "formed", "updated_at"),
    detail=BoardDetail,
    asks={"on": parse_on},
)


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
