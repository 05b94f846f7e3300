"""The whole portal on one machine: servers, data, web server, worker and scheduler, until Ctrl-C.

`make demo` runs bin/prepare.py first, then this, in `.venv`.
"""

import contextlib
import ctypes
import fcntl
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import Any, NoReturn

from prepare import ROOT, Step, stop

VAR = ROOT / "var"
LOGS = VAR / "log"
PORT = os.environ.get("PORT") or "8000"
ADDRESS = f"http://127.0.0.1:{PORT}"
NEWEST_NEEDED = 180000  # PostgreSQL 18, which has uuidv7()


class Stopped(BaseException):
    """Somebody asked the demo to end."""


def dies_with_us() -> None:
    """In a child, before it runs: the kernel ends it when the launcher dies (Linux only; elsewhere `main` must)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


class Processes:
    """What the demo started. Each in a session of its own, so that Ctrl-C reaches the launcher alone, which ends them in order."""

    def __init__(self) -> None:
        self.started: list[tuple[str, subprocess.Popen[Any]]] = []

    def start(self, name: str, command: list[str], **extra: Any) -> "subprocess.Popen[Any]":
        with (LOGS / f"{name}.log").open("wb") as log:
            out = {"stdout": log, "stderr": log, "stdin": subprocess.DEVNULL, **extra}
            process = subprocess.Popen(command, cwd=ROOT, start_new_session=True, preexec_fn=dies_with_us, **out)
        self.started.append((name, process))
        return process

    def check(self) -> None:
        """One that ended by itself ends the demo, with its last words."""
        for name, process in self.started:
            if process.poll() is not None:
                last = (LOGS / f"{name}.log").read_text(errors="replace").strip()[-1500:]
                stop(f"The {name} process ended with status {process.returncode}; its last words, from var/log/{name}.log:\n{last}")

    def end(self) -> None:
        """Ask all but the servers to end, wait, insist; then the servers, who have nobody left to serve."""
        serving = [process for name, process in self.started if name != "servers"]
        keepers = [process for name, process in self.started if name == "servers"]
        for process in serving:
            _signal(process, signal.SIGTERM)
        _wait(serving, 8)
        for process in keepers:
            if process.stdin:
                process.stdin.close()
        _wait(keepers, 15)


def _signal(process: "subprocess.Popen[Any]", number: signal.Signals, *, group: bool = False) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number) if group else process.send_signal(number)


def _wait(processes: "list[subprocess.Popen[Any]]", seconds: float) -> None:
    until = time.monotonic() + seconds
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, until - time.monotonic()))
        _signal(process, signal.SIGKILL, group=True)  # it, where it does not listen, and any child that it left
        process.wait()


def one_at_a_time() -> Any:
    """Two demos of one checkout would share a database and a broker. Held until the process ends."""
    lock = (VAR / "demo.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.seek(0)
        stop(f"A demo of this checkout runs already, as process {lock.read().strip()}: stop that one first.")
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def start_servers(processes: Processes) -> None:
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return
    with Step("Starting PostgreSQL and Valkey"):
        keeper = processes.start("servers", [sys.executable, "bin/servers.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        said = keeper.stdout.readline() if keeper.stdout else b""
        if not said:
            keeper.wait()
            processes.check()
        os.environ.update(json.loads(said))


def check_database() -> None:
    import psycopg2

    try:
        connection = psycopg2.connect(os.environ["DATABASE_URL"], connect_timeout=5)
    except psycopg2.Error as error:
        said = str(error).strip().splitlines()[0]
        stop(f"PostgreSQL will not let the portal in ({said}): correct DATABASE_URL, or unset it to use the demo's own server.")
    version = connection.server_version
    connection.close()
    if version < NEWEST_NEEDED:
        stop(f"DATABASE_URL names PostgreSQL {version // 10000}: the portal needs PostgreSQL 18 or newer; name such a server, or unset DATABASE_URL.")


def kept() -> dict[str, Any]:
    """What one checkout's demos share: the password of its accounts, and a token."""
    path = VAR / "demo.json"
    known: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    known.setdefault("password", "-".join(secrets.token_hex(2) for _ in range(4)))
    return known


