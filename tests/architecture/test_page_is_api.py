"""A page shows just what the API says: the same object, asked the same question."""

import orjson
from django.urls import NoReverseMatch, reverse

from devo_portal.core.wire import dumps
from tests.architecture.routes import FILES, POSTED, WRITES, address, api_lists, pages

# page, the name in its context, the API's path; {id} is the page's record
LISTS = [
    ("/organisations/", "organisations", "/api/v1/organisations/"),
    ("/areas/", "areas", "/api/v1/areas/"),
    ("/activity/", "activity", "/api/v1/activity/"),
    ("/notices/", "notices", "/api/v1/notices/"),
    ("/decisions/", "decisions", "/api/v1/decisions/"),
    ("/delegations/", "delegations", "/api/v1/delegations/"),
    ("/evidence/", "evidence", "/api/v1/evidence/"),
    ("/agreements/", "agreements", "/api/v1/agreements/"),
    ("/signatures/", "signatures", "/api/v1/signatures/"),
    ("/clearances/", "clearances", "/api/v1/clearances/"),
    ("/signing-events/", "signing_events", "/api/v1/signing-events/"),
    ("/signature-groups/", "groups", "/api/v1/signature-groups/"),
    ("/principles/", "principles", "/api/v1/principles/"),
    ("/commitments/", "commitments", "/api/v1/commitments/"),
    ("/conditions/", "conditions", "/api/v1/conditions/"),
    ("/assessments/", "assessments", "/api/v1/assessments/"),
    ("/principle-links/", "links", "/api/v1/principle-links/"),
    ("/joint-arrangements/", "arrangements", "/api/v1/joint-arrangements/"),
    ("/pilot-links/", "links", "/api/v1/pilot-links/"),
    ("/propositions/", "propositions", "/api/v1/propositions/"),
    ("/milestones/", "milestones", "/api/v1/milestones/"),
    ("/functions/", "functions", "/api/v1/functions/"),
    ("/bank-holidays/", "bank_holidays", "/api/v1/bank-holidays/"),
    ("/baselines/", "baselines", "/api/v1/baselines/"),
    ("/dependencies/", "dependencies", "/api/v1/dependencies/"),
    ("/statutory-windows/", "windows", "/api/v1/statutory-windows/"),
    ("/boards/", "boards", "/api/v1/boards/"),
    ("/meetings/", "meetings", "/api/v1/meetings/"),
    ("/meeting-series/", "series", "/api/v1/meeting-series/"),
    ("/actions/", "actions", "/api/v1/actions/"),
    ("/pilots/", "pilots", "/api/v1/pilots/"),
    ("/budgets/", "budgets", "/api/v1/budgets/"),
    ("/claims/", "claims", "/api/v1/claims/"),
    ("/benefits/", "benefits", "/api/v1/benefits/"),
    ("/risks/", "risks", "/api/v1/risks/"),
    ("/assumptions/", "assumptions", "/api/v1/assumptions/"),
    ("/pilot-dependencies/", "dependencies", "/api/v1/pilot-dependencies/"),
    ("/estates/", "sites", "/api/v1/sites/"),
    ("/estates/imports/", "imports", "/api/v1/imports/"),
]
FIGURES = [
    ("/", "programme", "/api/v1/programme/"),
    ("/pilots/", "portfolio", "/api/v1/pilots/portfolio/"),
    ("/budgets/", "summary", "/api/v1/budgets/summary/"),
    ("/claims/", "summary", "/api/v1/claims/summary/"),
    ("/claims/?measure=homes", "summary", "/api/v1/claims/summary/?measure=homes"),
    ("/benefits/", "summary", "/api/v1/benefits/summary/"),
    ("/risks/", "summary", "/api/v1/risks/summary/"),
    ("/risks/grid/", "grid", "/api/v1/risks/grid/"),
    ("/risks/grid/?basis=target&status=open&status=closed", "grid", "/api/v1/risks/grid/?basis=target&status=open&status=closed"),
    ("/assumptions/", "summary", "/api/v1/assumptions/summary/"),
    ("/pilot-dependencies/", "summary", "/api/v1/pilot-dependencies/summary/"),
    ("/estates/", "totals", "/api/v1/sites/summary/"),
    ("/estates/map/", "map", "/api/v1/sites/map/"),
    ("/estates/map/?bbox=-0.3,51.4,0.1,51.6&zoom=12&type=community", "map", "/api/v1/sites/map/?bbox=-0.3,51.4,0.1,51.6&zoom=12&type=community"),
    ("/signatures/", "summary", "/api/v1/signatures/summary/"),
    ("/coverage/", "coverage", "/api/v1/coverage/"),
    ("/propositions/", "summary", "/api/v1/propositions/summary/"),
    ("/ladder/", "ladder", "/api/v1/ladder/"),
    ("/conditions/", "summary", "/api/v1/conditions/summary/"),
    ("/commitments/", "summary", "/api/v1/commitments/summary/"),
    ("/milestones/", "summary", "/api/v1/milestones/summary/"),
    ("/bank-holidays/", "summary", "/api/v1/bank-holidays/summary/"),
    ("/milestones/compare/?from=2016-01-01&to=2099-01-01", "comparison", "/api/v1/milestones/compare/?from=2016-01-01&to=2099-01-01"),
    ("/schedule/", "schedule", "/api/v1/schedule/"),
    ("/schedule/?on=2017-04-03&strand=integration", "schedule", "/api/v1/schedule/?on=2017-04-03&strand=integration"),
    ("/timeline/", "timeline", "/api/v1/timeline/"),
    ("/timeline/?strand=estates&late=false&falls__gte=2016", "timeline", "/api/v1/timeline/?strand=estates&late=false&falls__gte=2016"),
    ("/actions/", "summary", "/api/v1/actions/summary/"),
    ("/workforce/", "workforce", "/api/v1/workforce/"),
    ("/functions/", "summary", "/api/v1/functions/summary/"),
    ("/opt-ins/", "matrix", "/api/v1/opt-ins/matrix/"),
    ("/opt-ins/?on=2018-05-01&state=varied", "matrix", "/api/v1/opt-ins/matrix/?on=2018-05-01&state=varied"),
    ("/opt-ins/", "conflicts", "/api/v1/opt-ins/conflicts/"),
    ("/search/?q=haringey", "search", "/api/v1/search/?q=haringey"),
]
ITEMS = [
    ("core:organisation", "organisation", "organisations"),
    ("core:area", "area", "areas"),
    ("governance:agreement", "agreement", "agreements"),
    ("governance:clearance", "clearance", "clearances"),
    ("governance:signing", "signing_event", "signing-events"),
    ("governance:signature", "signature", "signatures"),
    ("governance:commitment", "commitment", "commitments"),
    ("governance:condition", "condition", "conditions"),
    ("governance:assessment", "assessment", "assessments"),
    ("governance:joint", "arrangement", "joint-arrangements"),
    ("governance:milestone", "milestone", "milestones"),
    ("governance:function", "function", "functions"),
    ("governance:baseline", "baseline", "baselines"),
    ("governance:board", "board", "boards"),
    ("governance:board-members", "board", "boards"),
    ("governance:series", "series", "meeting-series"),
    ("governance:meeting", "meeting", "meetings"),
    ("governance:paper", "paper", "papers"),
    ("governance:minutes", "minutes", "minutes"),
    ("governance:action", "action", "actions"),
    ("governance:decision", "decision", "decisions"),
    ("governance:delegation", "delegation", "delegations"),
    ("governance:text", "text", "agreement-versions"),
    ("governance:evidence", "evidence", "evidence"),
    ("pilots:detail", "pilot", "pilots"),
    ("pilots:proposition", "proposition", "propositions"),
    ("pilots:benefit", "benefit", "benefits"),
    ("pilots:risk", "risk", "risks"),
    ("pilots:assumption", "assumption", "assumptions"),
    ("pilots:principle", "principle", "principles"),
    ("pilots:budget", "budget", "budgets"),
    ("pilots:claimedthing", "thing", "claimed-things"),
    ("estates:site", "site", "sites"),
    ("estates:import", "import", "imports"),
]


