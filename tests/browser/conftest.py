"""A whole portal for the browser: the production web server and a worker over the test database, with the seed in it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.databases import url_of, world
from tests.factories import session_of

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the thread that asks Django


@dataclass
class Portal:
    address: str
    people: dict[str, Any]
    browser: Any
    contexts: list[Any] = field(default_factory=list)

    def open(self, role: str | None = None, width: int = 1280, **options: Any) -> Any:
        """A new page of a browser of its own, signed in as one of `people` where a role is given."""
        context = self.browser.new_context(viewport={"width": width, "height": 900}, base_url=self.address, **options)
        if role:
            context.add_cookies([{"name": "sessionid", "value": session_of(self.people[role]), "url": self.address}])
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        return context.new_page()

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        self.contexts.clear()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(answers: Callable[[], bool], what: str, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not answers():
        assert time.monotonic() < deadline, f"{what} did not come up in {seconds} s"
        time.sleep(0.1)


def ready(address: str) -> bool:
    try:
        return bool(urllib.request.urlopen(f"{address}/health/ready", timeout=2).status == 200)
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """`server()` answers the address of the portal; the first who asks starts the web server, for all modules.

    Its database is gone and back, under one name, from module to module: it connects anew, as it would after a failover.
    """
    processes: list[Any] = []
    port = free_port()

    def address() -> str:
        if not processes:
            command = ["granian", "--interface", "wsgi", "--port", str(port), "devo_portal.wsgi:application"]
            processes.append(over_the_test_database(command, tmp_path_factory.mktemp("logs") / "web"))
        return f"http://127.0.0.1:{port}"

    yield address
    end(*processes)


@pytest.fixture(scope="module")
def portal(
    django_db_setup: None, django_db_blocker: Any, chromium: Any, server: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Portal]:
    """The seed programme and one of each role, in a database of this module's own; a web server and a worker over it.

    The worker ends with the module: other tests have workers of their own, and one queue.
    """
    with django_db_blocker.unblock():
        use_the_test_database()
        with world() as people:
            opened = Portal(server(), people, chromium)
            command = ["celery", "-A", "devo_portal", "worker", "--pool", "solo", "--loglevel", "warning"]
            worker = over_the_test_database(command, tmp_path_factory.mktemp("logs") / "worker")
            until(lambda: ready(opened.address), "the portal")
            yield opened
            opened.close()
            end(worker)


def use_the_test_database() -> None:
    """pytest-django makes one only where a selected test asks for `db`; without it, the database here is a real one."""
    from django.db import connection
    from django.test.utils import setup_databases

    if not str(connection.settings_dict["NAME"]).startswith("test_"):
        setup_databases(verbosity=0, interactive=False, keepdb=True)
    assert str(connection.settings_dict["NAME"]).startswith("test_")


def over_the_test_database(command: list[str], log: Path) -> Any:
    from django.db import connection

    environment = {**os.environ, "DATABASE_URL": url_of(str(connection.settings_dict["NAME"]))}
    return subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=environment, stdout=log.open("wb"), stderr=subprocess.STDOUT)


def end(*processes: Any) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait(20)


@pytest.fixture(autouse=True)
def tidy(portal: Portal) -> Iterator[None]:
    yield
    portal.close()


def axe(page: Any) -> list[str]:
    """What axe finds against WCAG 2.2 AA on the page as it stands: `rule: selector`."""
    page.evaluate(AXE.read_text())  # as the developer's console would: the page's policy lets in no other script
    found = page.evaluate("() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})")
    return [f"{each['id']}: {node['target']} {node['failureSummary']}" for each in found["violations"] for node in each["nodes"]]
