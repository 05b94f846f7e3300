"""What may be done to boards and their actions."""

from typing import Any

from devo_portal.core.policy import Permission
from devo_portal.core.writes import assign, change, create

from ..models import Board
from ..selectors import visible_boards


def create_board(*, by: Any, reason: str = "", **fields: Any) -> Board:
    """Raises Refused: `reporting-cycle`."""
    return create(Board(**fields), by=by, may=Permission.BOARD_EDIT, event="board.created", reason=reason)


def update_board(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Board:
    """Raises Refused: `reporting-cycle`."""
    with change(visible_boards(by), pk, by=by, may=Permission.BOARD_EDIT, version=version, event="board.updated", reason=reason) as board:
        assign(board, fields)
    return board
