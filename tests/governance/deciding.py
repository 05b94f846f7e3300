"""What tests of decisions and their effects share."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from governance.models import Attendance, Board, BoardMember, Interest, Meeting

YESTERDAY = timezone.localdate() - timedelta(days=1)


def board_of(short_name: str = "LEB", **fields: Any) -> Any:
    return Board.objects.get_or_create(short_name=short_name, defaults={"name": f"Board {short_name}", **fields})[0]


def meeting_of(board: Any, there: int = 0, withdrew: int = 0, held_on: date = YESTERDAY, **fields: Any) -> Any:
    """A meeting with so many voting members there, so many of whom withdrew from all of it."""
    meeting = Meeting.objects.create(**{"board": board, "held_on": held_on, "status": "held", "quorum": board.quorum, **fields})
    for number in range(there):
        member = BoardMember.objects.create(board=board, post=f"Member {number}")
        Attendance.objects.create(meeting=meeting, member=member, state="present" if number % 2 else "deputy")
        if number < withdrew:
            Interest.objects.create(meeting=meeting, member=member, withdrew=True, kind="financial", nature="Owns land there.")
    return meeting


def proposed(by: Any, board: Any = None, **fields: Any) -> Any:
    from governance import services

    values = {"title": "That it be so", "authority": "Terms of reference", **fields}
    return services.create_decision(by=by, board=board or board_of(), **values)


def with_effect(by: Any, decision: Any, kind: str, record: Any, value: str, **fields: Any) -> Any:
    from governance import services

    return services.add_effect(by=by, decision=decision, kind=kind, record_id=record.pk, value=value, **fields)


def fresh(record: Any) -> Any:
    record.refresh_from_db()
    return record


def act(caller: Any, decision: Any, verb: str, body: Any = None, version: int | None = None) -> Any:
    fresh(decision)
    return caller.post(f"/api/v1/decisions/{decision.pk}/{verb}/", body or {}, **{"If-Match": f'"{version or decision.version}"'})
