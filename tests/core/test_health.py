"""Health, metrics, logs and error pages, with the servers up and down."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.test import Client, override_settings

ROOT = Path(__file__).resolve().parents[2]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(url, **headers):
    """(status, headers, body), whatever the status."""
    try:
        answer = urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.status, answer.headers, answer.read().decode()


@contextmanager
def portal(log, **environment):
    """The production web server in a process of its own; answers its address once it is live."""
    port = free_port()
    with log.open("wb") as out:
        env = {**os.environ, "PORT": str(port), "WEB_WORKERS": "2", **environment}
        process = subprocess.Popen([sys.executable, "bin/web.py"], cwd=ROOT, env=env, stdout=out, stderr=out)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                if fetch(f"{address}/health/live")[0] == 200:
                    break
            except OSError:
                assert process.poll() is None, log.read_text()
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module")
def without_database(tmp_path_factory):
    """A portal whose database is not there."""
    log = tmp_path_factory.mktemp("down") / "web.log"
    with portal(log, DATABASE_URL="postgresql://nobody@127.0.0.1:1/none") as address:
        yield address, log


def test_all_is_well_where_both_servers_answer(db):
    answer = Client().get("/health/ready")
    assert (answer.status_code, answer.json()["parts"]) == (200, {"database": "ok", "cache": "ok"})


def test_live_and_ready_differ_when_the_database_is_down(without_database):
    address, _ = without_database
    assert fetch(f"{address}/health/live")[0] == 200
    status, _, body = fetch(f"{address}/health/ready")
    assert status == 503
    assert json.loads(body)["parts"] == {"database": "down", "cache": "ok"}


def test_ready_says_which_part_is_down_when_the_cache_is(tmp_path):
    dead = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "REDIS_URL": f"unix://{tmp_path}/none.sock"}
    with portal(tmp_path / "web.log", **dead) as address:
        status, _, body = fetch(f"{address}/health/ready")
    assert status == 503
    assert json.loads(body)["parts"] == {"database": "down", "cache": "down"}


def test_a_page_without_its_database_is_still_a_page_of_the_portal(without_database):
    address, _ = without_database
    status, _, body = fetch(f"{address}/pilots/", Cookie="sessionid=abcdefghijklmnopqrstuvwxyz123456")
    assert status == 503
    assert "portal-header" in body
    assert "The database does not answer" in body
    assert "Traceback" not in body


def test_the_api_without_its_database_is_a_problem_document(without_database):
    address, _ = without_database
    status, headers, body = fetch(f"{address}/api/v1/pilots/", Authorization="Bearer x")
    assert (status, headers["Content-Type"]) == (503, "application/problem+json")
    assert json.loads(body)["request_id"] == headers["X-Request-ID"]


def test_logs_are_json_and_carry_the_id_that_the_caller_sees(without_database):
    address, log = without_database
    _, headers, body = fetch(f"{address}/api/v1/pilots/", Authorization="Bearer x", **{"X-Request-ID": "partner-0042"})
    assert headers["X-Request-ID"] == "partner-0042"
    assert json.loads(body)["request_id"] == "partner-0042"
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    mine = [line for line in lines if line["request_id"] == "partner-0042" and line["logger"] == "devo_portal.access"]
    assert [(line["status"], line["path"]) for line in mine] == [(503, "/api/v1/pilots/")]


def test_a_request_id_that_could_break_a_log_is_not_taken(db):
    answer = Client().get("/health/live", headers={"X-Request-ID": 'x"} {"level": "FORGED'})
    assert len(answer["X-Request-ID"]) == 32


# --- Metrics ----------------------------------------------------------------------------------------------------------
def test_metrics_are_for_those_who_hold_the_token(db, browse):
    with override_settings(METRICS_TOKEN="of this test"):
        assert Client().get("/metrics").status_code == 401
        assert Client().get("/metrics", headers={"Authorization": "Bearer guess"}).status_code == 401
        assert browse("officer").get("/metrics").status_code == 401
        assert Client().get("/metrics", headers={"Authorization": "Bearer of this test"}).status_code == 200
    assert browse("administrator").get("/metrics").status_code == 200
    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 401, "an empty token is no token"


def test_metrics_count_what_every_worker_answered(tmp_path):
    (tmp_path / "metrics").mkdir()
    with portal(
        tmp_path / "web.log",
        DATABASE_URL="postgresql://nobody@127.0.0.1:1/none",
        PROMETHEUS_MULTIPROC_DIR=str(tmp_path / "metrics"),
        METRICS_TOKEN="of-this-test",
    ) as address:
        for _ in range(40):
            fetch(f"{address}/accessibility/nothing")
        _, _, body = fetch(f"{address}/metrics", Authorization="Bearer of-this-test")
    counted = [line for line in body.splitlines() if line.startswith("portal_http_requests_total") and 'status="404"' in line]
    assert len(counted) == 1
    assert float(counted[0].split()[-1]) == 40


# --- Error pages ------------------------------------------------------------------------------------------------------
def test_refusals_are_pages_of_the_portal(browse):
    for path, status, said in (
        ("/nothing/", 404, "There is no such page"),
        ("/pilots/?nonsense=1", 400, "nonsense"),
        ("/pilots/new/", 403, "You may not create and change pilots"),
    ):
        answer = browse("reader").get(path)
        assert (path, answer.status_code) == (path, status)
        assert said in answer.content.decode()
        assert "portal-header" in answer.content.decode()
        assert status == 400 or answer["X-Request-ID"] in answer.content.decode()  # a question mistaken needs no help from us


def test_a_fault_of_ours_is_a_page_that_asks_no_server(people, rf, monkeypatch, django_assert_num_queries):
    from devo_portal import urls

    request = rf.get("/pilots/")
    with django_assert_num_queries(0):
        answer = urls.handler500(request)
    assert answer.status_code == 500
    assert "The fault is ours" in answer.content.decode()


# --- What a browser is told -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", ["/", "/pilots/", "/roles/", "/admin/", "/admin/core/organisation/add/", "/api/v1/docs/", "/accounts/2fa/"])
def test_every_page_has_a_policy_and_no_inline_script_or_style(browse, path):
    import re

    answer = browse("administrator").get(path)
    assert answer.status_code == 200
    policy = answer["Content-Security-Policy"]
    page = answer.content.decode()
    assert "unsafe" not in policy
    assert not re.search(r"<style|\sstyle=|\son\w+=\"", page)
    for tag in re.findall(r"<script[^>]*>", page):
        assert "src=" in tag or 'type="application/json"' in tag, tag
    for given in re.findall(r'nonce="([^"]*)"', page):
        assert f"'nonce-{given}'" in policy
