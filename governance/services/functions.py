"""What may be done to functions."""

from typing import Any

from devo_portal.core.policy import Permission
from devo_portal.core.writes import assign, change, create, need_reason

from ..models import Function
from ..selectors import visible_functions

MAY = Permission.FUNCTION_EDIT


def create_function(*, by: Any, reason: str = "", **fields: Any) -> Function:
    return create(Function(**fields), by=by, may=MAY, event="function.created", reason=reason)


def update_function(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Function:
    """What it is, and its money, change only with a reason."""
    with change(visible_functions(by), pk, by=by, may=MAY, version=version, event="function.updated", reason=reason) as function:
        status, budget = function.status, function.budget
        assign(function, fields)
        if function.status != status:
            need_reason(reason, "Say why the status changes.")
        if budget is not None and function.budget != budget:
            need_reason(reason, "Say why the budget changes.")
    return function
