"""A sensitive site, or a sensitive plot of another, is to the unentitled as though it were not there: on every channel."""

import re
from decimal import Decimal
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from devo_portal.core.activity import activity
from devo_portal.core.models import Organisation, Role
from devo_portal.urls import RESOURCES
from estates import services
from estates.models import Identifier, Plot, Site
from estates.pages.exports import FORMS
from tests.conftest import Caller
from tests.estates.conftest import HOMERTON, MILE_END, ROWS, eric, imported
from tests.factories import borough, person

SAFE_HOUSE = {
    **MILE_END,
    "Site Code": "R1H99",
    "Site Name": "SAFE HOUSE",
    "Gross internal floor area (m²)": "7000",
    "Land area owned (Hectares)": "2",
}
NOWHERE = "01a20080-94d3-7764-868d-265fb93b013a"
UNENTITLED = ("reader", "haringey", "secretary", "colleague")
KINDS = ("identifiers", "buildings", "occupations", "holdings", "plots", "estate-returns")


@pytest.fixture
def people(people):
    trust = Organisation.objects.create(name="Barts Health NHS Trust", kind="trust", ods_code="R1H")
    return {**people, "barts": person(Role.PARTNER_EDITOR, trust.name), "colleague": person(Role.PARTNER_EDITOR, "Programme office")}


@pytest.fixture
def register(people):
    borough("Hackney")
    imported(people["officer"], eric())
    site = Site.objects.get(code="R1H13")
    by = people["officer"]
    services.claim_identifier(by=by, site=site.pk, scheme="uprn", value="100023336956")
    services.create_plot(by=by, site=site.pk, name="Car park", land_ha="3.8")
    services.create_building(by=by, site=site.pk, name="Block A", gross_internal_m2=900)
    return site


def hide(by, register):
    """A sensitive site with one of everything, and a sensitive plot of a site that is not. Answers the ids by their API's plural."""
    imported(by, eric([SAFE_HOUSE]), "eric_2016-17_more.csv")
    site = Site.objects.get(code="R1H99")
    services.update_site(by=by, pk=site.pk, version=site.version, sensitive=True, area=borough("Hackney"), reason="A refuge.")
    made = {"by": by, "site": site.pk}
    building = services.create_building(name="Safe house", gross_internal_m2=700, **made)
    holding = services.create_holding(organisation=site.organisation, tenure="freehold", floor_m2=700, building=building.pk, **made)
    occupation = services.create_occupation(building=building.pk, vacant=True, area_m2=10, **made)
    plot = services.create_plot(name="Safe garden", land_ha="1", **made)
    identifier = services.claim_identifier(scheme="uprn", value="100023336956", dispute=True, **made)  # which the other site has
    services.claim_identifier(scheme="title_number", value="TGL99", **made)
    services.create_plot(by=by, site=register.pk, name="Safe annexe", land_ha="1", sensitive=True)
    site.refresh_from_db()
    services.confirm_site(by=by, pk=site.pk, version=site.version, note="A safe visit.")
    services.waive_finding(by=by, site=site.pk, rule="no_postcode", why="It is a safe place.")
    # What is seen only with the sensitive plot, and with the sensitive site's claim, is waived for the other site.
    for rule in ("plots_over_land", "disputed_identifier"):
        services.waive_finding(by=by, site=register.pk, rule=rule, why="Safe as it is.")
    gone = services.create_plot(by=by, site=register.pk, name="Safe shed", sensitive=True)
    services.remove_plot(by=by, pk=gone.pk, version=1, reason="Never so.")
    return {
        "quality-waivers": site.qualitywaivers.get().pk,
        "site-confirmations": site.siteconfirmations.get().pk,
        "sites": site.pk,
        "buildings": building.pk,
        "holdings": holding.pk,
        "occupations": occupation.pk,
        "plots": plot.pk,
        "identifiers": identifier.pk,
        "estate-returns": site.current_return_id,
    }


