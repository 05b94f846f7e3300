"""`make demo`: its refusals in one sentence, its accounts, and that it leaves no process behind."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

import psutil
import pytest
from allauth.idp.oidc.models import Token
from django.db import connection
from django.test import Client

from devo_portal.core import demo
from devo_portal.core.models import Membership, Organisation, User
from tests.databases import migrated

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "weather-lamp-otter-42"


# --- What it refuses --------------------------------------------------------------------------------------------------
def prepare(**environment):
    """bin/prepare.py on its own, where it stops before any work."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL", "PORT", "ESTATES")}
    command = [sys.executable, "bin/prepare.py", "demo"]
    return subprocess.run(command, cwd=ROOT, env={**kept, **environment}, capture_output=True, text=True, timeout=60)


def one_sentence(done):
    assert done.returncode == 1
    said = done.stderr.strip()
    assert "Traceback" not in said
    assert said.startswith("Cannot go on. ")
    assert "\n" not in said
    return said


def test_a_taken_port_is_said_and_another_named():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = one_sentence(prepare(PORT=str(port)))
    assert f"Port {port} is taken" in said
    assert f"make demo PORT={port + 1}" in said


@pytest.mark.parametrize("port", ["abc", "0", "70000"])
def test_a_port_must_be_a_port(port):
    assert f"PORT is `{port}`" in one_sentence(prepare(PORT=port))


def test_a_missing_npm_is_said(tmp_path):
    (tmp_path / "node").symlink_to(shutil.which("node"))
    assert "There is no `npm`: install Node.js 20" in one_sentence(prepare(PATH=str(tmp_path)))


def test_an_old_node_is_said(tmp_path):
    for name, words in (("node", "#!/bin/sh\necho v18.19.0\n"), ("npm", "#!/bin/sh\n")):
        (tmp_path / name).write_text(words)
        (tmp_path / name).chmod(0o755)
    assert "This is Node.js v18.19.0: install Node.js 20" in one_sentence(prepare(PATH=f"{tmp_path}:{os.environ['PATH']}"))


def test_an_unreachable_server_is_said():
    port = str(_free_port())
    assert "PostgreSQL does not answer at 127.0.0.1:1 " in one_sentence(prepare(PORT=port, DATABASE_URL="postgresql://a:b@127.0.0.1:1/c"))
    assert "DATABASE_URL is not an address of PostgreSQL" in one_sentence(prepare(PORT=port, DATABASE_URL="mysql://127.0.0.1/c"))
    assert "Redis or Valkey does not answer at 127.0.0.1:1 " in one_sentence(prepare(PORT=port, REDIS_URL="redis://127.0.0.1:1/0"))


def test_a_missing_estates_file_is_said():
    assert "There is no file nothing.csv" in one_sentence(prepare(ESTATES="nothing.csv"))


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# --- Its accounts and clients -----------------------------------------------------------------------------------------
def test_demo_accounts_sign_in_with_the_one_password(db):
    people = demo.keep_accounts(PASSWORD)
    assert [email for email, _ in people] == [email for email, *_ in demo.ACCOUNTS]
    for email, _ in people:
        client = Client()
        answer = client.post("/accounts/login/", {"login": email, "password": PASSWORD})
        assert (email, answer.status_code) == (email, 302)
    haringey = Membership.objects.get(user__email="haringey@demo.test")
    assert (haringey.role, haringey.organisation.gss_code) == ("partner_editor", demo.HARINGEY)


def test_a_second_demo_changes_no_data(db):
    demo.keep_accounts(PASSWORD)
    token = demo.keep_token("")
    before = [list(model.objects.order_by("pk").values()) for model in (User, Membership, Organisation, Token)]
    demo.keep_accounts(PASSWORD)
    assert demo.keep_token(token) == token
    assert before == [list(model.objects.order_by("pk").values()) for model in (User, Membership, Organisation, Token)]


def test_demo_accounts_are_not_made_in_production(db, settings):
    settings.PRODUCTION = True
    with pytest.raises(PermissionError, match="not for production"):
        demo.keep_accounts(PASSWORD)
    assert not User.objects.exists()


def test_demo_clients_may_what_their_owners_may(db):
    demo.keep_accounts(PASSWORD)
    assert User.objects.filter(is_client=True).count() == 2
    program = User.objects.get(email="demo-haringey@clients.demo.test")
    assert not program.has_usable_password()
    assert {each.role for each in program.memberships.all()} == {"partner_editor"}


# --- The whole of it --------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def own_database(django_db_setup, django_db_blocker):
    """A database of this test's own on the suite's server; answers its address."""
    name = f"demo_{os.getpid()}"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{migrated()}"')  # by the same command as the demo's, from an empty one
        given = connection.get_connection_params()
    where = {key: quote(str(given.get(key) or ""), safe="") for key in ("user", "password", "host", "port")}
    yield f"postgresql://{where['user']}:{where['password']}@/{name}?host={where['host']}" + (f"&port={where['port']}" if where["port"] else "")
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def checkout(tmp_path):
    """This checkout as another folder sees it, with a `var` of its own and a space in its name."""
    folder = tmp_path / "a portal"
    folder.mkdir()
    for path in ROOT.iterdir():
        if path.name not in ("var", ".git", "bin"):
            (folder / path.name).symlink_to(path)
    shutil.copytree(ROOT / "bin", folder / "bin")
    (folder / "var").mkdir()
    return folder


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_demo_serves_until_it_is_asked_to_stop_and_leaves_no_process(own_database, checkout, asked):
    port = _free_port()
    env = {**os.environ, "DATABASE_URL": own_database, "PORT": str(port), "DEMO_SEED": "0" if asked != signal.SIGINT else "1"}
    with (checkout / "out").open("wb") as out:
        process = subprocess.Popen([sys.executable, "bin/demo.py"], cwd=checkout, env=env, stdout=out, stderr=out)
    try:
        said = _until_up(process, checkout / "out")
        children = psutil.Process(process.pid).children(recursive=True)
        assert len(children) >= 3
        bearer = re.search(r'curl -H "Authorization: (Bearer \w+)" (\S+)', said)
        answer = urllib.request.urlopen(urllib.request.Request(bearer[2], headers={"Authorization": bearer[1]}), timeout=10)
        assert "results" in json.loads(answer.read())
        assert re.search(r"^password: \S+$", said, re.MULTILINE)
        assert f"address: http://127.0.0.1:{port}/" in said
    finally:
        process.send_signal(asked)
        assert process.wait(30) == 0
    assert not psutil.wait_procs(children, timeout=5)[1]


def _until_up(process, out):
    for _ in range(3000):  # a busy machine may take minutes over the tables
        said = out.read_text()
        if "Ctrl-C stops everything" in said:
            return said
        assert process.poll() is None, said
        time.sleep(0.1)
    raise AssertionError(out.read_text())
