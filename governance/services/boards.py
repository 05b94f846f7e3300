"""What may be done to boards."""

from contextlib import nullcontext
from typing import Any

from devo_portal.core.policy import Permission
from devo_portal.core.writes import assign, change, create, under

from ..models import Board
from ..selectors import visible_boards
from .authority import may_write, need_authority


def create_board(*, by: Any, reason: str = "", **fields: Any) -> Board:
    """Raises Refused: `reporting-cycle`; `needs-decision` where it begins in a phase."""
    board = Board(**fields)
    with under(need_authority(by, "board.phase")) if board.phase else nullcontext():
        return create(board, by=by, may=Permission.BOARD_EDIT, event="board.created", reason=reason)


def update_board(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Board:
    """Another phase needs a decision or a delegation. Raises Refused: `reporting-cycle`, `needs-decision`."""
    with change(visible_boards(by), pk, by=by, may=may_write(Permission.BOARD_EDIT), version=version, event="board.updated", reason=reason) as board:
        if fields.get("phase", board.phase) != board.phase:
            need_authority(by, "board.phase")
        assign(board, fields)
    return board
