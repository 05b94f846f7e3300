"""Test databases are copies of one that has been migrated: to migrate an empty one takes a minute, to copy it a second."""

import hashlib
import os
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "devo_migrated_"


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
    import psycopg2

    told = hashlib.sha256("".join(sorted(f"{each.name} {each.version}" for each in distributions())).encode())
    for path in sorted(ROOT.glob("*/migrations/*.py")) + sorted(ROOT.glob("devo_portal/*/migrations/*.py")):
        told.update(path.name.encode() + path.read_bytes())
    name = PREFIX + told.hexdigest()[:16]
    server = psycopg2.connect(url_of("postgres"))
    server.autocommit = True
    try:
        with server.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [PREFIX])
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
            known = {row[0] for row in cursor.fetchall()}
            if name not in known:
                for old in known:  # of other migrations, or broken off halfway
                    cursor.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
                cursor.execute(f'CREATE DATABASE "{name}_making"')
                command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
                subprocess.run(command, cwd=ROOT, env={**os.environ, "DATABASE_URL": url_of(f"{name}_making")}, check=True)
                cursor.execute(f'ALTER DATABASE "{name}_making" RENAME TO "{name}"')
    finally:
        server.close()
    return name
