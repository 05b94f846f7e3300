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
    ("/returns/", "returns", "/api/v1/pilot-returns/"),
    ("/estates/", "sites", "/api/v1/sites/"),
    ("/estates/imports/", "imports", "/api/v1/imports/"),
    ("/estates/imports/columns/", "mappings", "/api/v1/column-mappings/"),
    ("/estates/changes/", "changes", "/api/v1/bulk-changes/"),
    ("/estates/identifiers/", "identifiers", "/api/v1/identifiers/"),
    ("/estates/plots/", "plots", "/api/v1/plots/"),
    ("/estates/quality/waivers/", "waivers", "/api/v1/quality-waivers/"),
]
FIGURES = [
    ("/", "programme", "/api/v1/programme/"),
    ("/pilots/", "portfolio", "/api/v1/pilots/portfolio/"),
    ("/portfolio/", "portfolio", "/api/v1/portfolio/"),
    ("/portfolio/?late=true&order=-next_on&limit=1", "portfolio", "/api/v1/portfolio/?late=true&order=-next_on&limit=1"),
    ("/budgets/", "summary", "/api/v1/budgets/summary/"),
    ("/claims/", "summary", "/api/v1/claims/summary/"),
    ("/claims/?measure=homes", "summary", "/api/v1/claims/summary/?measure=homes"),
    ("/benefits/", "summary", "/api/v1/benefits/summary/"),
    ("/risks/", "summary", "/api/v1/risks/summary/"),
    ("/risks/grid/", "grid", "/api/v1/risks/grid/"),
    ("/risks/grid/?basis=target&status=open&status=closed", "grid", "/api/v1/risks/grid/?basis=target&status=open&status=closed"),
    ("/assumptions/", "summary", "/api/v1/assumptions/summary/"),
    ("/pilot-dependencies/", "summary", "/api/v1/pilot-dependencies/summary/"),
    ("/returns/", "summary", "/api/v1/pilot-returns/summary/"),
    ("/returns/?state=draft", "missing", "/api/v1/pilot-returns/missing/?state=draft"),
    ("/returns/roll-up/", "roll_up", "/api/v1/returns-roll-up/"),
    ("/returns/roll-up/?from=2018-Q1&to=2018-Q1", "roll_up", "/api/v1/returns-roll-up/?from=2018-Q1&to=2018-Q1"),
    ("/estates/", "totals", "/api/v1/sites/summary/"),
    ("/estates/", "published", "/api/v1/sites/published/"),
    ("/estates/map/", "map", "/api/v1/sites/map/"),
    ("/estates/map/?bbox=-0.3,51.4,0.1,51.6&zoom=12&type=community", "map", "/api/v1/sites/map/?bbox=-0.3,51.4,0.1,51.6&zoom=12&type=community"),
    ("/estates/dashboard/", "estate", "/api/v1/estate-dashboard/"),
    ("/estates/dashboard/?by=year&flagged=false", "estate", "/api/v1/estate-dashboard/?by=year&flagged=false"),
    ("/estates/dashboard/?by=borough&year=2016-17", "estate", "/api/v1/estate-dashboard/?by=borough&year=2016-17"),
    ("/estates/quality/", "quality", "/api/v1/estate-quality/"),
    ("/estates/changes/", "summary", "/api/v1/bulk-changes/summary/"),
    ("/estates/changes/?state=undone", "summary", "/api/v1/bulk-changes/summary/?state=undone"),
    ("/estates/quality/rules/", "rules", "/api/v1/quality-rules/"),
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
    ("pilots:businesscase", "case", "business-cases"),
    ("pilots:proposition", "proposition", "propositions"),
    ("pilots:benefit", "benefit", "benefits"),
    ("pilots:risk", "risk", "risks"),
    ("pilots:assumption", "assumption", "assumptions"),
    ("pilots:return", "pilot_return", "pilot-returns"),
    ("pilots:return-check", "pilot_return", "pilot-returns"),
    ("pilots:principle", "principle", "principles"),
    ("pilots:budget", "budget", "budgets"),
    ("pilots:claimedthing", "thing", "claimed-things"),
    ("estates:site", "site", "sites"),
    *((f"estates:site-{section}", "site", "sites") for section in ("holdings", "buildings", "plots", "identifiers", "returns", "quality", "history")),
    ("estates:plot", "plot", "plots"),
    ("estates:import", "import", "imports"),
    ("estates:change", "change", "bulk-changes"),
]


