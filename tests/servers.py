"""A Valkey for this run, started before Django reads its settings (`-p tests.servers`), unless REDIS_URL names one."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if not os.environ.get("REDIS_URL"):
    from devo_portal.core.embedded import start_valkey

    folder = Path(tempfile.mkdtemp(prefix="dp-"))
    server = start_valkey(folder / "valkey.sock")
    os.environ["REDIS_URL"] = f"unix://{folder / 'valkey.sock'}"
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.stop)
