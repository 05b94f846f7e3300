"""A pilot's places and partners: by page and by API, kept, changed and never dropped by an edit of something else."""

import pytest

from pilots.models import Pilot
from pilots.services import create_pilot, update_pilot
from tests.factories import borough, organisation


@pytest.fixture
def pilot(people):
    partners = [organisation("London Borough of Lewisham"), organisation("NHS Lewisham CCG", "ccg")]
    return create_pilot(
        by=people["officer"],
        name="Lewisham",
        theme="integration",
        summary="s",
        lead=organisation("Haringey"),
        places=[borough("Lewisham"), borough("Greenwich")],
        partners=partners,
    )


def names(pilot, field):
    return sorted(each.name for each in getattr(pilot, field).all())


def test_the_edit_form_sent_back_as_drawn_changes_nothing(browse, pilot):
    form = browse("officer").get(f"/pilots/{pilot.pk}/places/edit/").context["form"]
    drawn = {name: form[name].value() for name in form.fields}
    offered = {str(code) for code, _ in form.fields["partners"].choices}
    assert {str(each) for each in drawn["partners"]} <= offered  # a box that is not drawn cannot be sent back
    sent = {name: value for name, value in drawn.items() if value not in (None, False)}
    assert browse("officer").post(f"/pilots/{pilot.pk}/places/edit/", sent).status_code == 302
    pilot.refresh_from_db()
    assert (pilot.version, names(pilot, "partners"), names(pilot, "places")) == (
        1,
        ["London Borough of Lewisham", "NHS Lewisham CCG"],
        ["Greenwich", "Lewisham"],
    )


def test_the_api_writes_places_and_partners(call, pilot):
    caller, path = call("officer"), f"/api/v1/pilots/{pilot.pk}/"
    done = caller.patch(path, {"places": [str(borough("Hackney").pk)]}, 1)
    assert (done.status_code, done.json()["version"]) == (200, 2)
    assert [each["name"] for each in done.json()["places"]] == ["Hackney"]
    made = caller.post("/api/v1/pilots/", {"name": "New", "theme": "estates", "summary": "s", "places": [str(borough("Hackney").pk)]})
    assert [each["name"] for each in made.json()["places"]] == ["Hackney"]
    assert caller.patch(path, {"places": ["nonsense"]}, 2).status_code == 400


def test_put_says_the_whole_record(call, pilot):
    done = call("officer")("put", f"/api/v1/pilots/{pilot.pk}/", {"name": "L", "theme": "integration", "summary": "t"}, **{"If-Match": '"1"'})
    assert done.status_code == 200, done.content
    assert (done.json()["places"], done.json()["lead"], done.json()["asks"]) == ([], None, "")


def test_a_stale_editor_keeps_the_others_places_unless_they_chose_otherwise(browse, people, pilot):
    client, path = browse("officer"), f"/pilots/{pilot.pk}/places/edit/"
    form = client.get(path).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    update_pilot(by=people["officer"], pk=pilot.pk, version=1, places=[borough("Lewisham")])
    mine = organisation("Mine")
    conflict = client.post(path, {**sent, "lead": str(mine.pk)})
    rows = {row["name"]: row["chosen"] for row in conflict.context["rows"]}
    assert rows == {"places": "theirs", "lead": "mine"}
    kept = conflict.context["kept"]
    data = {}
    for name, value in kept:
        data.setdefault(name, []).append(value)
    assert client.post(path, {**data, "choose_places": "theirs", "choose_lead": "mine"}).status_code == 302
    pilot = Pilot.objects.get()
    assert (names(pilot, "places"), pilot.lead) == (["Lewisham"], mine)


def test_a_partner_is_offered_only_its_own_organisation(browse, people):
    form = browse("haringey").get("/pilots/new/").context["form"]
    assert [str(each) for each in form.fields["lead"].queryset] == ["Haringey"]
    refused = browse("haringey").post("/pilots/new/", {"name": "X", "theme": "estates", "summary": "typed", "lead": ""})
    assert refused.status_code == 422
    assert "typed" in refused.content.decode()


def test_rating_a_pilot_that_is_not_there_is_not_found(browse, people):
    path = "/pilots/01a20080-94d3-7764-868d-265fb93b013a/rate/"
    assert browse("officer").post(path, {"rating": "green", "rated_on": "1 May 2018", "commentary": "c"}).status_code == 404
