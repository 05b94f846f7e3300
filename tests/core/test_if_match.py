"""What a write says of the version that it is made on: `*` says none, and one that is no more is told before any rule of the domain."""

import pytest

from tests import world
from tests.architecture.routes import api_lists

WORDS = "Send the ETag of the version that you read."


@pytest.fixture
def people(filled, db):
    return world.people()


def _writes(people):
    """`(method, path, version)` for every write of one record in the API."""
    for plural, viewset in api_lists():
        rows = viewset.read.list(people["administrator"], {"limit": "1"})["results"]
        if not rows:
            continue
        path = f"/api/v1/{plural}/{rows[0]['id']}/"
        for name, method in (("update", "put"), ("partial_update", "patch"), ("destroy", "delete")):
            if hasattr(viewset, name):
                yield method, path, rows[0]["version"]
        for act in viewset.get_extra_actions():
            if act.detail and "post" in act.mapping:
                yield "post", f"{path}{act.url_path}/", rows[0]["version"]


def test_any_version_is_no_version_on_every_write(call, people):
    caller, wrong, writes = call("administrator"), [], list(_writes(people))
    for method, path, _ in writes:
        for headers in ({}, {"If-Match": "*"}, {"If-Match": " * "}):
            answer = caller(method, path, {}, **headers)
            said = answer.json() if answer["Content-Type"] == "application/problem+json" else {}
            if answer.status_code != 428 or not said.get("detail", "").endswith(WORDS.removeprefix("Send ")) or WORDS[5:] not in said["detail"]:
                wrong.append((method, path, headers, answer.status_code, said.get("detail")))
    assert not wrong, wrong
    assert len(writes) > 100


def test_a_stale_version_is_told_before_any_rule(call, people):
    caller, wrong = call("administrator"), []
    for method, path, version in _writes(people):
        if method in ("delete", "post"):
            body = {} if method == "post" else {"reason": ""}
            answer = caller(method, path, body, **{"If-Match": f'"{version + 7}"'})
            takes_more = answer.status_code == 400 and method == "post"  # the body of a verb is read first
            if answer.status_code != 412 and not takes_more:
                wrong.append((method, path, answer.status_code, answer.content[:200]))
            if answer.status_code == 412 and not answer["ETag"].startswith(f'"{version}'):
                wrong.append((method, path, answer["ETag"]))
    assert not wrong, wrong
