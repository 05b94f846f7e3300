"""What may be done to decisions: proposed, taken, put off or withdrawn. One that was taken stays as it was."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, assign, change, create, need_reason, under

from ..models import Board, Decision, Meeting
from ..rules.effects import number_of
from ..selectors import minutes_agreed, quorum_of, texts_ended_by, visible_decisions, visible_versions
from .authority import of_decision
from .effects import apply_effects, still_open
from .meetings import refuse_closed

MAY = Permission.DECISION_RECORD
FIXED = ("board", "meeting", "item")  # of one that was taken


def day_agreed(decision: Decision) -> date:
    """The day from which it may be cited. Raises Refused (`decision-not-agreed`)."""
    if decision.status != Decision.Status.AGREED or not decision.decided_on:
        said = f"{decision} is {decision.get_status_display().lower()}. Only a decision that was agreed may be cited."
        raise Refused("decision-not-agreed", said, {"decision": said})
    return decision.decided_on


def create_decision(*, by: Any, reason: str = "", **fields: Any) -> Decision:
    """Without a day it is proposed; with one it is recorded as agreed on it. It is given the board's next number where it has none.

    Raises Refused: `decision-number-used`; where it was taken at a meeting, `no-quorum`, `meeting-cancelled`, `meeting-not-held`.
    """
    decision = Decision(**fields)
    taken = decision.decided_on is not None
    decision.status = Decision.Status.AGREED if taken else Decision.Status.PROPOSED
    with transaction.atomic():
        if not decision.number.strip():
            decision.number = _next_number(decision)
        _minutes_open(decision.meeting)
        made = create(decision, by=by, may=MAY, event="decision.recorded" if taken else "decision.proposed", reason=reason)
        if taken:
            _may_be_taken(decision, decision.decided_on)
    return made


def _next_number(decision: Decision) -> str:
    """Two who propose to one board at once take numbers one after the other."""
    board = Board.objects.select_for_update(no_key=True).get(pk=decision.board_id)
    day = decision.decided_on or (decision.meeting.held_on if decision.meeting else timezone.localdate())
    return number_of(board.short_name, day, list(board.decisions.values_list("number", flat=True)))


@transaction.atomic
def update_decision(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Decision:
    """Reword it. One that was taken stays with its board, meeting and item; what cites it, or was changed by it, needs a reason
    and keeps its day, but for a text that it ended, whose day follows. Raises Refused: `decision-closed`."""
    rows = visible_decisions(by)
    with change(rows, pk, by=by, may=MAY, version=version, event="decision.changed", reason=reason) as decision:
        _minutes_open(decision.meeting)
        day, applied = decision.decided_on, decision.effects.exclude(applied_at=None).exists()
        if decision.status not in Decision.OPEN:
            moved = [name for name in FIXED if name in fields and fields[name] != getattr(decision, name)]
            if moved or (applied and fields.get("decided_on", day) != day):
                still_open(decision)
        if applied or decision.delegations.exists() or texts_ended_by(by, pk).exists():
            need_reason(reason, "Say why it changes: other records were changed by it.")
        if decision.status in Decision.OPEN and fields.get("decided_on"):
            raise ValidationError({"decided_on": "It has its day once it is agreed or not agreed."})
        meeting = decision.meeting
        assign(decision, fields)
        _may_stand(decision, meeting, reason)
        if not decision.number.strip():
            decision.number = _next_number(decision)
    if decision.decided_on != day:
        for text in texts_ended_by(by, pk):
            with change(visible_versions(by), text.pk, by=by, may=MAY, version=text.version, event="decision.changed", reason=reason) as ended:
                ended.ended_on = decision.decided_on
    return decision


def _minutes_open(*meetings: Meeting | None) -> None:
    """Raises Refused (`minutes-agreed`): what agreed minutes say of a decision stays as they say it. Whoever agrees them waits."""
    for meeting in meetings:
        if meeting and minutes_agreed(Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)):
            refuse_closed(meeting)


def _may_stand(decision: Decision, before: Meeting | None, reason: str) -> None:
    """As it is reworded: at a meeting whose minutes are open; taken by a power that it still names."""
    if decision.meeting != before:
        _minutes_open(decision.meeting)
        if before and before.status == Meeting.Status.HELD:
            need_reason(reason, "Say why it was not taken up at the meeting, which has been held.")
    if decision.status in (Decision.Status.AGREED, Decision.Status.NOT_AGREED):
        _has_power(decision)


def agree_decision(*, by: Any, pk: Any, version: int, on: date | None = None, reason: str = "", **said: str) -> Decision:
    """It is taken, and all that it changes changes with it, or nothing does. `said`: text, reasons, dissent, authority.

    Raises Refused: `decision-closed`, `meeting-cancelled`, `meeting-not-held`, `no-quorum`, `authority-missing`,
    `effects-moved`; else what the services of the changed records do.
    """
    with change(visible_decisions(by), pk, by=by, may=MAY, version=version, event="decision.agreed", reason=reason) as decision:
        _take(decision, Decision.Status.AGREED, on, said)
        with under(of_decision(decision)):
            apply_effects(decision, by)
    return decision


def not_agree_decision(*, by: Any, pk: Any, version: int, on: date | None = None, reason: str = "", **said: str) -> Decision:
    """It was put and not agreed: nothing changes. Raises Refused as `agree_decision` does, but for the effects."""
    with change(visible_decisions(by), pk, by=by, may=MAY, version=version, event="decision.not_agreed", reason=reason) as decision:
        _take(decision, Decision.Status.NOT_AGREED, on, said)
    return decision


def defer_decision(*, by: Any, pk: Any, version: int, reason: str = "") -> Decision:
    """It is put off and stays open. Raises Refused: `decision-closed`; ValidationError without a reason."""
    with change(visible_decisions(by), pk, by=by, may=MAY, version=version, event="decision.deferred", reason=reason) as decision:
        still_open(decision)
        _minutes_open(decision.meeting)
        need_reason(reason, "Say why it is put off.")
        decision.status = Decision.Status.DEFERRED
    return decision


def withdraw_decision(*, by: Any, pk: Any, version: int, reason: str = "") -> Decision:
    """Raises Refused: `decision-closed`; ValidationError without a reason."""
    with change(visible_decisions(by), pk, by=by, may=MAY, version=version, event="decision.withdrawn", reason=reason) as decision:
        still_open(decision)
        _minutes_open(decision.meeting)
        need_reason(reason, "Say why it is withdrawn.")
        decision.status = Decision.Status.WITHDRAWN
    return decision


def _take(decision: Decision, status: str, on: date | None, said: dict[str, str]) -> None:
    still_open(decision)
    _minutes_open(decision.meeting)
    assign(decision, {name: words for name, words in said.items() if words})
    meeting = decision.meeting
    decision.status, decision.decided_on = status, on or (meeting.held_on if meeting else timezone.localdate())
    _may_be_taken(decision, on)


def _may_be_taken(decision: Decision, on: date | None) -> None:
    """At a meeting, on its day and with its quorum; else by a power that is named. Raises ValidationError, Refused."""
    meeting = decision.meeting
    if meeting:
        _may_decide(decision, meeting)
    if meeting and on and on != meeting.held_on:
        raise ValidationError({"on": f"It is taken at the meeting of {meeting.held_on:%-d %B %Y}, and so on that day."})
    _has_power(decision)


def _has_power(decision: Decision) -> None:
    """Raises Refused (`authority-missing`)."""
    if decision.meeting_id is None and not decision.authority.strip():
        words = "Say by which power it is taken, for it is taken at no meeting."
        raise Refused("authority-missing", words, {"authority": words})


def _may_decide(decision: Decision, meeting: Meeting) -> None:
    """Raises Refused: `meeting-cancelled`, `meeting-not-held`, `no-quorum`."""
    if meeting.status == Meeting.Status.CANCELLED:
        raise Refused("meeting-cancelled", f"{meeting} was cancelled, so nothing was decided there. Take it up at another meeting.")
    if meeting.held_on > timezone.localdate():
        raise Refused("meeting-not-held", f"{meeting} is still to come. A decision is recorded on the day or after it.")
    quorum = quorum_of(meeting, decision.item)
    if not quorum.met:
        raise Refused("no-quorum", f"{meeting} may not decide this: {quorum.said}.")
