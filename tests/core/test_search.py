"""One search over the lists: what it finds, in their order, and nothing of what the searcher may not see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from devo_portal.core.models import Role
from devo_portal.search import PLACES, search
from governance import services
from pilots.models import Proposition
from tests import world
from tests.factories import person
from tests.governance.rooms import room

pytestmark = pytest.mark.django_db


def found(user, words):
    return {group["name"]: [row["name"] for row in group["results"]] for group in search(user, {"q": words})["groups"]}


@pytest.fixture
def officer():
    return person(Role.OFFICER)


def test_it_is_the_first_of_each_list_in_the_lists_own_order():
    world.fill()
    people = world.people()
    for words in ("london", "estate", "a", "haringey", "board"):
        for group in search(people["reader"], {"q": words})["groups"]:
            place = next(each for each in PLACES if each.name == group["name"])
            listed = place.read.list(people["reader"], {"q": words, "limit": "6"})["results"]
            assert [row["id"] for row in group["results"]] == [row["id"] for row in listed[:5]], (words, place.name)
            assert [row["url"] for row in group["results"]] == [row["url"] for row in listed[:5]]
            assert group["more"] is (len(listed) > 5)
    ask = Proposition.objects.order_by("title").first()
    assert ask.title in found(people["reader"], ask.title)["Propositions"]
    with CaptureQueriesContext(connection) as made:
        search(people["reader"], {"q": "london"})
    assert len(made) <= 2, [each["sql"][:80] for each in made]


def test_meetings_are_found_by_their_board_and_named_by_day(officer):
    made = room(officer, title="Extraordinary meeting")
    day = made.meeting.held_on
    assert found(officer, "extraordinary")["Meetings"] == [f"London Estates Board, {day.day} {day:%B %Y}: Extraordinary meeting"]


@pytest.mark.parametrize("role", [Role.READER, Role.PARTNER_EDITOR])
def test_a_restricted_paper_is_found_by_those_entitled_and_by_nobody_else(officer, role):
    made, reader = room(officer), person(role, "Hackney")
    item = made.meeting.items.first()
    before = found(reader, "valuation")
    services.create_paper(by=officer, item=item, title="Valuation of the site", restricted=True, grounds="The price.")
    assert found(officer, "valuation")["Papers"] == ["Valuation of the site"]
    assert found(reader, "valuation") == before == {}
    services.create_paper(by=officer, item=item, title="Valuation in summary")
    assert found(reader, "valuation") == {"Papers": ["Valuation in summary"]}
