"""Servers for the tests, started before Django reads its settings (`-p tests.servers`), unless DATABASE_URL or REDIS_URL names one.

One PostgreSQL serves the whole run, beside the demo's: it need not outlive a failure of power, so it waits for no disk.
Each worker of a run in parallel has a Valkey of its own, for every test begins with an empty cache.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

UNSAFE_BUT_FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_wal_size": "'4GB'"}

if not os.environ.get("DATABASE_URL"):  # a worker inherits the address
    import psycopg2

    from devo_portal.core.embedded import database_url

    os.environ["DATABASE_URL"] = database_url(folder="postgres-tests")
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    connection.autocommit = True
    with connection.cursor() as cursor:
        for name, value in UNSAFE_BUT_FAST.items():
            cursor.execute(f"ALTER SYSTEM SET {name} = {value}")
        cursor.execute("SELECT pg_reload_conf()")
    connection.close()

# A worker inherits the address of the run's own server.
if os.environ.get("REDIS_URL", "") == os.environ.get("VALKEY_OF_THE_RUN", ""):
    from devo_portal.core.embedded import start_valkey

    folder = Path(tempfile.mkdtemp(prefix="dp-"))
    server = start_valkey(folder / "valkey.sock")
    os.environ["REDIS_URL"] = os.environ["VALKEY_OF_THE_RUN"] = f"unix://{folder / 'valkey.sock'}"
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.stop)
