"""`make bench`: loads 50,000 sites into a database of its own and measures reads and the import against their floors.

Prints `name  value  floor  ratio  limit  ok|short` and ends with status 1 if one is short.
"""

import atexit
import logging
import os
import shutil
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

DATABASE = "devo_portal_bench"
SITES = int(os.environ.get("BENCH_SITES", "50000"))


def own_database() -> str:
    """An empty database beside the portal's own, on the same server."""
    import psycopg2

    from devo_portal.core import embedded

    given = os.environ.get("DATABASE_URL") or embedded.database_url()
    connection = psycopg2.connect(given)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {DATABASE}")
    connection.close()
    return urlunsplit(urlsplit(given)._replace(path=f"/{DATABASE}"))


def own_valkey() -> str:
    from devo_portal.core.embedded import start_valkey

    folder = Path(tempfile.mkdtemp(prefix="dp-"))
    server = start_valkey(folder / "valkey.sock")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.stop)
    return f"unix://{folder / 'valkey.sock'}"


def set_up() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "devo_portal.settings"
    os.environ["DATABASE_URL"] = own_database()
    os.environ["REDIS_URL"] = os.environ.get("REDIS_URL") or own_valkey()
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    logging.disable(logging.WARNING)
    settings.ROOT_URLCONF = "bench.floor"
    print("Making the tables …", flush=True)
    call_command("migrate", verbosity=0)


def main() -> int:
    set_up()
    from bench import run
    from bench.measures import HEADING

    measures = []
    print(HEADING, flush=True)
    for measure in run.all_measures(SITES):
        print(measure, flush=True)
        measures.append(measure)
    return 0 if all(measure.ok for measure in measures) else 1


if __name__ == "__main__":
    sys.exit(main())