BENEATH = [
    ("governance:area-functions", "area_functions", "areas/{}/functions"),
    ("governance:text-compare", "comparison", "agreement-versions/{}/compare"),
    ("pilots:confidence", "confidence", "pilots/{}/confidence"),
]  # the same, of what belongs to a record


def as_sent(value):
    return orjson.loads(dumps(value))


def without_host(answer):
    return {name: value.replace("http://testserver", "") if name in ("next", "previous") and value else value for name, value in answer.items()}


def test_lists(browse, call):
    browser, caller = browse("officer"), call("officer")
    for page, name, api in LISTS:
        for query in ("", "?limit=2", "?limit=2&count=true", "?page=1&limit=3"):
            shown = browser.get(page + query)
            assert shown.status_code == 200, page + query
            assert as_sent(shown.context[name]) == without_host(caller.get(api + query).json()), page + query


def test_figures(browse, call):
    browser, caller = browse("officer"), call("officer")
    for page, name, api in FIGURES:
        assert as_sent(browser.get(page).context[name]) == caller.get(api).json(), page


def test_items(browse, call):
    browser, caller = browse("officer"), call("officer")
    for route, name, plural in ITEMS:
        path, record = address(route)
        assert as_sent(browser.get(path).context[name]) == caller.get(f"/api/v1/{plural}/{record.pk}/").json(), path
    for route, name, beneath in BENEATH:
        path, record = address(route)
        assert as_sent(browser.get(path).context[name]) == caller.get(f"/api/v1/{beneath.format(record.pk)}/").json(), path


