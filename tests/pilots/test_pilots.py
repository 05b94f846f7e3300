import pytest

from pilots.models import Pilot
from pilots.services import create_pilot
from tests.factories import borough, organisation


@pytest.fixture
def pilot(people):
    return create_pilot(
        by=people["officer"],
        name="Haringey",
        theme="prevention",
        starts="2015-12",
        summary="Prevention.",
        lead=organisation("Haringey"),
        places=[borough("Haringey")],
    )


def test_api_answers_with_the_pilot(call, pilot):
    answer = call("reader").get(f"/api/v1/pilots/{pilot.pk}/")
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body["starts"] == {"date": "2015-12", "precision": "month", "text": "December 2015"}
    assert body["stage_label"] == "Proposed"
    assert [place["name"] for place in body["places"]] == ["Haringey"]
    assert body["may_edit"] is False
    assert answer["ETag"].startswith('"1.')


def test_page_shows_the_list(browse, pilot):
    page = browse("reader").get("/pilots/")
    assert page.status_code == 200
    assert "December 2015" in page.content.decode()


def test_edit_page_saves(browse, pilot):
    url = f"/pilots/{pilot.pk}/edit/"
    assert browse("reader").get(url).status_code == 403
    form = browse("haringey").get(url).context["form"]
    assert form.initial["starts"] == "December 2015"
    sent = {"version": 1, "name": "Haringey prevention", "theme": "prevention", "summary": "P", "starts": "Dec 2015"}
    done = browse("haringey").post(url, sent)
    assert done.status_code == 302, done.context["form"].errors
    pilot.refresh_from_db()
    assert (pilot.name, pilot.version) == ("Haringey prevention", 2)
    stale = browse("officer").post(url, {**sent, "name": "Other"})
    assert stale.status_code == 409
    assert "Haringey prevention" in stale.content.decode() and "Other" in stale.content.decode()
    assert Pilot.objects.get().name == "Haringey prevention"
