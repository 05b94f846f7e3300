"""What may be done to dependencies and statutory windows. The models refuse a cycle, whoever writes."""

from typing import Any

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, assign, change, create, need_reason, remove

from ..models import Dependency, StatutoryWindow
from ..selectors import visible_dependencies, visible_windows

MAY = Permission.SCHEDULE_EDIT


def create_dependency(*, by: Any, reason: str = "", **fields: Any) -> Dependency:
    """Raises Refused: `dependency-cycle`, `dependency-there`."""
    return create(Dependency(**fields), by=by, may=MAY, event="dependency.created", reason=reason)


def update_dependency(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Dependency:
    """Raises Refused: `dependency-cycle`, `dependency-there`."""
    with change(visible_dependencies(by), pk, by=by, may=MAY, version=version, event="dependency.updated", reason=reason) as dependency:
        assign(dependency, fields)
    return dependency


def remove_dependency(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    need_reason(reason, "Say why the one does not wait for the other any more.")
    remove(visible_dependencies(by), pk, by=by, may=MAY, version=version, event="dependency.removed", reason=reason)


def create_window(*, by: Any, reason: str = "", **fields: Any) -> StatutoryWindow:
    """Raises Refused: `dependency-cycle`."""
    return create(StatutoryWindow(**fields), by=by, may=MAY, event="statutory_window.created", reason=reason)


def update_window(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> StatutoryWindow:
    """Its length changes only with a reason. Raises Refused: `dependency-cycle`."""
    with change(visible_windows(by), pk, by=by, may=MAY, version=version, event="statutory_window.updated", reason=reason) as window:
        if fields.get("working_days", window.working_days) != window.working_days:
            need_reason(reason, "Say by which rule its length changes.")
        assign(window, fields)
    return window


def remove_window(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    """Raises Refused: `window-in-schedule` while a milestone waits for it."""
    need_reason(reason, "Say why the window is removed.")
    if count := Dependency.objects.filter(before_window=pk).count():
        raise Refused("window-in-schedule", f"{count} of the schedule's dependencies wait for it. Take those out first.")
    remove(visible_windows(by), pk, by=by, may=MAY, version=version, event="statutory_window.removed", reason=reason)
