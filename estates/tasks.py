"""What a worker does for the estate. Each task may be delivered twice, or to two workers at once: services see to it
that the work is done once."""

from collections.abc import Callable
from typing import Any

from celery import shared_task
from django.core.cache import cache

from . import services
from .serializers import progress_key


def _reporter(pk: str) -> Callable[[int, int], None]:
    return lambda done, total: cache.set(progress_key(pk), (done, total), timeout=3600)


@shared_task(name="estates.check_import")
def check_import(pk: str) -> None:
    services.check_import(pk, _reporter(pk))


@shared_task(name="estates.run_import")
def run_import(pk: str) -> None:
    services.run_import(pk, _reporter(pk))


@shared_task(name="estates.resume_imports")
def resume_imports() -> Any:
    services.resume_imports()