def api_paths(register):
    for plural, _ in RESOURCES:
        yield from (f"/api/v1/{plural}/", f"/api/v1/{plural}/?limit=1&count=true", f"/api/v1/{plural}/?page=1&limit=2")
    for query in ("", "?q=safe", "?q=R1H99", "?q=TGL99", "?type=community", "?identifier=TGL99", "?identifier=uprn:100023336956", "?flagged=true"):
        yield from (f"/api/v1/sites/{query}", f"/api/v1/sites/summary/{query}")
    for order in ("-gross_internal_m2", "land_ha", "backlog_total"):
        yield f"/api/v1/sites/?order={order}&limit=2"
    for plural in KINDS:
        yield f"/api/v1/{plural}/?site={register.pk}"
    yield f"/api/v1/sites/?organisation={register.organisation_id}&count=true"
    yield f"/api/v1/sites/?area={borough('Hackney').pk}&count=true"
    yield from ("/api/v1/identifiers/?conflict=true", "/api/v1/identifiers/?q=TGL99", "/api/v1/plots/?flagged=true&count=true")
    yield from ("/api/v1/sites/published/", "/api/v1/holdings/summary/", "/api/v1/programme/", "/api/v1/search/?q=safe")
    yield from (f"/api/v1/sites/{register.pk}/{more}" for more in ("", "owners/", "former-returns/"))
    yield f"/api/v1/organisations/{register.organisation_id}/"
    yield from (f"/api/v1/sites/{register.pk}/quality/", "/api/v1/estate-quality/", "/api/v1/quality-rules/", "/api/v1/quality-waivers/?holds=false")
    yield from (f"/api/v1/{each}organisation={register.organisation_id}" for each in ("estate-quality/?", "estate-findings/?count=true&"))
    for rule in ("plots_over_land", "disputed_identifier", "no_postcode", "no_return"):
        yield from (f"/api/v1/sites/?finding={rule}&count=true", f"/api/v1/sites/?finding_waived={rule}&count=true")
        yield f"/api/v1/estate-findings/?rule={rule}&count=true"
    yield from ("/api/v1/sites/?stale=true&count=true", "/api/v1/sites/?stale=false&count=true")
    yield from (f"/api/v1/{name}.{form}" for name, forms in FORMS.items() for form in forms)
    for asked in ("sites.csv?q=safe", "sites.geojson?finding_waived=no_postcode", "sites.csv?columns=name,backlog_total&order=-backlog_total"):
        yield f"/api/v1/{asked}"
    yield from (f"/api/v1/{name}.csv?site={register.pk}" for name in KINDS)


def page_paths(register):
    yield from ("/", "/activity/", "/search/?q=safe", "/notices/", "/organisations/", f"/organisations/{register.organisation_id}/")
    yield from (f"/areas/{borough('Hackney').pk}/", "/estates/", "/estates/?q=safe", "/estates/?q=TGL99", "/estates/imports/")
    yield from ("/estates/identifiers/", "/estates/identifiers/?conflict=true", "/estates/plots/", "/estates/?stale=true")
    yield from ("/estates/quality/", "/estates/quality/rules/", "/estates/quality/waivers/", f"/estates/quality/{register.organisation_id}/")
    yield from (f"/estates/export/{name}.csv" for name in FORMS)
    sections = ("", "holdings/", "buildings/", "plots/", "identifiers/", "returns/", "quality/", "history/")
    yield from (f"/estates/sites/{register.pk}/{more}" for more in sections)


def file_of(answer):
    """A file as text; a spreadsheet, which holds the time of its making, as its cells."""
    content = b"".join(answer.streaming_content)
    if answer["Content-Type"].endswith("sheet"):
        return str(CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python())
    return content.decode()


def plain(answer):
    """Status, headers and body, without what is another's at each asking: the time, tokens, the request's number."""
    body = file_of(answer) if answer.streaming else answer.content.decode()
    for pattern in (
        r"[0-9]{1,2} \w+ [0-9]{4}(, | at )[0-9]{2}:[0-9]{2}",
        r'(csrfmiddlewaretoken" value|nonce|request_id)[^>,]*',
        r"T[0-9]{2}:[0-9:.+Z]+",
        r"-code\">[0-9a-f]{32}",
    ):
        body = re.sub(pattern, "", body)
    headers = {name: value for name, value in answer.headers.items() if name not in ("X-Request-ID", "Content-Security-Policy", "Content-Length")}
    return answer.status_code, headers, body


