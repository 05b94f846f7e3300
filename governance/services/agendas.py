"""What may be done to an agenda. Its meeting's row is locked first, so that places stay 1 to n whoever works on it."""

from typing import Any

from django.shortcuts import get_object_or_404

from devo_portal.core.history import state_at
from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, Stale, assign, change, change_many, create, need_reason, remove

from ..models import Action, AgendaItem, Decision, Meeting
from ..selectors import holds, visible_decisions, visible_items
from .meetings import lay_agenda, locked_meeting, refuse_closed

MAY = Permission.MEETING_RUN
_SHIFT = "UPDATE governance_agendaitem SET place = place + %s WHERE meeting_id = %s AND place BETWEEN %s AND %s"
_TAKEN = AgendaItem.Kind.ANY_OTHER


def create_item(*, by: Any, meeting: Meeting, reason: str = "", **fields: Any) -> AgendaItem:
    """Add an item before any other business. Raises Refused: `minutes-agreed`, `meeting-cancelled`."""
    with locked_meeting(meeting.pk, by=by, event="agenda.item_added", reason=reason) as locked:
        return _add(AgendaItem(meeting=locked, **fields), by)


def _add(item: AgendaItem, by: Any) -> AgendaItem:
    meeting = item.meeting
    if not meeting.items.exists():
        lay_agenda(meeting, by=by)
    count = meeting.items.count()
    last = meeting.items.filter(kind=_TAKEN).values_list("place", flat=True).first()
    item.place = last or count + 1
    change_many(_SHIFT, [1, meeting.pk, item.place, count])
    return create(item, by=by, may=MAY, event="agenda.item_added")


