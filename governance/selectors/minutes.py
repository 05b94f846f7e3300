"""What may be read of minutes, and the document that they are: it names no paper, for not everybody may know of each."""

import json
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from devo_portal.core.history import event_model, history
from devo_portal.core.policy import Permission, can, require
from devo_portal.core.reads import ReadModel

from ..filters import MinutesFilter
from ..models import Action, AgendaItem, Attendance, Decision, Interest, Meeting, Minutes
from ..rules.quorum import Quorum
from ..serializers import MinutesDetail, MinutesSerializer


def visible_minutes(user: Any) -> QuerySet[Minutes]:
    require(user, Permission.PROGRAMME_VIEW)
    return Minutes.objects.readable_by(user)


minutes = ReadModel(
    "minutes", visible_minutes, MinutesFilter, MinutesSerializer, order=("-meeting__held_on", "number", "updated_at"), detail=MinutesDetail
)


def minutes_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    """Without the text of the document, whose hash says that it changed. Raises Http404."""
    get_object_or_404(visible_minutes(user).only("pk"), pk=pk)
    acts = history(Minutes, pk)
    return [{**act, "changes": [each for each in act["changes"] if each["field"] != "document"]} for act in acts]


def hidden_minutes(user: Any) -> list[str]:
    """The corrections whose acts this person may not see: those not circulated yet, and those discarded."""
    if can(user, Permission.MEETING_RUN):
        return []
    last = event_model(Minutes).objects.filter(number__gt=1).order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return [str(pk) for pk, status in last.values_list("pgh_obj_id", "status") if status == Minutes.Status.DRAFT]


def without_working(user: Any, meeting: Any, acts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A history of a meeting's agenda without what its minutes said while a correction was at work that is not circulated, or was
    discarded: for those who do not write minutes."""
    hidden = hidden_minutes(user)
    if not hidden:
        return acts
    spans: dict[Any, list[datetime]] = {}
    events = event_model(Minutes).objects.filter(pgh_obj_id__in=hidden, meeting=meeting).order_by("pgh_id")
    for pk, label, at in events.values_list("pgh_obj_id", "pgh_label", "pgh_created_at"):
        spans.setdefault(pk, [at, datetime.max.replace(tzinfo=UTC)])
        if label == "delete":
            spans[pk][1] = at

    def working(act: dict[str, Any], change: dict[str, Any]) -> bool:
        return change["field"] == "minute" and any(begins <= act["at"] <= ends for begins, ends in spans.values())

    return [{**act, "changes": [each for each in act["changes"] if not working(act, each)]} for act in acts]


def minutes_of(user: Any, meeting: Any) -> Any:
    """The id of a meeting's newest minutes; None where none are begun."""
    return visible_minutes(user).filter(meeting=meeting).order_by("-number").values_list("pk", flat=True).first()


def latest_minutes(meeting: Meeting) -> Minutes | None:
    return Minutes.objects.filter(meeting=meeting).order_by("-number").first()


def minutes_agreed(meeting: Meeting) -> bool:
    """Is the record of this meeting closed? It opens again with the next version, which says what it corrects."""
    latest = latest_minutes(meeting)
    return latest is not None and latest.status == Minutes.Status.AGREED


def minutes_text(user: Any, answer: dict[str, Any]) -> dict[str, Any]:
    """What a version says: as it was circulated or, of a draft, as the records stand."""
    if answer["document"]:
        return json.loads(answer["document"])
    return minutes_document(answer["meeting"]["id"])


def minutes_document(pk: Any) -> dict[str, Any]:
    """A meeting, by its id, written down: plain data, each list of rows with an `id`."""
    items = list(AgendaItem.objects.filter(meeting=pk).select_related("meeting__board").order_by("place"))
    meeting = items[0].meeting if items else Meeting.objects.select_related("board").get(pk=pk)
    decisions = list(Decision.objects.filter(meeting=pk).order_by("number", "id"))
    actions = list(Action.objects.filter(raised_at__meeting=pk).select_related("lead").order_by("raised_on", "id"))
    seats = "member__organisation"
    order = ("member__capacity", f"{seats}__name", "member__post", "id")
    there = list(Attendance.objects.filter(meeting=pk).select_related(seats).order_by(*order))
    interests = list(Interest.objects.filter(meeting=pk).select_related(seats, "item").order_by("item__place", "id"))
    return {
        "meeting": _head(meeting, _quorum(meeting, there, interests)),
        "attendance": [
            {"id": str(each.pk), **_seat(each.member), "state": each.state, "state_label": each.get_state_display(), "deputy": each.deputy}
            for each in there
        ],
        "interests": [
            {
                "id": str(each.pk),
                **_seat(each.member),
                "item": each.item.title if each.item else "",
                "kind": each.get_kind_display(),
                "nature": each.nature,
                "withdrew": each.withdrew,
            }
            for each in interests
        ],
        "items": [
            {
                "id": str(item.pk),
                "place": item.place,
                "title": item.title,
                "purpose": item.get_purpose_display(),
                "presenter": item.presenter,
                "minute": item.minute,
                "decisions": [_decision(each) for each in decisions if each.item_id == item.pk],
                "actions": [_action(each) for each in actions if each.raised_at_id == item.pk],
            }
            for item in items
        ],
        "other_decisions": [_decision(each) for each in decisions if each.item_id is None],
    }


def _head(meeting: Meeting, quorum: Quorum) -> dict[str, Any]:
    return {
        "board": meeting.board.name,
        "ref": meeting.ref,
        "title": meeting.title,
        "held_on": meeting.held_on.isoformat(),
        "starts_at": _time(meeting.starts_at),
        "ends_at": _time(meeting.ends_at),
        "place": meeting.place,
        "quorum": quorum.said,
        "quorate": quorum.met,
        "illustrative": meeting.illustrative,
    }


def _quorum(meeting: Meeting, attendance: list[Attendance], interests: list[Interest]) -> Quorum:
    """As `quorum_of`, of rows that are read already."""
    there = {each.member_id for each in attendance if each.state in Attendance.THERE and each.member.votes}
    withdrew = {each.member_id for each in interests if each.withdrew and each.item_id is None}
    return Quorum(meeting.quorum, len(there), len(there & withdrew))


def _time(value: Any) -> str:
    return value.strftime("%H:%M") if value else ""


def _seat(member: Any) -> dict[str, Any]:
    return {"seat": str(member), "capacity": member.get_capacity_display(), "votes": member.votes}


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "id": str(decision.pk),
        "number": decision.number,
        "title": decision.title,
        "text": decision.text,
        "status": decision.get_status_display(),
        "reasons": decision.reasons,
        "dissent": decision.dissent,
    }


def _action(action: Action) -> dict[str, Any]:
    due = f"{action.due_on.day} {action.due_on:%B %Y}" if action.due_on else ""
    return {"id": str(action.pk), "ref": action.ref, "title": action.title, "lead": action.lead.name if action.lead else "", "due_on": due}
