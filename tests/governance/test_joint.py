"""Posts and processes that bodies share so that regulation is joined up."""

import pytest

from governance.models import JointArrangement
from tests.factories import organisation
from tests.governance.conftest import commitment
from tests.governance.test_writes import as_form

PLURAL = "/api/v1/joint-arrangements/"


@pytest.fixture
def body(world):
    regulation = commitment("REG-1", agreement=world.mou, theme="regulation")
    return {
        "commitment": str(regulation.pk),
        "kind": "appointment",
        "name": "Regional director",
        "person": "As named in the paper",
        "bodies": [str(organisation(name, "national").pk) for name in ("NHS England", "NHS Improvement")],
        "starts": "2017-11",
    }


def test_a_post_is_kept_with_its_bodies_and_its_dates_as_known(call, browse, body):
    made = call("officer").post(PLURAL, body)
    assert made.status_code == 201, made.content
    said = made.json()
    assert (said["kind_label"], said["person"], said["ends"]) == ("Joint appointment", "As named in the paper", None)
    assert said["starts"] == {"date": "2017-11", "precision": "month", "text": "November 2017"}
    assert [each["name"] for each in said["bodies"]] == ["NHS England", "NHS Improvement"]
    under = call("reader").get(f"/api/v1/commitments/{body['commitment']}/").json()["joint_arrangements"]
    assert [each["name"] for each in under] == ["Regional director"]
    assert "Regional director" in browse("reader").get(f"/commitments/{body['commitment']}/").content.decode()
    page = browse("reader").get(f"/joint-arrangements/{said['id']}/").content.decode()
    assert "Joint appointment of 2 bodies, from November 2017; held by As named in the paper." in page


def test_it_is_changed_by_page_and_told_in_its_history(call, browse, body):
    made = call("officer").post(PLURAL, body).json()
    client, where = browse("officer"), f"/joint-arrangements/{made['id']}/edit/"
    page = client.get(where)
    three = [*body["bodies"], str(organisation("Care Quality Commission", "national").pk)]
    done = client.post(where, as_form(page, ends="2019", bodies=three, reason="A third joins."))
    assert done.status_code == 302, done.context["form"].errors
    act = client.get(f"/joint-arrangements/{made['id']}/").context["history"][0]
    assert act["reason"] == "A third joins."
    assert {"field": "body", "label": "Body", "before": "", "after": "Care Quality Commission"} in act["changes"]
    assert call("officer").patch(made["url"], {"summary": "s"}, 2).json()["ends"]["date"] == "2019"


def test_bad_input_is_refused(call, browse, world, body):
    officer = call("officer")
    for name, value in (
        ("bodies", body["bodies"][:1]),
        ("bodies", [body["bodies"][0]] * 2),
        ("bodies", []),
        ("commitment", str(world.commitment.pk)),
        ("kind", "friendship"),
        ("name", ""),
        ("starts", "31 February 2018"),
    ):
        answer = officer.post(PLURAL, {**body, name: value})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"].split("/")[1]) == (400, name), (name, answer.content)
    assert officer.post(PLURAL, {**body, "kind": "process"}).status_code == 400  # only a post is held by a person
    early = officer.post(PLURAL, {**body, "ends": "2017-10"})
    assert (early.status_code, early.json()["type"]) == (409, "/problems/dates-out-of-order")
    refused = browse("officer").post("/joint-arrangements/new/", {**body, "ends": "October 2017"})
    assert (refused.status_code, "dates out of order" in refused.content.decode()) == (409, True)
    assert browse("officer").post("/joint-arrangements/new/", {**body, "bodies": body["bodies"][:1]}).status_code == 422
    assert not JointArrangement.objects.exists()


def test_it_is_the_programmes_to_keep(call, browse, body):
    made = call("officer").post(PLURAL, body).json()
    for role in ("reader", "haringey", "secretary"):
        assert call(role).post(PLURAL, body).status_code == 403
        assert call(role).patch(made["url"], {"name": "x"}, 1).status_code == 403
        assert browse(role).get(f"/joint-arrangements/{made['id']}/edit/").status_code == 403
    assert call("officer").patch(made["url"], {"name": "x"}).status_code == 428
    assert call("officer").patch(made["url"], {"name": "x"}, 7).status_code == 412