def update_item(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> AgendaItem:
    """Change what an item says; one that has only moved since it was read is changed where it now stands. Raises Refused:
    `minutes-agreed`, `meeting-cancelled`."""
    fields.pop("meeting", None)
    found = get_object_or_404(visible_items(by), pk=pk)
    with (
        locked_meeting(found.meeting_id, by=by, event="agenda.item_changed", reason=reason, closes=False) as meeting,
        change(visible_items(by), pk, by=by, may=MAY, version=_past_moves(pk, version), event="agenda.item_changed", reason=reason) as item,
    ):
        refuse_closed(meeting)
        assign(item, fields)
    return item


def _past_moves(pk: Any, version: int) -> int:
    """The version of now, where nothing but its place has changed since the one that was read."""
    now = AgendaItem.objects.get(pk=pk).version
    read, stands = (_said(state_at(AgendaItem, pk, each)) for each in (version, now))
    return now if read is not None and read == stands else version


def _said(state: dict[str, Any] | None) -> dict[str, Any] | None:
    if state is None:
        return None
    return {name: value for name, value in state.items() if not name.startswith("pgh_") and name not in ("place", "version", "updated_at")}


def write_minute(*, by: Any, pk: Any, version: int, minute: str, reason: str = "") -> AgendaItem:
    """Raises Refused: `minutes-agreed`, `meeting-cancelled`."""
    return update_item(by=by, pk=pk, version=version, reason=reason, minute=minute)


def write_minutes(*, by: Any, pk: Any, version: int, rows: list[dict[str, Any]], reason: str = "") -> Meeting:
    """The minutes of several items of one meeting, `{item, minute, version}` each, as one act. Raises Stale with the first item that
    somebody else changed; then nothing is written."""
    with locked_meeting(pk, by=by, event="minutes.written", reason=reason) as meeting:
        if meeting.version != version:
            raise Stale(meeting)
        for row in rows:
            item = get_object_or_404(AgendaItem, pk=row["item"].pk, meeting=meeting)
            read = _past_moves(item.pk, row["version"])
            if item.minute == row["minute"] and item.version == read:
                continue
            with change(visible_items(by), item.pk, by=by, may=MAY, version=read, event="minutes.written", reason=reason) as changed:
                changed.minute = row["minute"]
    return meeting


def move_item(*, by: Any, pk: Any, version: int, place: int, reason: str = "") -> AgendaItem:
    """Put an item in another place; those between make room. Any other business stays last. Raises Refused: `any-other-business-last`,
    `minutes-agreed`, `meeting-cancelled`."""
    found = get_object_or_404(visible_items(by), pk=pk)
    with locked_meeting(found.meeting_id, by=by, event="agenda.item_moved", reason=reason) as meeting:
        count = meeting.items.count()
        last = count - 1 if meeting.items.filter(kind=_TAKEN).exists() else count
        with change(visible_items(by), pk, by=by, may=MAY, version=version, event="agenda.item_moved", reason=reason) as item:
            if item.kind == _TAKEN or (place > last and item.place == last):
                raise Refused("any-other-business-last", "Any other business is the last item of every meeting.")
            new, old = max(1, min(place, last)), item.place
            if new < old:
                change_many(_SHIFT, [1, meeting.pk, new, old - 1])
            elif new > old:
                change_many(_SHIFT, [-1, meeting.pk, old + 1, new])
            item.place = new
    return item


def remove_item(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    """Take an item off; those after it move up. Raises Refused: `item-holds` where something stands under it, `minutes-agreed`,
    `meeting-cancelled`; ValidationError without a reason."""
    found = get_object_or_404(visible_items(by), pk=pk)
    with locked_meeting(found.meeting_id, by=by, event="agenda.item_removed", reason=reason) as meeting:
        item = get_object_or_404(visible_items(by), pk=pk)
        if held := holds(item):
            raise Refused("item-holds", f"“{item.title}” holds {', '.join(held)}. Move these to another item or remove them first.")
        need_reason(reason, "Say why the item is taken off the agenda.")
        remove(visible_items(by), pk, by=by, may=MAY, version=version, event="agenda.item_removed", reason=reason)
        change_many(_SHIFT, [-1, meeting.pk, item.place + 1, 32767])


def take_up(*, by: Any, pk: Any, version: int, action: Action | None = None, decision: Decision | None = None, reason: str = "") -> Meeting:
    """Put an action or an open decision of the board on the agenda. Raises Refused: `already-on-agenda`, `decision-not-open`,
    `another-board`, and what adding an item does."""
    with locked_meeting(pk, by=by, event="agenda.taken_up", reason=reason) as meeting:
        if meeting.version != version:
            raise Stale(meeting)
        if (action is None) == (decision is None):
            raise Refused("one-at-a-time", "Name either an action or a decision.")
        taken: Any = action or decision
        if taken.board_id != meeting.board_id:
            raise Refused("another-board", f"“{taken.title}” is another board's.")
        if action:
            _take_action(meeting, action, by)
        elif decision:
            _take_decision(meeting, decision, by)
    return meeting


def _take_action(meeting: Meeting, action: Action, by: Any) -> None:
    if meeting.items.filter(about_action=action).exists():
        raise Refused("already-on-agenda", f"“{action.title}” is on this agenda already.")
    lead = action.lead.name if action.lead else ""
    _add(AgendaItem(meeting=meeting, title=action.title, purpose=AgendaItem.Purpose.DISCUSSION, presenter=lead, about_action=action), by)


def _take_decision(meeting: Meeting, decision: Decision, by: Any) -> None:
    now = get_object_or_404(visible_decisions(by).select_for_update(of=("self",)), pk=decision.pk)
    if now.meeting_id:
        raise Refused("already-on-agenda", f"“{now.title}” is on the agenda of {now.meeting} already.")
    if now.status not in Decision.OPEN:
        raise Refused("decision-not-open", f"“{now.title}” is {now.get_status_display().lower()}.")
    made = AgendaItem(meeting=meeting, title=now.title[:200], purpose=AgendaItem.Purpose.DECISION, action_required=now.recommendation)
    item = _add(made, by)
    with change(visible_decisions(by), now.pk, by=by, may=MAY, version=now.version, event="decision.put_on_agenda") as changed:
        changed.meeting, changed.item = meeting, item
