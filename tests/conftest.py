"""What every test has: real PostgreSQL, real Valkey, people of each role, and clients that speak as them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

BROWSER, ARCHITECTURE = (Path(__file__).parent / each for each in ("browser", "architecture"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files of few and long tests begin first, so that none is left to one core at the end (`--no-loadscope-reorder`)."""
    items.sort(key=lambda item: not item.path.is_relative_to(ARCHITECTURE) and not item.path.is_relative_to(BROWSER))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    from django.db import connection

    from tests.databases import migrated

    connection.settings_dict["TEST"]["TEMPLATE"] = migrated()


@pytest.fixture(scope="session", autouse=True)
def one_stack() -> Iterator[None]:
    """A client costs nothing to make."""
    from tests.stack import load_once

    with pytest.MonkeyPatch.context() as patch:
        load_once(patch)
        yield


@pytest.fixture(autouse=True)
def empty_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """No test sees what another remembered."""
    from django.core.cache import cache

    cache.clear()
    yield


class Caller:
    """Calls the API as a person or program, with JSON in and out."""

    def __init__(self, user: Any, *scopes: str) -> None:
        from django.test import Client

        from tests.factories import token

        self.client, self.user = Client(), user
        self.headers = {"Authorization": f"Bearer {token(user, *scopes)}"} if user else {}

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        extra: dict[str, Any] = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(self.client, method)(path, headers={**self.headers, **headers}, **extra)

    def get(self, path: str, **headers: str) -> Any:
        return self("get", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self("post", path, body, **headers)

    def patch(self, path: str, body: Any, version: int | str | None = None, **headers: str) -> Any:
        return self("patch", path, body, **headers, **({"If-Match": f'"{version}"'} if version is not None else {}))


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """For the tests of a module, a portal with something in every room; what one of them writes goes with it."""
    from tests.databases import world

    with django_db_blocker.unblock(), world():
        yield


@pytest.fixture
def people(db: None) -> dict[str, Any]:
    """One of each role, and a partner editor of another organisation."""
    from devo_portal.core.models import Role
    from tests.factories import person

    return {
        "reader": person(Role.READER),
        "officer": person(Role.OFFICER),
        "secretary": person(Role.SECRETARY),
        "administrator": person(Role.ADMINISTRATOR),
        "haringey": person(Role.PARTNER_EDITOR, "Haringey"),
        "hackney": person(Role.PARTNER_EDITOR, "Hackney"),
    }


@pytest.fixture
def call(people: dict[str, Any]) -> Any:
    """`call("officer").get("/api/v1/pilots/")`; `call(None)` is anonymous."""
    return lambda role, *scopes: Caller(people[role] if role else None, *scopes)


@pytest.fixture
def browse(people: dict[str, Any]) -> Any:
    """A signed-in page client: `browse("officer").get("/pilots/")`."""
    from django.test import Client

    def signed_in(role: str | None) -> Client:
        client = Client()
        if role:
            client.force_login(people[role])
            if role == "administrator":
                session = client.session
                session["second_factor"] = str(people[role].pk)
                session.save()
        return client

    return signed_in
