"""What may be done to minutes: started, circulated, agreed; corrected by another version. What was agreed never changes."""

import json
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils import timezone

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, Stale, change, create, need_reason, remove

from ..models import Meeting, Minutes
from ..rules.minutes import canonical, changed, sha256
from ..selectors import latest_minutes, minutes_document, visible_items, visible_minutes
from .meetings import locked_meeting

MAY = Permission.MEETING_RUN
_MANY = 8  # differences that a refusal names


def start_minutes(*, by: Any, meeting: Meeting, corrects: str = "", reason: str = "") -> Minutes:
    """A draft; after agreed minutes a correction, which says what was wrong in them. Raises Refused: `meeting-to-come`,
    `minutes-started`."""
    with locked_meeting(meeting.pk, by=by, event="minutes.started", reason=reason, closes=False) as locked:
        if locked.status != Meeting.Status.HELD:
            raise Refused("meeting-to-come", f"{locked} is not marked as held yet.")
        latest = latest_minutes(locked)
        if latest and latest.status != Minutes.Status.AGREED:
            raise Refused("minutes-started", f"Version {latest.number} of these minutes is {latest.get_status_display().lower()} already.")
        if latest and not corrects.strip():
            raise ValidationError({"corrects": "Say what was wrong in the minutes that were agreed."})
        made = Minutes(meeting=locked, number=latest.number + 1 if latest else 1, corrects=corrects.strip() if latest else "")
        return create(made, by=by, may=MAY, event="minutes.started", reason=reason)


def circulate_minutes(*, by: Any, pk: Any, version: int, on: date | None = None, reason: str = "") -> Minutes:
    """Write the records of the meeting down as one document with its SHA-256; again, where they changed since. Raises Refused:
    `minutes-agreed`; ValidationError."""
    found = get_object_or_404(visible_minutes(by), pk=pk)
    with locked_meeting(found.meeting_id, by=by, event="minutes.circulated", reason=reason, closes=False) as meeting:
        _not_agreed(pk)
        with change(visible_minutes(by), pk, by=by, may=MAY, version=version, event="minutes.circulated", reason=reason) as minutes:
            day = on or timezone.localdate()
            _day(day, meeting.held_on, "on", "Minutes are circulated after their meeting.")
            minutes.document = canonical(minutes_document(meeting.pk))
            minutes.sha256 = sha256(minutes.document)
            minutes.status, minutes.circulated_on = Minutes.Status.CIRCULATED, day
    return minutes


def agree_minutes(*, by: Any, pk: Any, version: int, agreed_at: Meeting | None = None, on: date | None = None, reason: str = "") -> Minutes:
    """Fix them for good, by a later meeting of the board or on a day. Raises Refused: `minutes-agreed`, `minutes-not-circulated`,
    `minutes-changed` where the records are not what was circulated; ValidationError."""
    found = get_object_or_404(visible_minutes(by), pk=pk)
    with locked_meeting(found.meeting_id, by=by, event="minutes.agreed", reason=reason, closes=False) as meeting:
        _not_agreed(pk)
        with change(visible_minutes(by), pk, by=by, may=MAY, version=version, event="minutes.agreed", reason=reason) as minutes:
            if minutes.status != Minutes.Status.CIRCULATED or minutes.circulated_on is None:
                raise Refused("minutes-not-circulated", "Circulate the minutes before they are agreed.")
            if differ := changed(json.loads(minutes.document), json.loads(canonical(minutes_document(meeting.pk)))):
                more = f"; and {len(differ) - _MANY} more" if len(differ) > _MANY else ""
                raise Refused("minutes-changed", f"Changed since they were circulated: {'; '.join(differ[:_MANY])}{more}. Circulate them again.")
            day = _agreed_on(meeting, agreed_at, on)
            _day(day, minutes.circulated_on, "on", "Minutes are agreed after they were circulated.")
            minutes.status, minutes.agreed_on, minutes.agreed_at = Minutes.Status.AGREED, day, agreed_at
    return minutes


def discard_minutes(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    """Give a draft up. What it had rewritten of agreed minutes is put back as it was agreed; the history keeps it.

    Raises Refused: `minutes-circulated`, `minutes-agreed`, `minutes-changed` where other records than the texts were changed for
    it; ValidationError without a reason.
    """
    found = get_object_or_404(visible_minutes(by), pk=pk)
    with locked_meeting(found.meeting_id, by=by, event="minutes.discarded", reason=reason, closes=False) as meeting:
        now = get_object_or_404(visible_minutes(by), pk=pk)
        if now.version != version:
            raise Stale(now)
        if now.status != Minutes.Status.DRAFT:
            words = f"{now} {'is agreed' if now.status == Minutes.Status.AGREED else 'was circulated'}, so it stays on record."
            raise Refused(f"minutes-{now.status}", words)
        need_reason(reason, "Say why the draft is given up.")
        agreed = Minutes.objects.filter(meeting=meeting, status=Minutes.Status.AGREED).order_by("-number").first()
        if agreed:
            _put_back(meeting, json.loads(agreed.document), by)
        remove(visible_minutes(by), pk, by=by, may=MAY, version=version, event="minutes.discarded", reason=reason)


def _put_back(meeting: Meeting, document: dict[str, Any], by: Any) -> None:
    """Raises Refused (`minutes-changed`)."""
    texts = {each["id"]: each["minute"] for each in document["items"]}
    for item in visible_items(by).filter(meeting=meeting):
        text = texts.get(str(item.pk), item.minute)
        if text != item.minute:
            with change(visible_items(by), item.pk, by=by, may=MAY, version=item.version, event="minutes.discarded") as changed_item:
                changed_item.minute = text
    if differ := changed(document, json.loads(canonical(minutes_document(meeting.pk)))):
        more = f"; and {len(differ) - _MANY} more" if len(differ) > _MANY else ""
        raise Refused("minutes-changed", f"Changed since the minutes were agreed: {'; '.join(differ[:_MANY])}{more}. Put these back first.")


def _not_agreed(pk: Any) -> None:
    minutes = Minutes.objects.get(pk=pk)
    if minutes.status == Minutes.Status.AGREED:
        raise Refused("minutes-agreed", f"{minutes} is agreed. Start a correction, which says what was wrong.")


def _agreed_on(meeting: Meeting, agreed_at: Meeting | None, on: date | None) -> date:
    if agreed_at is None:
        if on is None:
            raise ValidationError({"agreed_at": "Choose the meeting that agreed them, or give the day."})
        return on
    if agreed_at.board_id != meeting.board_id or agreed_at.held_on <= meeting.held_on or agreed_at.status != Meeting.Status.HELD:
        raise ValidationError({"agreed_at": "Choose a later meeting of this board that was held."})
    return agreed_at.held_on


def _day(day: date, earliest: date, field: str, words: str) -> None:
    if day > timezone.localdate():
        raise ValidationError({field: "This day is still to come."})
    if day < earliest:
        raise ValidationError({field: words})
