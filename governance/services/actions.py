"""What may be done to boards' actions."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from devo_portal.core.models import Organisation
from devo_portal.core.policy import Permission, require
from devo_portal.core.writes import assign, change, create, need_reason, set_links

from ..models import Action, ActionUpdate, AgendaItem
from ..selectors import visible_actions
from .meetings import refuse_closed

MAY = Permission.ACTION_EDIT
LIVE, SUPERSEDED = Action.LIVE, Action.Status.SUPERSEDED


def create_action(*, by: Any, reason: str = "", contributors: Iterable[Organisation] = (), **fields: Any) -> Action:
    """Raises Refused (`evidence-missing`) where it is made complete without evidence or the decision that closes it."""
    action = Action(**fields)
    if action.raised_at:
        _may_raise(by, action.raised_at)
    links = {"contributors": _beside(action, contributors)}
    return create(action, by=by, may=MAY, event="action.created", reason=reason, links=links)


def update_action(*, by: Any, pk: Any, version: int, reason: str = "", contributors: Iterable[Organisation] | None = None, **fields: Any) -> Action:
    """A later date, a reopening and a superseding need a reason. What completes an action is its evidence, or a decision:
    Refused (`evidence-missing`) without either. One that is opened again is neither closed nor shown to be complete."""
    with _changed(pk, by, version, "action.updated", reason) as action:
        item = action.raised_at
        assign(action, fields)
        for each in (item, action.raised_at) if item != action.raised_at else ():
            if each:
                _may_raise(by, each)
        if contributors is not None:
            set_links(action, "contributors", contributors)
    return action


def report_action(*, by: Any, pk: Any, version: int, note: str, status: str = "", reason: str = "", **fields: Any) -> Action:
    """Say how an action stands, in an update that is kept as it was said, and move the action with it, in one act.

    `fields` are `due_on`, `evidence` and `closing_decision`; what is not given stays. Raises what `update_action` does.
    """
    if not note.strip():
        raise ValidationError({"note": "Say what was done."})
    with _changed(pk, by, version, "action.reported", reason) as action:
        assign(action, fields | ({"status": status} if status else {}))
        create(ActionUpdate(action=action, note=note.strip(), status=action.status, by=by), by=by, may=MAY, event="action.reported", reason=reason)
        action.links_changed = True  # type: ignore[attr-defined]  # the update is a part of it: its version counts each
    return action


def _may_raise(by: Any, item: AgendaItem) -> None:
    """What a meeting set is written down by those who run it. Raises PermissionDenied, Refused: `minutes-agreed`."""
    require(by, Permission.MEETING_RUN)
    refuse_closed(item.meeting)


@contextmanager
def _changed(pk: Any, by: Any, version: int, event: str, reason: str) -> Iterator[Action]:
    """An action that the body alters, held to what its old date and status ask for."""
    with transaction.atomic(), change(visible_actions(by), pk, by=by, may=MAY, version=version, event=event, reason=reason) as action:
        due, status, shown, closed = action.due_on, action.status, (action.evidence, action.closing_decision_id), action.closed_on
        yield action
        if due and action.due_on and action.due_on > due:
            need_reason(reason, "Say why it is now due later.")
        if due and not action.due_on:
            need_reason(reason, "Say why it has no date any more.")
        if action.status != status and (status not in LIVE or action.status == SUPERSEDED):
            again = "Say why it is opened again." if action.status in LIVE else "Say why it is closed otherwise."
            need_reason(reason, "Say why it is superseded." if action.status == SUPERSEDED else again)
        if status not in LIVE and action.status in LIVE:
            _reopen(action, shown, closed)
        _beside(action, action.contributors.all())


def _reopen(action: Action, shown: tuple[Any, Any], closed: Any) -> None:
    """What showed it to be complete does so no more; the history has it. What is newly said with the reopening stays."""
    if action.closed_on == closed:
        action.closed_on = None
    if (action.evidence, action.closing_decision_id) == shown:
        action.evidence, action.closing_decision = "", None


def _beside(action: Action, contributors: Iterable[Organisation]) -> list[Organisation]:
    """Raises ValidationError where the lead is among them."""
    chosen = list(contributors)
    if action.lead_id in {each.pk for each in chosen}:
        raise ValidationError({"contributors": f"{action.lead} leads it; name the others only."})
    return chosen
