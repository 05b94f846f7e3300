"""Addresses of people who did not give them to everybody."""

from tests.governance.test_clearances import DAY, clearance, mou  # noqa: F401  # a fixture is used by its name


def test_the_holders_address_is_for_those_who_may_remind(call, browse, mou):  # noqa: F811
    held = clearance(mou, asked_on=DAY, contact="private@example.test")
    assert call("officer").get(f"/api/v1/clearances/{held.pk}/").json()["contact"] == "private@example.test"
    for role in ("reader", "haringey"):
        assert "private@example.test" not in call(role).get(f"/api/v1/clearances/{held.pk}/").content.decode()
        assert "private@example.test" not in browse(role).get(f"/clearances/{held.pk}/").content.decode()