def everything(people, role, browse, register):
    caller, browser = Caller(people[role]), browse(role)
    answers = {path: plain(caller.get(path)) for path in api_paths(register)}
    return answers | {path: plain(browser.get(path)) for path in page_paths(register)}


def test_every_answer_is_the_same_whether_it_exists_or_not(people, browse, register):
    before = {role: everything(people, role, browse, register) for role in UNENTITLED}
    hide(people["officer"], register)
    for role in UNENTITLED:
        after = everything(people, role, browse, register)
        assert [path for path in before[role] if before[role][path] != after[path]] == [], role
        assert not any(
            "safe" in body.lower().replace("q=safe", "").replace('"safe"', "") and "estates" in path for path, (_, _, body) in after.items()
        )


def test_to_the_entitled_it_is_there(people, browse, register):
    ids = hide(people["officer"], register)
    for role in ("officer", "administrator", "barts"):
        caller = Caller(people[role])
        assert caller.get(f"/api/v1/sites/{ids['sites']}/").json()["sensitive"] is True
        assert caller.get("/api/v1/sites/?q=safe&count=true").json()["count"] == 1
        assert caller.get("/api/v1/sites/?identifier=TGL99&count=true").json()["count"] == 1
        assert caller.get("/api/v1/sites/summary/").json()["sites"] == len(ROWS) + 1
        assert caller.get("/api/v1/identifiers/?conflict=true&count=true").json()["count"] == 2
        assert caller.get("/api/v1/plots/?count=true").json()["count"] == 3
        assert "SAFE HOUSE".title() in file_of(browse(role).get("/estates/export/sites.csv"))
        assert "Safe annexe" in file_of(caller.get("/api/v1/plots.xlsx")) and str(ids["sites"]) in file_of(caller.get("/api/v1/sites.geojson"))
        assert "SAFE HOUSE".title() in browse(role).get("/estates/").content.decode()
    assert any("Safe" in row["subject"]["name"] for row in activity.list(people["barts"], {})["results"])


def test_each_record_of_it_is_as_one_that_does_not_exist(people, browse, register):
    ids = hide(people["officer"], register)
    ids_of_plots = [ids["plots"], Plot.objects.get(name="Safe annexe").pk]
    for role in UNENTITLED:
        caller, browser = Caller(people[role]), browse(role)
        api = [(f"/api/v1/{plural}/{{}}/", pk) for plural, pk in ids.items()] + [("/api/v1/plots/{}/", pk) for pk in ids_of_plots]
        api += [(f"/api/v1/sites/{{}}/{more}/", ids["sites"]) for more in ("owners", "former-returns", "quality")]
        for path, pk in api:
            for method in ("get", "patch", "delete"):
                hidden, missing = (
                    caller(method, path.format(each), None if method == "get" else {}, **{"If-Match": '"1"'}) for each in (pk, NOWHERE)
                )
                assert hidden.status_code == missing.status_code, (role, method, path)
                assert [text.replace(str(pk), NOWHERE) if isinstance(text, str) else text for text in plain(hidden)] == list(plain(missing)), (
                    role,
                    path,
                )
        nouns = {"buildings": "building", "holdings": "holding", "occupations": "occupation", "plots": "plot", "identifiers": "identifier"}
        pages = [(f"/estates/{plural}/{{}}/edit/", ids[plural]) for plural in nouns] + [("/estates/plots/{}/", pk) for pk in ids_of_plots]
        sections = ("", "quality/", "holdings/", "buildings/", "plots/", "identifiers/", "returns/", "history/")
        sections += ("edit/", "confirm/", "waive/", "plots/new/", "holdings/new/")
        pages += [(f"/estates/sites/{{}}/{more}", ids["sites"]) for more in sections]
        for path, pk in pages:
            hidden, missing = browser.get(path.format(pk)), browser.get(path.format(NOWHERE))
            assert hidden.status_code == missing.status_code in (403, 404), (role, path)
            assert plain(hidden)[2].replace(str(pk), NOWHERE) == plain(missing)[2], (role, path)


