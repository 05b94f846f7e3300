"""A page shows just what the API says: the same object, asked the same question."""

import orjson
import pytest

from devo_portal.core.wire import dumps
from tests.architecture.routes import address

# page, the name in its context, the API's path; {id} is the page's record
LISTS = [
    ("/organisations/", "organisations", "/api/v1/organisations/"),
    ("/areas/", "areas", "/api/v1/areas/"),
    ("/activity/", "activity", "/api/v1/activity/"),
    ("/agreements/", "agreements", "/api/v1/agreements/"),
    ("/signatures/", "signatures", "/api/v1/signatures/"),
    ("/principles/", "principles", "/api/v1/principles/"),
    ("/commitments/", "commitments", "/api/v1/commitments/"),
    ("/milestones/", "milestones", "/api/v1/milestones/"),
    ("/boards/", "boards", "/api/v1/boards/"),
    ("/actions/", "actions", "/api/v1/actions/"),
    ("/pilots/", "pilots", "/api/v1/pilots/"),
    ("/estates/", "sites", "/api/v1/sites/"),
    ("/estates/imports/", "imports", "/api/v1/imports/"),
]
FIGURES = [
    ("/", "programme", "/api/v1/programme/"),
    ("/pilots/", "portfolio", "/api/v1/pilots/portfolio/"),
    ("/estates/", "totals", "/api/v1/sites/summary/"),
    ("/commitments/", "summary", "/api/v1/commitments/summary/"),
    ("/milestones/", "summary", "/api/v1/milestones/summary/"),
    ("/actions/", "summary", "/api/v1/actions/summary/"),
    ("/search/?q=haringey", "search", "/api/v1/search/?q=haringey"),
]
ITEMS = [
    ("core:organisation", "organisation", "organisations"),
    ("core:area", "area", "areas"),
    ("governance:agreement", "agreement", "agreements"),
    ("governance:commitment", "commitment", "commitments"),
    ("governance:milestone", "milestone", "milestones"),
    ("governance:board", "board", "boards"),
    ("governance:action", "action", "actions"),
    ("pilots:detail", "pilot", "pilots"),
    ("estates:site", "site", "sites"),
    ("estates:import", "import", "imports"),
]


def as_sent(value):
    return orjson.loads(dumps(value))


def without_host(answer):
    return {name: value.replace("http://testserver", "") if name in ("next", "previous") and value else value for name, value in answer.items()}


@pytest.mark.parametrize(("page", "name", "api"), LISTS)
@pytest.mark.parametrize("query", ["", "?limit=2", "?limit=2&count=true", "?page=1&limit=3"])
def test_lists(browse, call, page, name, api, query):
    shown = browse("officer").get(page + query)
    assert shown.status_code == 200
    assert as_sent(shown.context[name]) == without_host(call("officer").get(api + query).json())


@pytest.mark.parametrize(("page", "name", "api"), FIGURES)
def test_figures(browse, call, page, name, api):
    shown = browse("officer").get(page)
    assert shown.status_code == 200
    assert as_sent(shown.context[name]) == call("officer").get(api).json()


@pytest.mark.parametrize(("route", "name", "plural"), ITEMS)
def test_items(browse, call, people, route, name, plural):
    path, record = address(route)
    shown = browse("officer").get(path)
    assert as_sent(shown.context[name]) == call("officer").get(f"/api/v1/{plural}/{record.pk}/").json()


@pytest.mark.parametrize("page", [page for page, _, _ in LISTS])
def test_an_unknown_filter_is_refused_by_name_on_the_page_as_well(browse, page):
    answer = browse("officer").get(f"{page}?colour=red")
    assert answer.status_code == 400
    assert "colour" in answer.content.decode()


def test_every_tile_says_what_its_list_and_its_query_say(browse, call):
    programme = browse("officer").get("/").context["programme"]
    assert {tile["key"] for tile in programme["tiles"]} >= {"late", "soon", "workforce", "signed", "outstanding", "changed", "surplus", "backlog"}
    for tile in [*programme["tiles"], *programme["commitments"]]:
        said = call("officer").get(tile["api"]).json()[tile["field"]]
        assert as_sent(tile["value"]) == said, tile["key"]
        page = browse("officer").get(tile["page"])
        assert page.status_code == 200, tile["page"]
        listed = [value for value in page.context_data.values() if isinstance(value, dict) and tile["field"] in value]
        assert said in [as_sent(value[tile["field"]]) for value in listed], tile["key"]
