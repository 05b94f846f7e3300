"""A board with seats and a meeting, for tests of what happens in one."""

import io
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone


def seat(board: Any, post: str, **fields: Any) -> Any:
    from governance.models import BoardMember

    return BoardMember.objects.create(**{"board": board, "post": post, "joined": "2016", **fields})


def room(by: Any, day: date | None = None, **fields: Any) -> Any:
    """`{board, meeting, chair, member, by}`; the meeting is 30 days ahead, unless a day is given."""
    from governance.models import Board
    from governance.services import create_meeting

    board, _ = Board.objects.get_or_create(short_name="LEB", defaults={"name": "London Estates Board", "quorum": 2})
    meeting = create_meeting(by=by, board=board, held_on=day or timezone.localdate() + timedelta(days=30), **fields)
    chair, member = seat(board, "Co-chair", capacity="co_chair"), seat(board, "Director of estates")
    return SimpleNamespace(board=board, meeting=meeting, chair=chair, member=member, by=by)


def held(by: Any, day: date = date(2018, 3, 14), **fields: Any) -> Any:
    """The same of a meeting that was held."""
    from governance.services import hold_meeting

    made = room(by, day, **fields)
    made.meeting = hold_meeting(by=by, pk=made.meeting.pk, version=made.meeting.version)
    return made


def agenda(meeting: Any) -> list[str]:
    """The titles in their places; the places have no gap."""
    rows = list(meeting.items.order_by("place").values_list("place", "title"))
    assert [place for place, _ in rows] == list(range(1, len(rows) + 1))
    return [title for _, title in rows]


def a_pdf(*pages: str) -> bytes:
    import typst

    words = "#pagebreak()".join(f"#text({page!r})".replace("'", '"') for page in pages)
    return typst.compile(f'#set document(title: "Paper")\n{words}'.encode(), format="pdf")


def encrypted(content: bytes) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(content))), io.BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()