def test_a_write_that_names_it_is_refused_as_one_that_names_nothing(people, register):
    ids = hide(people["officer"], register)
    trust = Organisation.objects.create(name="Homerton", kind="trust")
    Site.objects.filter(pk=register.pk).update(organisation=trust)
    editor = Caller(person(Role.PARTNER_EDITOR, "Homerton"))
    for plural, body in (
        ("buildings", {"name": "x"}),
        ("plots", {"name": "x"}),
        ("identifiers", {"scheme": "uprn", "value": "7"}),
        ("holdings", {"organisation": str(trust.pk)}),
        ("occupations", {"vacant": True}),
    ):
        hidden, missing = (editor.post(f"/api/v1/{plural}/", {**body, "site": str(pk)}) for pk in (ids["sites"], NOWHERE))
        assert (hidden.status_code, plain(hidden)) == (400, plain(missing)), plural
    for name, pk in (("building", ids["buildings"]), ("holding", ids["holdings"])):
        hidden, missing = (editor.post("/api/v1/occupations/", {"site": str(register.pk), "vacant": True, name: str(each)}) for each in (pk, NOWHERE))
        assert (hidden.status_code, plain(hidden)) == (400, plain(missing)), name


def test_a_claim_to_an_identifier_that_it_has_is_kept_and_tells_nothing(people, register):
    hide(people["officer"], register)
    other = Site.objects.get(code="RQXM1")
    editor = Caller(person(Role.PARTNER_EDITOR, other.organisation.name))
    kept = editor.post("/api/v1/identifiers/", {"site": str(other.pk), "scheme": "title_number", "value": "tgl 99"})
    assert kept.status_code == 201 and kept.json()["conflict"] is False and kept.json()["version"] == 1
    free = editor.post("/api/v1/identifiers/", {"site": str(other.pk), "scheme": "title_number", "value": "TGL100"})
    assert kept.json().keys() == free.json().keys()
    conflicts = Caller(people["officer"]).get("/api/v1/identifiers/?conflict=true&q=TGL99").json()["results"]
    assert {each["site"]["code"] for each in conflicts} == {"R1H99", "RQXM1"}
    # It is settled by withdrawing the one, which leaves no trace on the other.
    mine = next(each for each in conflicts if each["site"]["code"] == "R1H99")
    services.withdraw_identifier(by=people["officer"], pk=mine["id"], version=mine["version"], reason="Read from the wrong deed.")
    assert editor.get(kept.json()["url"]).json() == kept.json()
    assert Caller(people["officer"]).get(kept.json()["url"]).json()["conflict"] is False


def test_a_plot_may_have_the_name_of_one_that_its_maker_may_not_see(people, register):
    services.create_plot(by=people["officer"], site=register.pk, name="Annexe", sensitive=True)
    assert services.create_plot(by=people["officer"], site=register.pk, name="Annexe").pk


def test_what_is_sensitive_no_longer_is_seen_and_says_why(people, register):
    ids = hide(people["officer"], register)
    site = Site.objects.get(pk=ids["sites"])
    refused = Caller(people["officer"]).patch(f"/api/v1/sites/{site.pk}/", {"sensitive": False}, site.version)
    assert refused.status_code == 400 and "reason" in refused.content.decode()
    services.update_site(by=people["officer"], pk=site.pk, version=site.version, sensitive=False, reason="It has closed.")
    assert Caller(people["reader"]).get(f"/api/v1/sites/{site.pk}/").status_code == 200


def test_a_reader_of_the_owning_organisation_is_not_entitled(people, register):
    ids = hide(people["officer"], register)
    reader = Caller(person(Role.READER, "Barts Health NHS Trust"))
    assert reader.get(f"/api/v1/sites/{ids['sites']}/").status_code == 404
    assert reader.get("/api/v1/imports/?count=true").json()["count"] == 0