def test_every_page_of_a_list_or_a_record_is_named_above():
    """A new one is added to LISTS or ITEMS, or this fails."""
    elsewhere = {
        "/",
        "/coverage/",
        "/risks/grid/",
        "/ladder/",
        "/search/",
        "/roles/",
        "/accessibility/",
        "/opt-ins/",
        "/opt-ins/cell/",
        "/milestones/compare/",
        "/schedule/",
        "/timeline/",
        "/workforce/",
        "/estates/map/",  # a view of the list of sites; FIGURES has its map
    }
    elsewhere |= {"/meetings/calendar/", "/meetings/mine.ics"}  # what is each person's own
    plain = {reverse_of(name) for name in pages() if name not in WRITES and "{}" not in reverse_of(name)}
    assert plain - elsewhere == {page for page, _, _ in LISTS}
    of_records = {name for name in pages() if "{}" in reverse_of(name)}
    apart = {*WRITES, *POSTED, *FILES, "estates:import-progress", "governance:meeting-history"}
    assert of_records - apart == {name for name, _, _ in [*ITEMS, *BENEATH]}


def reverse_of(name):
    """A page's path, with {} for the record in it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse(name, args=["01a20080-94d3-7764-868d-265fb93b013a"]).replace("01a20080-94d3-7764-868d-265fb93b013a", "{}")


def test_an_unknown_filter_is_refused_by_name_on_the_page_as_well(browse):
    browser = browse("officer")
    for page, _, _ in LISTS:
        answer = browser.get(f"{page}?colour=red")
        assert (answer.status_code, "colour" in answer.content.decode()) == (400, True), page


def test_every_order_of_every_list_walks_to_its_end(call, people):
    """Two rows a page: the cursors of text, dates, instants and figures alike."""
    caller = call("officer")
    for plural, viewset in api_lists():
        expected = len(caller.get(f"/api/v1/{plural}/?limit=500&fields=id").json()["results"])
        for order in {name.removeprefix("-") for name in viewset.read.order}:
            seen, url, size = [], f"/api/v1/{plural}/?limit={max(2, expected // 3)}&order=-{order}&fields=id", 0
            while url:
                answer = caller.get(url)
                assert answer.status_code == 200, (url, answer.content)
                seen += [row["id"] for row in answer.json()["results"]]
                url, size = answer.json()["next"], size + 1
            assert len(seen) == len(set(seen)) == expected, (plural, order)


def test_every_tile_says_what_its_list_and_its_query_say(browse, call):
    programme = browse("officer").get("/").context["programme"]
    assert {tile["key"] for tile in programme["tiles"]} >= {"late", "soon", "workforce", "signed", "outstanding", "changed", "surplus", "backlog"}
    pairs = [cell for strength in programme["by_strength"] for cell in strength["cells"]]
    for tile in [*programme["tiles"], *programme["commitments"], *pairs]:
        said = call("officer").get(tile["api"]).json()[tile["field"]]
        assert as_sent(tile["value"]) == said, tile["key"]
        page = browse("officer").get(tile["page"])
        assert page.status_code == 200, tile["page"]
        listed = [value for value in page.context_data.values() if isinstance(value, dict) and tile["field"] in value]
        assert said in [as_sent(value[tile["field"]]) for value in listed], tile["key"]
