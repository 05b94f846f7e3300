"""The seed programme, loaded once for a module whose every test reads it; what a test writes goes with the test."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import transaction


@contextmanager
def programme(blocker: Any) -> Iterator[None]:
    with blocker.unblock(), transaction.atomic():
        call_command("load_programme", verbosity=0)
        yield
        transaction.set_rollback(True)
