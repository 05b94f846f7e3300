"""Meetings for people's calendars, and the addresses under which a calendar program may ask for them without signing in."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from devo_portal.core.models import User
from devo_portal.core.policy import Permission, can, require

from ..filters import sits
from ..models import Board, BoardMember, Meeting
from ..rules.calendars import Entry, written

_NOTHING = "There is no such calendar, or its address is no longer good. Take the address anew from the page Calendar."


def board_calendar(user: Any, pk: Any) -> bytes:
    """All meetings of a board, those held and cancelled too, as iCalendar. Raises Http404."""
    require(user, Permission.PROGRAMME_VIEW)
    board = Board.objects.filter(pk=pk).first()
    if board is None:
        raise Http404("There is no such board.")
    return _calendar(f"{board.name}: meetings", Meeting.objects.filter(board=board))


def my_calendar(user: Any) -> bytes:
    """All meetings of the boards on which this account has a seat today, as iCalendar."""
    require(user, Permission.PROGRAMME_VIEW)
    return _calendar("My board meetings", Meeting.objects.filter(board__in=_boards_of(user)))


def calendar_addresses(user: Any) -> dict[str, Any]:
    """What this person may subscribe to: `{mine, boards: [{id, name, url, mine}]}`. Each address is as good as a key to its calendar."""
    require(user, Permission.PROGRAMME_VIEW)
    token, own = calendar_token(user), set(_boards_of(user))
    boards = [
        {"id": pk, "name": name, "url": f"{settings.PORTAL_ADDRESS}{reverse('calendar-of-board', args=[token, pk])}", "mine": pk in own}
        for pk, name in Board.objects.order_by("name").values_list("pk", "name")
    ]
    return {"mine": f"{settings.PORTAL_ADDRESS}{reverse('calendar-of-person', args=[token])}", "boards": boards}


def calendar_token(user: User) -> str:
    """Who asks, signed. It is void once the password changes or the account may not sign in any more."""
    return _signer().sign(f"{user.pk.hex}.{_mark(user.get_session_auth_hash())}")


def calendar_holder(token: str) -> User:
    """The person of a token. Raises Http404 where it is false or void, without a word on which."""
    try:
        who, mark = _signer().unsign(token).split(".")
        user = User.objects.filter(pk=UUID(who), is_active=True, is_client=False).first()
    except (BadSignature, ValueError):
        raise Http404(_NOTHING) from None
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()] if user else []  # those of former keys of the portal too
    if user is None or not any(constant_time_compare(mark, _mark(each)) for each in hashes) or not can(user, Permission.PROGRAMME_VIEW):
        raise Http404(_NOTHING)
    return user


def _signer() -> Signer:
    return Signer(salt="governance.calendars", sep=".")


def _mark(session_hash: str) -> str:
    """Of the hash that sessions carry too, so that this token tells nothing of it."""
    return salted_hmac("governance.calendars", session_hash, algorithm="sha256").hexdigest()[:32]


def _boards_of(user: Any) -> QuerySet[BoardMember, Any]:
    return BoardMember.objects.filter(sits(timezone.localdate()), person=user.pk).order_by().values_list("board_id", flat=True).distinct()


def _calendar(name: str, meetings: QuerySet[Meeting]) -> bytes:
    return written(name, _entries(meetings), settings.PORTAL_ADDRESS)


def _entries(meetings: QuerySet[Meeting]) -> Iterator[Entry]:
    for meeting in meetings.select_related("board").order_by("held_on", "starts_at", "pk"):
        called = f"{meeting.board.name}: {meeting.title}" if meeting.title else meeting.board.name
        yield Entry(
            str(meeting.pk),
            meeting.version,
            meeting.updated_at,
            f"Cancelled: {called}" if meeting.status == Meeting.Status.CANCELLED else called,
            meeting.held_on,
            meeting.starts_at,
            meeting.ends_at,
            meeting.place,
            meeting.status,
        )
