"""What may be done to papers."""

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404

from devo_portal.core.policy import Permission, require
from devo_portal.core.writes import Refused, assign, change, create, need_reason, remove

from ..models import AgendaItem, Meeting, Paper
from ..models.evidence import LARGEST
from ..rules.papers import SAID, mistaken, type_of
from ..selectors import visible_papers

MAY = Permission.MEETING_RUN
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@transaction.atomic
def create_paper(*, by: Any, item: AgendaItem, file: tuple[str, bytes] | None = None, reason: str = "", **fields: Any) -> Paper:
    """`file` is its name and bytes. Raises Refused: `paper-type`, `paper-too-large`, `meeting-held`, `meeting-cancelled`."""
    require(by, MAY)
    _before_the_meeting(item)
    paper = Paper(item=item, **fields)
    if paper.restricted:  # counted by itself: a gap in the others' numbers would tell of it
        paper.ref = f"PAR-{''.join(secrets.choice(_LETTERS) for _ in range(8))}"
    _hold(paper, file)
    return create(paper, by=by, may=MAY, event="paper.added", reason=reason)


def update_paper(*, by: Any, pk: Any, version: int, file: tuple[str, bytes] | None = None, reason: str = "", **fields: Any) -> Paper:
    """A file takes the place of the one before, whose name and SHA-256 history keeps. Raises what `create_paper` does."""
    require(by, MAY)
    with change(visible_papers(by), pk, by=by, may=MAY, version=version, event="paper.replaced" if file else "paper.changed", reason=reason) as paper:
        _before_the_meeting(paper.item)
        if "item" in fields and fields["item"].meeting_id != paper.item.meeting_id:
            raise ValidationError({"item": "Choose an item of the same meeting."})
        assign(paper, fields)
        _hold(paper, file)
    return paper


@transaction.atomic
def remove_paper(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    """Raises Refused: `meeting-held`, `meeting-cancelled`; ValidationError without a reason."""
    require(by, MAY)
    _before_the_meeting(get_object_or_404(visible_papers(by).select_related("item"), pk=pk).item)
    need_reason(reason, "Say why the paper is taken away.")
    remove(visible_papers(by), pk, by=by, may=MAY, version=version, event="paper.removed", reason=reason)


def _before_the_meeting(item: AgendaItem) -> None:
    """Inside a transaction: what a board had before it stays as the board had it. The lock keeps the meeting from being held meanwhile."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id)
    if meeting.status not in Meeting.COMING:
        said = "was held, so its papers stay as the board had them" if meeting.status == Meeting.Status.HELD else "was cancelled"
        raise Refused(f"meeting-{meeting.status}", f"{meeting} {said}.")


def _hold(paper: Paper, file: tuple[str, bytes] | None) -> None:
    if file is None:
        return
    name, content = file
    if len(content) > LARGEST:
        said = f"The file has {len(content) / 1024 / 1024:,.1f} MB; a paper may have {LARGEST // 1024 // 1024} MB."
        raise Refused("paper-too-large", said, {"file": said})
    if not content:
        raise ValidationError({"file": "The file is empty."})
    kind = type_of(name, content)
    if kind is None:
        said = mistaken(name, content) or f"{name or 'The file'} is not one of the types that papers may have."
        said = f"{said} Allowed: {SAID}."
        raise Refused("paper-type", said, {"file": said})
    paper.hold(name, kind, content)
