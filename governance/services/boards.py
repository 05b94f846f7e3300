"""What may be done to boards and their actions."""

from typing import Any

from devo_portal.core.policy import Permission
from devo_portal.core.writes import assign, change, create, need_reason

from ..models import Action, Board
from ..selectors import visible_actions, visible_boards


def create_board(*, by: Any, reason: str = "", **fields: Any) -> Board:
    """Raises Refused: `reporting-cycle`."""
    return create(Board(**fields), by=by, may=Permission.BOARD_EDIT, event="board.created", reason=reason)


def update_board(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Board:
    """Raises Refused: `reporting-cycle`."""
    with change(visible_boards(by), pk, by=by, may=Permission.BOARD_EDIT, version=version, event="board.updated", reason=reason) as board:
        assign(board, fields)
    return board


def create_action(*, by: Any, reason: str = "", **fields: Any) -> Action:
    return create(Action(**fields), by=by, may=Permission.ACTION_EDIT, event="action.created", reason=reason)


def update_action(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Action:
    """A later date, a reopening and a superseding need a reason. What completes an action is its evidence."""
    with change(visible_actions(by), pk, by=by, may=Permission.ACTION_EDIT, version=version, event="action.updated", reason=reason) as action:
        due, status = action.due_on, action.status
        assign(action, fields)
        if due and action.due_on and action.due_on > due:
            need_reason(reason, "Say why it is now due later.")
        if due and not action.due_on:
            need_reason(reason, "Say why it has no date any more.")
        if action.status != status and (status not in Action.LIVE or action.status == Action.Status.SUPERSEDED):
            need_reason(reason, "Say why it is superseded." if action.status == Action.Status.SUPERSEDED else "Say why it is opened again.")
    return action
