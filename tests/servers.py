"""A Valkey for this process, started before Django reads its settings (`-p tests.servers`), unless REDIS_URL names one.

Each worker of a run in parallel has one of its own, for every test begins with an empty cache.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# A worker inherits the address of the run's own server.
if os.environ.get("REDIS_URL", "") == os.environ.get("VALKEY_OF_THE_RUN", ""):
    from devo_portal.core.embedded import start_valkey

    folder = Path(tempfile.mkdtemp(prefix="dp-"))
    server = start_valkey(folder / "valkey.sock")
    os.environ["REDIS_URL"] = os.environ["VALKEY_OF_THE_RUN"] = f"unix://{folder / 'valkey.sock'}"
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.stop)