def keep(known: dict[str, Any]) -> None:
    path = VAR / "demo.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps(known))


def fill(known: dict[str, Any]) -> list[tuple[str, str]]:
    """Migrate, load the programme, keep the accounts. Answers each account's address and role."""
    with Step("Starting Django"):
        import django
        from django.core.management import CommandError, call_command

        django.setup()
    with Step("Bringing the database's tables up to date"):
        call_command("migrate", verbosity=0)
    if os.environ.get("DEMO_SEED", "1") != "0":
        with Step("Loading the programme"):
            call_command("load_programme", verbosity=0)
    from devo_portal.core import demo

    with Step("Keeping the demo accounts"):
        people = demo.keep_accounts(known["password"])
        known["token"] = demo.keep_token(known.get("token", ""))
        keep(known)
    if estates := os.environ.get("ESTATES"):
        print(f"  Importing {estates}", flush=True)
        try:
            call_command("import_estates", estates)
        except CommandError as error:
            stop(f"{error}")
    from django.db import connections

    connections.close_all()
    return people


def serve(processes: Processes) -> None:
    metrics = VAR / "metrics"
    shutil.rmtree(metrics, ignore_errors=True)
    metrics.mkdir()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(metrics)
    celery = [sys.executable, "-m", "celery", "-A", "devo_portal"]
    with Step("Starting the web server, the worker and the scheduler"):
        processes.start("web", [sys.executable, "bin/web.py"])
        processes.start("worker", [*celery, "worker", "--loglevel=info", "--concurrency=1", "--without-mingle", "--without-gossip"])
        processes.start("beat", [*celery, "beat", "--loglevel=info", "--schedule", str(VAR / "beat-schedule"), "--pidfile="])
        until = time.monotonic() + 60
        while not ready():
            processes.check()
            if time.monotonic() > until:
                stop("The portal was not ready within a minute: var/log/web.log says why.")
            time.sleep(0.1)


def ready() -> bool:
    try:
        with urllib.request.urlopen(f"{ADDRESS}/health/ready", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def welcome(people: list[tuple[str, str]], known: dict[str, Any], seconds: float) -> None:
    print(f"\nThe portal is up after {seconds:.0f} s.\n\naddress: {ADDRESS}/")
    for email, role in people:
        print(f"  {email:<22}{role}")
    print(f"password: {known['password']}")
    print("  (the same for each; an administrator is led through setting up an authenticator app at the first sign-in)")
    print(f'\nThe API, as the client demo-officer, who may write:\n  curl -H "Authorization: Bearer {known["token"]}" {ADDRESS}/api/v1/pilots/')
    print("  `.venv/bin/python manage.py api_token demo-haringey` prints a token of the other client.")
    print("\nLogs are in var/log/. Ctrl-C stops everything.", flush=True)


def main(began: float) -> None:
    VAR.mkdir(exist_ok=True)
    LOGS.mkdir(exist_ok=True)
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "devo_portal.settings")
    os.environ.setdefault("PORTAL_ADDRESS", ADDRESS)
    held = one_at_a_time()
    processes = Processes()
    try:
        start_servers(processes)
        check_database()
        known = kept()
        people = fill(known)
        serve(processes)
        welcome(people, known, time.monotonic() - began)
        while True:
            time.sleep(1)
            processes.check()
    except Stopped:
        print("\nStopping ...", end="", flush=True)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # asked once is enough
        processes.end()
        held.close()
    print(" everything has stopped.")


def asked_to_stop(*_: Any) -> NoReturn:
    raise Stopped


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, asked_to_stop)
    main(time.monotonic())
