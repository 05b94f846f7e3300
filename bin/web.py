"""The web server: granian over Django. One definition for the demo, the container and a service manager.

HOST, PORT, WEB_WORKERS and WEB_THREADS say where it listens and how wide it is.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels


def main() -> None:
    Granian(
        "devo_portal.wsgi:application",
        address=os.environ.get("HOST") or "127.0.0.1",
        port=int(os.environ.get("PORT") or "8000"),
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("WEB_WORKERS") or "2"),
        blocking_threads=int(os.environ.get("WEB_THREADS") or "4"),
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=5,  # seconds that a worker has to finish its requests when the server is asked to stop
    ).serve()


if __name__ == "__main__":
    main()
