"""Keeps the demo's own PostgreSQL and Valkey up for as long as its standard input stays open.

The launcher holds the other end: however it dies, `kill -9` included, the pipe closes and the servers stop.
Prints one line of JSON: the address of each, by the name of its variable.
"""

import json
import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from devo_portal.core import embedded


def main() -> None:
    urls = {}
    if not os.environ.get("DATABASE_URL"):
        urls["DATABASE_URL"] = embedded.database_url()
    if not os.environ.get("REDIS_URL"):
        valkey = embedded.start_valkey()
        urls["REDIS_URL"] = embedded.redis_url()
    print(json.dumps(urls), flush=True)
    sys.stdin.read()  # until the launcher ends
    if "REDIS_URL" in urls:
        valkey.stop()
    # PostgreSQL's wheel stops it as the last process that asked for it ends: this one.


if __name__ == "__main__":
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # the pipe says when
    main()