BENEATH = [
    ("governance:area-functions", "area_functions", "areas/{}/functions"),
    ("governance:text-compare", "comparison", "agreement-versions/{}/compare"),
    ("pilots:confidence", "confidence", "pilots/{}/confidence"),
    ("pilots:detail", "gate", "pilots/{}/gate"),
    ("pilots:returns", "pilot_returns", "pilots/{}/returns"),
    ("pilots:return", "content", "pilot-returns/{}/content"),
    ("pilots:return-check", "changes", "pilot-returns/{}/changes"),
    ("estates:site-holdings", "owners", "sites/{}/owners"),
    ("estates:estateowner", "estate", "organisations/{}/estate"),
    ("estates:site-quality", "quality", "sites/{}/quality"),
]  # the same, of what belongs to a record


# The sections of a pilot: what each shows, and the question to the API that it is the answer to.
_HEAD = "/api/v1/pilots/{}/?fields=id,ref,name,url,stage,stage_label,illustrative,may_edit"
SECTIONS = [
    ("pilots:places", {"pilot": f"{_HEAD},lead,places,partners"}),
    (
        "pilots:asks",
        {"pilot": f"{_HEAD},asks", "propositions": "/api/v1/propositions/?pilot={}", "summary": "/api/v1/propositions/summary/?pilot={}"},
    ),
    ("pilots:cases", {"pilot": _HEAD, "cases": "/api/v1/business-cases/?pilot={}"}),
    ("pilots:section-benefits", {"pilot": _HEAD, "benefits": "/api/v1/benefits/?pilot={}", "summary": "/api/v1/benefits/summary/?pilot={}"}),
    (
        "pilots:section-risks",
        {
            "pilot": _HEAD,
            "risks": "/api/v1/risks/?pilot={}",
            "summary": "/api/v1/risks/summary/?pilot={}",
            "assumptions": "/api/v1/assumptions/?pilot={}",
            "dependencies": "/api/v1/pilot-dependencies/?either={}",
        },
    ),
    (
        "pilots:section-money",
        {
            "pilot": _HEAD,
            "budgets": "/api/v1/budgets/?pilot={}",
            "summary": "/api/v1/budgets/summary/?pilot={}",
            "claims": "/api/v1/claims/?pilot={}",
        },
    ),
    ("pilots:people", {"pilot": _HEAD, "roles": "/api/v1/pilot-roles/?pilot={}"}),
    ("pilots:history", {"pilot": _HEAD}),
    (
        "estates:quality-owner",
        {"quality": "/api/v1/estate-quality/?organisation={}", "findings": "/api/v1/estate-findings/?organisation={}&waived=false"},
    ),
]


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


def test_sections_of_a_record(browse, call):
    browser, caller = browse("officer"), call("officer")
    for route, shown in SECTIONS:
        path, record = address(route)
        page = browser.get(path)
        assert page.status_code == 200, path
        for name, api in shown.items():
            assert as_sent(page.context[name]) == without_host(caller.get(api.format(record.pk)).json()), (path, name)


def test_every_page_of_a_list_or_a_record_is_named_above():
    """A new one is added to LISTS or ITEMS, or this fails."""
    elsewhere = {
        "/",
        "/coverage/",
        "/portfolio/",
        "/pilots/compare/",
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
        "/returns/roll-up/",
        "/returns/roll-up.csv",
        "/returns/roll-up.pdf",
        "/estates/map/",  # a view of the list of sites; FIGURES has its map
        "/estates/dashboard/",
        "/estates/quality/",
        "/estates/quality/rules/",
    }
    elsewhere |= {"/meetings/calendar/", "/meetings/mine.ics"}  # what is each person's own
    plain = {reverse_of(name) for name in pages() if name not in WRITES and "{}" not in reverse_of(name)}
    elsewhere |= {page for page in plain if page.startswith("/estates/export/")}  # the lists as files
    assert plain - elsewhere == {page for page, _, _ in LISTS}
    of_records = {name for name in pages() if "{}" in reverse_of(name)}
    apart = {*WRITES, *POSTED, *FILES, "estates:import-progress", "governance:meeting-history"}
    assert of_records - apart == {name for name, *_ in [*ITEMS, *BENEATH, *SECTIONS]}


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
