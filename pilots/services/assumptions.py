"""What may be done to assumptions, and to what pilots need from others."""

from datetime import date
from typing import Any

from django.utils import timezone

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, assign, change, create, need_reason, remove

from ..models import Assumption, PilotDependency
from ..selectors import visible_assumptions, visible_pilot_dependencies

MAY = Permission.PILOT_EDIT


def create_assumption(*, by: Any, reason: str = "", **fields: Any) -> Assumption:
    return create(Assumption(**fields), by=by, may=MAY, event="assumption.created", reason=reason)


def update_assumption(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Assumption:
    """Raises Refused: `assumption-tested`, for what was tested is not reworded under its finding."""
    with change(visible_assumptions(by), pk, by=by, may=MAY, version=version, event="assumption.updated", reason=reason) as assumption:
        if assumption.state != Assumption.State.UNTESTED and fields.get("text", assumption.text) != assumption.text:
            words = "It was tested as it stands. Mark it untested first, or add another."
            raise Refused("assumption-tested", words, {"text": words})
        assign(assumption, fields)
    return assumption


def record_assumption_test(*, by: Any, pk: Any, version: int, state: str, note: str, on: date | None = None, reason: str = "") -> Assumption:
    """Say what a test showed: it holds, it is broken; or that it counts as untested again."""
    event = f"assumption.{state}"
    with change(visible_assumptions(by), pk, by=by, may=MAY, version=version, event=event, reason=reason or note[:500]) as assumption:
        assumption.state, assumption.note = state, note
        assumption.tested_on = None if state == Assumption.State.UNTESTED else on or timezone.localdate()
    return assumption


def create_pilot_dependency(*, by: Any, reason: str = "", **fields: Any) -> PilotDependency:
    """Raises Refused: `one-giver`, `needs-itself`."""
    return create(PilotDependency(**fields), by=by, may=MAY, event="pilotdependency.created", reason=reason)


def update_pilot_dependency(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> PilotDependency:
    """Another state or date needs a reason. Raises Refused: `one-giver`, `needs-itself`."""
    rows = visible_pilot_dependencies(by)
    with change(rows, pk, by=by, may=MAY, version=version, event="pilotdependency.updated", reason=reason) as dependency:
        if fields.get("state", dependency.state) != dependency.state:
            need_reason(reason, "Say why its state changes.")
        if dependency.needed_by and fields.get("needed_by", dependency.needed_by) != dependency.needed_by:
            need_reason(reason, "Say why its date changes.")
        assign(dependency, fields)
    return dependency


def remove_pilot_dependency(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    remove(visible_pilot_dependencies(by), pk, by=by, may=MAY, version=version, event="pilotdependency.removed", reason=reason)
