"""What a worker does for the estate. Each task may be delivered twice, or to two workers at once: services see to it
that the work is done once."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from celery import shared_task
from django.core.cache import cache
from redis.exceptions import RedisError

from . import services
from .serializers import progress_key


def _reporter(pk: str) -> Callable[[int, int], None]:
    """Tells the progress bar. That it cannot be told stops no import."""

    def report(done: int, total: int) -> None:
        with suppress(RedisError):
            cache.set(progress_key(pk), (done, total), timeout=3600)

    return report


@shared_task(name="estates.check_import")
def check_import(pk: str) -> None:
    services.check_import(pk, _reporter(pk))


@shared_task(name="estates.run_import")
def run_import(pk: str) -> None:
    services.run_import(pk, _reporter(pk))


@shared_task(name="estates.undo_import")
def undo_import(pk: str) -> None:
    services.run_undo(pk, _reporter(pk))


@shared_task(name="estates.compact_owner_changes")
def compact_owner_changes() -> None:
    services.compact_owner_changes()


@shared_task(name="estates.resume_imports")
def resume_imports() -> Any:
    services.resume_imports()
