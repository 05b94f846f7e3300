from typing import Any

import pytest

from tests import world


@pytest.fixture
def people(filled: None, db: None) -> dict[str, Any]:
    """In these tests, the people of a portal with something in every room."""
    return world.people()
