"""The list of sites as a file, against what PostgreSQL itself takes to hand out the same table; and what it costs in memory."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection

from bench.measures import Measure, paired

MOST_MB = 60


class _Nowhere:
    """Takes what COPY hands out, and forgets it."""

    def __init__(self) -> None:
        self.bytes = 0

    def write(self, piece: bytes) -> None:
        self.bytes += len(piece)


def copied(number: int) -> Callable[[], None]:
    def call() -> None:
        out = _Nowhere()
        with connection.cursor() as cursor:
            cursor.copy_expert("COPY estates_site TO STDOUT", out)
        assert out.bytes > 100 * number

    return call


def taken(browse: Callable[[str], Any], path: str, number: int) -> Callable[[], None]:
    def call() -> None:
        answer = browse(path)
        assert answer.status_code == 200, (path, answer.status_code)
        lines = sum(piece.count(b"\n") for piece in answer.streaming_content)
        assert lines >= number, (path, lines)

    return call


def measures(browse: Callable[[str], Any], number: int) -> Iterator[Measure]:
    ours, floor = taken(browse, "/estates/export/sites.csv", number), copied(number)
    yield paired("export of sites as CSV", ours, floor, limit=3, rounds=9)
    yield paired("export of sites as GeoJSON", taken(browse, "/estates/export/sites.geojson", number), floor, limit=20, rounds=3)
    for form in ("csv", "geojson", "xlsx"):
        yield Measure(f"memory of an export as {form}", grown(form), MOST_MB, 1, "MB")


def grown(form: str) -> float:
    """MB that a process grows by, at its most, over what it has when it has answered once about no site."""
    asked = subprocess.run([sys.executable, "-m", "bench.exports", form], capture_output=True, text=True, env=os.environ, check=False)
    assert asked.returncode == 0, asked.stderr
    return float(asked.stdout.split()[-1])


def _alone(form: str) -> None:
    import django

    django.setup()
    from django.test import RequestFactory

    from devo_portal.core.models import Role, User
    from estates.exporting import export

    by = User.objects.filter(memberships__role=Role.OFFICER).first()
    asked = RequestFactory().get("/", {"q": "no site has this name"})
    for _ in range(2):
        list(export(by, "sites", form, asked.GET).streaming_content)
    before = _most()
    for _ in export(by, "sites", form, RequestFactory().get("/").GET).streaming_content:
        pass
    print(round(_most() - before, 1))


def _most() -> float:
    """The most memory that this process has had, in MB. (`getrusage` would tell the parent's as well.)"""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+([0-9]+)", status)[1]) / 1024  # type: ignore[index]  # Linux always says it


if __name__ == "__main__":
    _alone(sys.argv[1])
