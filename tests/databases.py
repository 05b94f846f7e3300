"""Test databases are copies of one that has been migrated: to migrate an empty one takes a minute, to copy it a second.

Another holds the portal of tests/world.py as well. Tests of every page take a copy of it, where each would fill one of its own.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib.metadata import distributions
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
MIGRATED, FILLED = "devo_migrated_", "devo_filled_"


def url_of(name: str) -> str:
    """The address of a database on the server that the tests use."""
    from django.db import connection

    settings = connection.settings_dict
    host = str(settings["HOST"] or settings["OPTIONS"].get("host", ""))
    secret = f":{quote(settings['PASSWORD'])}" if settings["PASSWORD"] else ""
    port = f"&port={settings['PORT']}" if settings["PORT"] else ""
    return f"postgresql://{settings['USER']}{secret}@/{name}?host={quote(host, safe='')}{port}"


def migrated() -> str:
    """The name of a database that these migrations, and those of the packages, have made. The first who asks makes it."""
    told = hashlib.sha256("".join(sorted(f"{each.name} {each.version}" for each in distributions())).encode())
    for path in sorted(ROOT.glob("*/migrations/*.py")) + sorted(ROOT.glob("devo_portal/*/migrations/*.py")):
        told.update(path.name.encode() + path.read_bytes())
    return _kept(MIGRATED, told.hexdigest(), "manage.py", "migrate", "--verbosity", "0")


def filled() -> str:
    """The name of a migrated database that holds the portal of tests/world.py as this code fills it today. The first who asks makes it."""
    empty = migrated()
    told = hashlib.sha256(f"{empty} {date.today()}".encode())  # noqa: DTZ011  # the seed dates some of its facts by the day of loading
    for folder in ("devo_portal", "governance", "pilots", "estates", "bench", "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")) if folder != "tests" else [ROOT / "tests" / "world.py", ROOT / "tests" / "factories.py"]:
            told.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return _kept(FILLED, told.hexdigest(), "-m", "tests.world", template=empty)


def _kept(prefix: str, told: str, *command: str, template: str = "template1") -> str:
    """The name of the database of this kind; where it was made by other code than `told` says, or by none, the command makes it anew."""
    name = prefix + told[:16]
    with _server() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [prefix])
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
        known = {row[0] for row in cursor.fetchall()}
        if name not in known:
            for old in known:  # of other code, or broken off halfway
                cursor.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}_making" TEMPLATE "{template}"')
            environment = {**os.environ, "DATABASE_URL": url_of(f"{name}_making")}
            subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True)
            cursor.execute(f'ALTER DATABASE "{name}_making" RENAME TO "{name}"')
    return name


@contextmanager
def world() -> Iterator[dict[str, Any]]:
    """Inside, Django's database is a new copy of the filled one, which ends with the block; answers its people by role.

    No transaction may be open. The database from before is the same afterwards.
    """
    from django.core.cache import cache
    from django.db import connection

    from tests.world import people

    before = str(connection.settings_dict["NAME"])
    template, name = filled(), f"{before}_world"

    def point_to(name: str) -> None:
        connection.close()
        connection.settings_dict["NAME"] = name
        cache.clear()

    with _server() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    point_to(name)
    try:
        yield people()
    finally:
        point_to(before)
        with _server() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def _server() -> Iterator[Any]:
    """A cursor of the server itself, outside any transaction."""
    import psycopg2

    connection = psycopg2.connect(url_of("postgres"))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()
