"""Telling people: a notice is kept in the act that causes it, and a worker sends it by e-mail afterwards."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from kombu.exceptions import OperationalError

from .filters import FilterSet, Search
from .models import Notice, User
from .policy import Permission, require
from .reads import ReadModel
from .shapes import Shape
from .writes import change_many, load_many


def tell(people: Iterable[User], *, subject: str, body: str, page: str) -> None:
    """Inside `recorded` or `change`: keep a notice for each of them. It is sent once the act is written; where no worker
    can be asked, the next round of `send_notices` finds it."""
    rows = [(person.pk, subject[:200], body, page) for person in {person.pk: person for person in people}.values()]
    load_many(Notice, ("to", "subject", "body", "page"), rows)
    if rows:
        transaction.on_commit(_ask, robust=True)


def _ask() -> None:
    with suppress(OperationalError):  # the broker is down; the schedule asks again
        send_notices.delay()


@shared_task(name="core.send_notices")
def send_notices() -> int:
    """Send what is not yet sent; answers how many. Each is locked while it is sent, so that two workers send it once."""
    sent = 0
    while _send_one():
        sent += 1
    return sent


def _send_one() -> bool:
    with transaction.atomic():
        notice = (
            Notice.objects.select_for_update(of=("self",), skip_locked=True).select_related("to").filter(sent_at=None).order_by("made_at").first()
        )
        if notice is None:
            return False
        if notice.to.is_active and not notice.to.is_client:
            where = f"\n\n{settings.PORTAL_ADDRESS}{notice.page}" if notice.page else ""
            send_mail(notice.subject, f"{notice.body}{where}\n", None, [notice.to.email])
        change_many("UPDATE core_notice SET sent_at = clock_timestamp() WHERE id = %s", [notice.pk])
    return True


class NoticeFilter(FilterSet):
    q = Search("subject", "body")


class NoticeSerializer(Shape):
    class Meta:
        model = Notice
        fields = ("id", "subject", "body", "page", "made_at", "sent_at")


def visible_notices(user: Any) -> QuerySet[Notice]:
    """A person sees what was told to that person, and nothing else."""
    require(user, Permission.PROGRAMME_VIEW)
    return Notice.objects.filter(to=user.pk)


notices = ReadModel("notices", visible_notices, NoticeFilter, NoticeSerializer, order=("-made_at",))
