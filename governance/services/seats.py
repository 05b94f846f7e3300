"""What may be done to seats on boards."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from devo_portal.core.dates import PartialDate
from devo_portal.core.models import Organisation
from devo_portal.core.policy import Permission, require
from devo_portal.core.writes import Refused, assign, change, create, need_reason, set_links

from ..models import Board, BoardMember, accounts
from ..rules.seats import together
from ..selectors import visible_boards, visible_seats

MAY = Permission.BOARD_EDIT


def create_seat(*, by: Any, affiliations: Iterable[Organisation] = (), reason: str = "", **fields: Any) -> BoardMember:
    """Raises Refused: `independent-of-members`."""
    seat, affiliated = BoardMember(**fields), list(affiliations)
    with transaction.atomic():
        require(by, MAY, seat)
        _holds(seat, affiliated, by)
        return create(seat, by=by, may=MAY, event="seat.added", reason=reason, links={"affiliations": affiliated})


def update_seat(
    *, by: Any, pk: Any, version: int, affiliations: Iterable[Organisation] | None = None, reason: str = "", **fields: Any
) -> BoardMember:
    """A seat stays on its board. Raises Refused: `independent-of-members`."""
    with change(visible_seats(by), pk, by=by, may=MAY, version=version, event="seat.changed", reason=reason) as seat:
        board, person = seat.board_id, seat.person_id
        assign(seat, fields)
        if seat.board_id != board:
            raise ValidationError({"board": "A seat stays on its board. End it, and add a seat on the other."})
        affiliated = list(seat.affiliations.all() if affiliations is None else affiliations)
        _holds(seat, affiliated, by, person)
        if affiliations is not None:
            set_links(seat, "affiliations", affiliated)
    return seat


def end_seat(*, by: Any, pk: Any, version: int, left: PartialDate | None = None, reason: str = "") -> BoardMember:
    """Raises Refused: `seat-ended`; ValidationError without a date or a reason."""
    with change(visible_seats(by), pk, by=by, may=MAY, version=version, event="seat.ended", reason=reason) as seat:
        if seat.left:
            raise Refused("seat-ended", f"{seat} left in {seat.left} already. Change the seat to correct the date.")
        if left is None:
            raise ValidationError({"left": "Say when they left: a day, a month or a year."})
        need_reason(reason, "Say why they leave.")
        seat.left = left
    return seat


def _holds(seat: BoardMember, affiliated: list[Organisation], by: Any, account_before: Any = None) -> None:
    """What a seat must keep to beside the others of its board, which is locked: of two at once, each sees the other.

    Raises ValidationError, Refused (`independent-of-members`).
    """
    board = visible_boards(by).select_for_update(of=("self",)).filter(pk=seat.board_id).first()
    if board is None:
        return  # the write itself says what is missing
    if seat.person_id and seat.person_id != account_before and not accounts().filter(pk=seat.person_id).exists():
        raise ValidationError({"person": "Choose an account of somebody who may sign in today."})
    if seat.independent and seat.organisation_id is None:
        _affiliated_to_none(board, seat, affiliated)
    elif seat.organisation_id:
        _no_independent_of(board, seat)


def _others(board: Board, seat: BoardMember) -> QuerySet[BoardMember]:
    return BoardMember.objects.filter(board=board).exclude(pk=seat.pk).select_related("organisation").order_by("pk")


def _affiliated_to_none(board: Board, seat: BoardMember, affiliated: list[Organisation]) -> None:
    for other in _others(board, seat).filter(organisation__in=affiliated):
        if together((seat.joined, seat.left), (other.joined, other.left)):
            said = f"{seat} is affiliated to {other.organisation}, which has a seat on the {board.name} at the same time ({other}): not independent."
            raise Refused("independent-of-members", said, {"affiliations": said})


def _no_independent_of(board: Board, seat: BoardMember) -> None:
    for other in _others(board, seat).filter(independent=True, affiliations=seat.organisation):
        if together((seat.joined, seat.left), (other.joined, other.left)):
            said = f"{other} sits on the {board.name} as independent at the same time, and is affiliated to {seat.organisation}."
            raise Refused("independent-of-members", said, {"organisation": said})
