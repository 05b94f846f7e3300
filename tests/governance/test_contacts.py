"""What stays as it is on a clearance, and who may read whose address."""

from tests.governance.test_clearances import DAY, clearance, mou, rule  # noqa: F401  # a fixture is used by its name


def test_the_holders_address_is_for_those_who_may_remind(call, browse, mou):  # noqa: F811
    held = clearance(mou, asked_on=DAY, contact="private@example.test")
    assert call("officer").get(f"/api/v1/clearances/{held.pk}/").json()["contact"] == "private@example.test"
    for role in ("reader", "haringey"):
        assert "private@example.test" not in call(role).get(f"/api/v1/clearances/{held.pk}/").content.decode()
        assert "private@example.test" not in browse(role).get(f"/clearances/{held.pk}/").content.decode()


def test_what_was_asked_for_stays_in_the_way_until_it_is_given(call, mou):  # noqa: F811
    held = clearance(mou, asked_on=DAY)
    path = f"/api/v1/clearances/{held.pk}/"
    assert rule(call("officer").patch(path, {"blocking": False, "reason": "In a hurry."}, 1)) == "/problems/clearance-asked"
    assert call("officer").patch(path, {"asked_on": None, "reason": "x"}, 1).status_code == 400


def test_a_new_clearance_blocks_unless_somebody_says_otherwise(browse):
    assert browse("officer").get("/clearances/new/").context["form"]["blocking"].value() is True