def test_remembered_figures_are_each_reader_s_own(people, register):
    hide(people["officer"], register)
    for role, sites in (("officer", 4), ("reader", 3), ("barts", 4), ("haringey", 3), ("officer", 4)):
        assert Caller(people[role]).get("/api/v1/sites/summary/").json()["sites"] == sites, role


def test_published_figures_count_sensitive_sites_only_in_a_group(people, register, settings):
    settings.ESTATES_MIN_GROUP = 3
    codes = [("R1H", "R1H91"), ("R1H", "R1H92"), ("R1H", "R1H93"), ("RQX", "RQX94"), ("RAL", "RAL95")]
    rows = [{**(MILE_END if org == "R1H" else HOMERTON), "Organisation Code": org, "Organisation Name": f"TRUST {org}", "Site Code": code,
             "Site Name": code} for org, code in codes]  # fmt: skip
    read = lambda: Caller(people["reader"]).get("/api/v1/sites/published/").json()  # noqa: E731
    assert read()["sites"] == 3
    imported(people["officer"], eric(rows), "eric_2016-17_secret.csv")
    Site.objects.filter(code__in=[code for _, code in codes]).update(sensitive=True)
    Site.objects.filter(code="RAL95").update(sensitive=False)
    assert read()["sites"] == 4  # four are sensitive, but of two owners
    Site.objects.filter(code="RAL95").update(sensitive=True)
    said = read()
    assert said["sites"] == 8 and said["gross_internal_m2"] % 1000 == 0 and said["backlog_total"] % 1_000_000 == 0
    settings.ESTATES_MIN_GROUP = 6
    assert read()["sites"] == 3
    assert Caller(people["reader"]).get("/api/v1/sites/published/?type=community").status_code == 400  # no filter, so no difference
    assert Caller(people["reader"]).get("/api/v1/sites/summary/").json()["gross_internal_m2"] == str(Decimal("114000.00"))


def lists_of(by, name, *rows):
    """A list of one's own making, checked: what is said of each row."""
    text = "".join(f"{line}\n" for line in rows)
    record = imported(by, text.encode(), name)
    return [each["detail"] for row in record.rows.order_by("number") for each in row.errors], record


def test_a_list_that_names_it_is_refused_as_one_that_names_nothing(people, register):
    ids = hide(people["officer"], register)
    editor = people["haringey"]
    for heading, hidden in (("Site ID,Site name", ids["sites"]), ("Building ID,Building", ids["buildings"]), ("Plot ID,Plot", ids["plots"])):
        said, missing = (lists_of(editor, "list.csv", heading, f"{pk},Mine")[0] for pk in (hidden, NOWHERE))
        assert said and [each.replace(str(hidden), NOWHERE) for each in said] == missing
    head = "Building ID,Organisation code,Site code,Building"
    said, missing = (lists_of(editor, "list.csv", head, f",R1H,{code},Mine")[0] for code in ("R1H99", "R1H98"))
    assert said and [each.replace("R1H99", "R1H98") for each in said] == missing


def test_a_listed_claim_to_an_identifier_that_it_has_is_kept_and_tells_nothing(people, register):
    hide(people["officer"], register)
    editor = person(Role.PARTNER_EDITOR, Site.objects.get(code="RQXM1").organisation.name)
    head = "Identifier ID,Organisation code,Site code,Scheme,Identifier"
    for value in ("TGL99", "TGL100"):
        errors, record = lists_of(editor, "list.csv", head, f",RQX,RQXM1,Land Registry title number,{value}")
        assert (errors, record.state, record.new_rows) == ([], "done", 1), record.message
    assert set(Identifier.objects.filter(site__code="RQXM1", scheme="title_number").values_list("value", "contested")) == {
        ("TGL99", True),
        ("TGL100", False),
    }
    told = [Caller(editor).get(f"/api/v1/identifiers/?q={value}").json()["results"][0]["conflict"] for value in ("TGL99", "TGL100")]
    assert told == [False, False]
