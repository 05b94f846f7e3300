"""Every route for every role: what opens, what is refused, and what does not exist."""

from devo_portal.core.policy import can
from tests.architecture.routes import IMPORTS, OPEN, POSTED, WRITES, address, api_lists, pages

ROLES = ["reader", "haringey", "hackney", "secretary", "officer", "administrator"]


def test_every_page_that_writes_is_named_with_its_permission():
    assert set(WRITES) | IMPORTS | POSTED | OPEN <= set(pages())
    unnamed = [name for name in pages() if name.split("-")[-1] in ("create", "edit", "new", "rate") and name not in WRITES]
    assert not unnamed


def test_nobody_reads_without_signing_in(browse, call, people):
    for name in pages():
        path, _ = address(name)
        answer = browse(None).get(path)
        if name in OPEN:
            assert answer.status_code == 200, path
        else:
            assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/"), path
    for plural, _ in api_lists():
        for path in (f"/api/v1/{plural}/", f"/api/v1/{plural}/01a20080-94d3-7764-868d-265fb93b013a/"):
            answer = call(None).get(path)
            assert answer.status_code == 401, path
            assert answer["Content-Type"] == "application/problem+json"


def test_pages_open_to_those_who_may(browse, people):
    wrong = []
    for role in ROLES:
        client, user = browse(role), people[role]
        for name in pages():
            if name in POSTED:
                continue
            path, record = address(name)
            if name in IMPORTS:
                expected = 200 if role in ("officer", "administrator") else 404
            elif name in WRITES:
                hidden = name.startswith("estates:import-") and can(user, WRITES[name])  # an import of another body is not there
                expected = 200 if can(user, WRITES[name], record) else 404 if hidden else 403
            else:
                expected = 200
            if (got := client.get(path).status_code) != expected:
                wrong.append((role, path, got, expected))
    assert not wrong


def test_api_reads_are_the_same_for_all_but_imports(call, people):
    for role in ROLES:
        caller = call(role)
        for plural, viewset in api_lists():
            listing = caller.get(f"/api/v1/{plural}/")
            assert listing.status_code == 200, (plural, listing.content)
            if plural in ("imports", "column-mappings") and role not in ("officer", "administrator"):
                assert listing.json()["results"] == []
                continue
            first = viewset.read.list(people[role], {"limit": "1"})["results"][0]
            item = caller.get(f"/api/v1/{plural}/{first['id']}/")
            assert item.status_code == 200, (plural, item.content)
            again = caller.get(f"/api/v1/{plural}/{first['id']}/", **{"If-None-Match": item["ETag"]})
            assert (again.status_code, again.content) == (304, b""), plural


def test_what_a_reader_may_not_write_is_refused_before_the_body_is_read(call, people):
    caller = call("reader")
    for plural, viewset in api_lists():
        if hasattr(viewset, "create"):
            assert caller.post(f"/api/v1/{plural}/", {"nonsense": 1}).status_code == 403, plural
        if hasattr(viewset, "partial_update"):
            first = viewset.read.list(people["reader"], {"limit": "1"})["results"][0]
            assert caller.patch(f"/api/v1/{plural}/{first['id']}/", {}, 1).status_code == 403, plural


def test_a_token_without_the_scope_cannot_write(call, people):
    from devo_portal.core.accounts import READ

    answer = call("officer", READ).post("/api/v1/pilots/", {"name": "x", "theme": "estates", "summary": "s"})
    assert answer.status_code == 403
    assert "portal:write" in answer.json()["detail"]


def test_writes_need_the_version_that_was_read(call, people):
    caller = call("administrator")
    for plural, viewset in api_lists():
        if not hasattr(viewset, "partial_update"):
            continue
        first = viewset.read.list(people["administrator"], {"limit": "1"})["results"][0]
        path = f"/api/v1/{plural}/{first['id']}/"
        assert caller.patch(path, {}).status_code == 428, plural
        stale = caller.patch(path, {}, first["version"] + 7)
        assert stale.status_code == 412, (plural, stale.content)
        assert stale["ETag"].startswith(f'"{first["version"]}'), plural
