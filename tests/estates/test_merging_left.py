"""Sites that are removed, restored and split; and that what has left the register is told of nowhere."""

from datetime import date
from decimal import Decimal

import pytest

from devo_portal.core.models import Organisation, Role
from devo_portal.core.writes import Refused
from devo_portal.urls import RESOURCES
from estates import selectors, services
from estates.models import Building, Holding, Occupation, Plot, Site
from tests.conftest import Caller
from tests.estates.conftest import MILE_END, eric, imported
from tests.estates.test_merging import ANNEXE, furnish, merged
from tests.estates.test_sensitive import NOWHERE, plain
from tests.factories import borough, person

EVERYBODY = ("reader", "officer", "haringey")


@pytest.fixture
def register(people):
    imported(people["officer"], eric())
    return Site.objects.get(code="R1H13")


def add(by):
    """A site with one of everything, under a name that nothing else has."""
    imported(by, eric([{**ANNEXE, "Site Name": "ZEBRA HOUSE", "Site Code": "R1H99"}]), "eric_2015-16.csv", year="2015-16")
    site = Site.objects.get(code="R1H99")
    furnish(by, site)
    site.refresh_from_db()
    services.place_site(by=by, pk=site.pk, version=site.version, latitude=51.52, longitude=-0.04)
    services.update_site(by=by, pk=site.pk, version=site.version + 1, area=borough("Hackney"), postcode="E1 4DG")
    site.refresh_from_db()
    return site


def paths(other):
    """Every list, count, map, export, dashboard and search, by API and as a page."""
    for plural, _ in RESOURCES:
        if plural not in ("activity", "imports"):  # what was done, and what files said, stays told; so it is on the front page
            yield from (f"/api/v1/{plural}/?limit=500&count=true", f"/api/v1/{plural}/?limit=2&page=1")
    for query in ("q=zebra", "q=R1H99", "identifier=100023336956", "borough=Hackney", "bbox=-0.1,51.5,0,51.6", "within_m=51.52,-0.04,500",
                  "located=true", "returned=2015-16", "stale=true", "finding=no_return", "flagged=true", "removed=false"):  # fmt: skip
        yield from (f"/api/v1/sites/?{query}&count=true", f"/api/v1/sites/summary/?{query}", f"/api/v1/sites/map/?{query}", f"/estates/?{query}")
    yield from ("/api/v1/sites/summary/", "/api/v1/sites/map/", "/api/v1/sites/map/?zoom=3", "/api/v1/sites/published/", "/api/v1/holdings/summary/")
    yield from ("/api/v1/search/?q=zebra", "/api/v1/estate-quality/", "/api/v1/quality-rules/", "/api/v1/estate-findings/?limit=500")
    yield from (f"/api/v1/estate-dashboard/?by={by}" for by in ("owner", "borough", "sub_region", "year"))
    yield from (f"/api/v1/organisations/{other.organisation_id}/{more}" for more in ("", "estate/"))
    yield from (f"/api/v1/sites/{other.pk}/{more}" for more in ("", "owners/", "quality/", "merge-candidates/", "merge-candidates/?q=zebra"))
    yield from ("/search/?q=zebra", "/estates/", "/estates/map/", "/estates/dashboard/", "/estates/quality/", "/estates/quality/rules/")
    yield from (
        "/estates/quality/waivers/",
        "/estates/identifiers/",
        "/estates/plots/",
        "/organisations/",
        f"/organisations/{other.organisation_id}/",
    )
    yield from (f"/areas/{borough('Hackney').pk}/", f"/estates/quality/{other.organisation_id}/", f"/estates/organisations/{other.organisation_id}/")
    yield from (f"/estates/sites/{other.pk}/{more}" for more in ("", "holdings/", "buildings/", "plots/", "identifiers/", "quality/"))


def answers(people, browse, other, role):
    caller, browser = Caller(people[role]), browse(role)
    return {path: plain(caller.get(path) if path.startswith("/api/") else browser.get(path)) for path in paths(other)}


def exported(user):
    """Every list that goes out as a file."""
    lists = ("sites.csv", "sites.geojson", "buildings.csv", "holdings.csv", "identifiers.csv", "plots.csv", "estate-findings.csv")
    return "".join(b"".join(Caller(user).get(f"/api/v1/{name}").streaming_content).decode() for name in lists)


def test_a_removed_site_is_told_of_nowhere(people, browse, register):
    """Every answer is as it was before the site came."""
    borough("Hackney")
    before = {role: answers(people, browse, register, role) for role in EVERYBODY}
    exports = exported(people["officer"])
    site = add(people["officer"])
    services.remove_site(by=people["officer"], pk=site.pk, version=site.version, reason="Sold.")
    for role, was in before.items():
        now = answers(people, browse, register, role)
        assert [(path, was[path][2][:600], now[path][2][:600]) for path in was if now[path] != was[path]] == [], role
    assert exported(people["officer"]) == exports


def test_a_merged_site_is_told_of_nowhere_by_name_or_id(people, browse, register):
    site = add(people["officer"])
    merged(people["officer"], site, register)
    assert str(site.pk) not in exported(people["officer"])
    told = {f"/estates/sites/{register.pk}/"}  # which says what was merged into it
    for role in EVERYBODY:
        caller, browser = Caller(people[role]), browse(role)
        for path in set(paths(register)) - told:
            answer = caller.get(path) if path.startswith("/api/") else browser.get(path)
            body = answer.content.decode().lower()
            assert answer.status_code == 200, path
            assert str(site.pk) not in body, (role, path)
            assert "zebra house" not in body or "estate-returns" in path, (role, path)  # which say the names that they came with


def test_a_removed_site_is_gone_says_so_and_comes_back(people, browse, register):
    by, before = people["officer"], selectors.register_totals(people["officer"], {})
    site = add(by)
    whole = selectors.register_totals(by, {})
    caller, path = Caller(by), f"/api/v1/sites/{site.pk}/"
    fresh = {"If-Match": f'"{site.version}"'}
    assert caller.post(f"{path}remove/", {"reason": ""}, **fresh).status_code == 400
    assert caller.post(f"{path}remove/", {"reason": "Sold.", "on": "2999-01-01"}, **fresh).status_code == 400
    gone = caller.post(f"{path}remove/", {"reason": "Sold to the council.", "on": "2017-05-03"}, **fresh)
    assert gone.status_code == 200 and gone.json()["removed_on"] == "2017-05-03"
    assert selectors.register_totals(by, {}) == before
    reader = Caller(people["reader"])
    for answer in (reader.get(path), reader.get(f"{path}owners/"), caller.patch(path, {"name": "x"}, 1)):
        assert (answer.status_code, answer.json()["type"]) == (410, "/problems/site-removed")
        assert "3 May 2017: Sold to the council." in answer.json()["detail"]
    page = browse("reader").get(f"/estates/sites/{site.pk}/")
    assert page.status_code == 410 and "Sold to the council." in page.content.decode() and "Restore" not in page.content.decode()
    assert browse("officer").get(f"/estates/sites/{site.pk}/holdings/").status_code == 410
    assert browse("reader").get(f"/estates/sites/{site.pk}/history/").status_code == 200
    assert [each["code"] for each in reader.get("/api/v1/sites/?removed=true").json()["results"]] == ["R1H99"]
    assert "Zebra House" in browse("reader").get("/estates/?removed=true").content.decode()
    assert reader.get("/api/v1/sites/summary/?removed=true").json()["sites"] == reader.get("/api/v1/sites/map/?removed=true").json()["count"] == 1
    version = Site.objects.get(pk=site.pk).version
    back = caller.post(f"{path}restore/", {"reason": "The sale fell through."}, **{"If-Match": f'"{version}"'})
    assert back.status_code == 200 and selectors.register_totals(by, {}) == whole
    assert caller.post(f"{path}restore/", {"reason": "x"}, **{"If-Match": f'"{version}"'}).status_code == 404


def test_a_return_for_a_year_after_it_left_is_refused_and_an_earlier_one_is_kept_with_it(people, register):
    by = people["officer"]
    services.remove_site(by=by, pk=register.pk, version=register.version, on=date(2017, 5, 3), reason="Sold.")
    late = imported(by, eric([MILE_END]), "eric_2017-18.csv", year="2017-18")
    assert late.error_rows == 1 and "left the register on 3 May 2017" in late.rows.get().errors[0]["detail"]
    assert imported(by, eric([MILE_END]), "eric_2014-15.csv", year="2014-15").state == "done"
    assert register.returns.filter(year="2014-15").exists()
    assert not selectors.returns.list(by, {"year": "2014-15"})["results"]


# --- what is sensitive -------------------------------------------------------------------------------------------------
@pytest.fixture
def kept_from(people):
    return {**people, "colleague": person(Role.READER, "Barts Health NHS Trust")}


@pytest.mark.parametrize("leaves", ["removed", "merged"])
def test_a_sensitive_site_that_left_is_as_one_that_never_was(people, browse, register, leaves):
    by = people["officer"]
    site = add(by)
    services.update_site(by=by, pk=site.pk, version=site.version, sensitive=True, reason="A refuge.")
    if leaves == "removed":
        services.remove_site(by=by, pk=site.pk, version=site.version + 1, reason="Closed.")
    else:
        merged(by, site, register)
        assert Site.objects.get(pk=register.pk).sensitive
    ids = [site.pk, register.pk] if leaves == "merged" else [site.pk]
    verbs = ("merge", "split", "remove", "restore")
    for role in ("reader", "haringey", "secretary"):
        caller, browser = Caller(people[role]), browse(role)
        for pk in ids:
            for more in ("", "history/", "lineage/", "owners/", "quality/", "former-returns/", "merge-candidates/"):
                hidden, missing = (caller.get(f"/api/v1/sites/{each}/{more}") for each in (pk, NOWHERE))
                assert (hidden.status_code, plain(hidden)[2].replace(str(pk), NOWHERE)) == (404, plain(missing)[2]), (role, more)
            for verb in verbs:
                hidden, missing = (caller.post(f"/api/v1/sites/{each}/{verb}/", {"reason": "x"}, **{"If-Match": '"1"'}) for each in (pk, NOWHERE))
                assert (hidden.status_code, plain(hidden)[2].replace(str(pk), NOWHERE)) == (missing.status_code, plain(missing)[2]), (role, verb)
            for more in ("", "history/", "holdings/", "returns/", *(f"{verb}/" for verb in verbs)):
                hidden, missing = (browser.get(f"/estates/sites/{each}/{more}") for each in (pk, NOWHERE))
                assert hidden.status_code == missing.status_code in (403, 404), (role, more)
                assert plain(hidden)[2].replace(str(pk), NOWHERE) == plain(missing)[2], (role, more)
        for path in ("/api/v1/sites/?removed=true&count=true", "/api/v1/sites/?q=R1H99", "/api/v1/activity/?limit=500", "/api/v1/search/?q=R1H99"):
            body = caller.get(path).content.decode().lower()
            assert "zebra" not in body and str(site.pk) not in body, (role, path)
    assert Caller(by).get(f"/api/v1/sites/{site.pk}/history/").status_code == 200


def test_one_that_is_said_to_be_open_tells_nothing_of_the_sensitive_one_that_it_was_made_of(people, browse, register):
    by = people["officer"]
    site = add(by)
    services.update_site(by=by, pk=site.pk, version=site.version, sensitive=True, reason="A refuge.")
    site.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        merged(by, site, register, {"sensitive": "stays", "name": "stays"})
    assert refusal.value.rule == "sensitive-stays"
    merged(by, site, register, {"name": "stays"})
    kept = Site.objects.get(pk=register.pk)
    assert kept.sensitive
    services.update_site(by=by, pk=kept.pk, version=kept.version, sensitive=False, reason="The refuge has moved.")
    reader = Caller(people["reader"])
    assert reader.get(f"/api/v1/sites/{site.pk}/").status_code == 404
    assert reader.get(f"/api/v1/sites/{register.pk}/lineage/").json()["merged"] == []
    assert "zebra" not in reader.get(f"/api/v1/sites/{register.pk}/history/").content.decode().lower()
    assert reader.get("/api/v1/sites/?q=R1H99&count=true").json()["count"] == 1  # the identifier, which is the open site's own now
    assert Caller(by).get(f"/api/v1/sites/{register.pk}/lineage/").json()["merged"][0]["name"] == "Zebra House"


# --- split -----------------------------------------------------------------------------------------------------------------
def described(by, site):
    made = {"by": by, "site": site.pk}
    main, lodge = services.create_building(name="Main", **made), services.create_building(name="Lodge", gross_internal_m2=300, **made)
    above = services.create_holding(organisation=site.organisation, tenure="freehold", floor_m2=1000, land_ha="3", **made)
    lease = services.create_holding(organisation=site.organisation, tenure="leasehold", building=lodge.pk, superior=above.pk, floor_m2=250, **made)
    services.create_occupation(building=lodge.pk, holding=lease.pk, vacant=True, area_m2=10, **made)
    plot = services.create_plot(name="Garden", land_ha="0.5", **made)
    site.refresh_from_db()
    return main, lodge, above, plot


def test_a_site_is_split_and_no_area_is_counted_twice(people, browse, register):
    by = people["officer"]
    _, lodge, above, plot = described(by, register)
    caller, path = Caller(by), f"/api/v1/sites/{register.pk}/split/"
    part = {"name": "The Lodge", "code": "R1H60", "buildings": [str(lodge.pk)], "plots": [str(plot.pk)], "latitude": 51.52, "longitude": -0.04}
    fresh = {"If-Match": f'"{register.version}"'}
    apart = caller.post(path, {"parts": [part], "reason": "Two sites."}, **fresh)
    assert (apart.status_code, apart.json()["type"]) == (409, "/problems/pieces-apart")
    much = caller.post(path, {"parts": [{**part, "shares": [{"holding": str(above.pk), "floor_m2": "1001"}]}], "reason": "Two."}, **fresh)
    assert much.json()["type"] == "/problems/share-too-large"
    little = caller.post(path, {"parts": [{**part, "shares": [{"holding": str(above.pk), "floor_m2": "200"}]}], "reason": "Two."}, **fresh)
    assert little.json()["type"] == "/problems/interest-too-large"
    body = {"parts": [{**part, "shares": [{"holding": str(above.pk), "floor_m2": "300", "land_ha": "1"}]}], "reason": "Two sites."}
    look = caller.post(path, {**body, "dry_run": True}, **fresh).json()
    assert [each["floor_m2"] for each in look["parts"]] == ["700.00", "300.00"]
    assert not Site.objects.filter(code="R1H60").exists()
    done = caller.post(path, body, **fresh)
    assert done.status_code == 200, done.content
    new = Site.objects.get(code="R1H60")
    assert (new.split_from, new.organisation, new.sensitive) == (register, register.organisation, False)
    assert Building.objects.get(name="Lodge").site == Plot.objects.get(name="Garden").site == Occupation.objects.get().site == new
    assert Building.objects.get(name="Main").site == register and register.returns.count() == 1 and not new.returns.exists()
    share = Holding.objects.get(site=new, tenure="freehold")
    assert (share.floor_m2, share.land_ha) == (300, 1) and Holding.objects.get(tenure="leasehold").superior == share
    above.refresh_from_db()
    assert (above.floor_m2, above.land_ha) == (700, 2)
    floors = [selectors.owners_on(by, each.pk, date(2017, 11, 16))["floor_m2"] for each in (register, new)]
    assert floors == [700, 300]
    reader = browse("reader")
    assert "of the whole" in reader.get(f"/estates/sites/{register.pk}/returns/").content.decode()
    assert "It was split from" in reader.get(f"/estates/sites/{new.pk}/").content.decode()
    acts = selectors.site_history(by, register.pk)
    assert acts[0]["event"] == "site.split" and acts[0]["reason"] == "Two sites."


def test_what_a_split_names_is_on_the_site_and_goes_one_way(people, register):
    by = people["officer"]
    main, *_ = described(by, register)
    other = services.create_building(by=by, site=Site.objects.get(code="RQXM1").pk, name="Elsewhere")
    split = {"by": by, "pk": register.pk, "version": register.version, "reason": "x"}
    part = {"name": "A", "code": "R1H60"}
    for parts, words in (
        ([{**part, "buildings": [other.pk]}], "no such record"),
        ([{**part, "buildings": [main.pk]}, {"name": "B", "code": "R1H61", "buildings": [main.pk]}], "one part only"),
        ([{**part, "code": "R1H13"}], "R1H13 already"),
        ([part, part], "R1H60 is given to two parts"),
        ([], "Say which part"),
    ):
        with pytest.raises(Exception, match=words):
            services.split_site(parts=parts, **split)
    with pytest.raises(Refused, match="many small sites"):
        services.split_site(by=by, pk=Site.objects.get(code="AGGRE").pk, version=1, parts=[part], reason="x")
    assert Site.objects.count() == 3


def test_a_part_of_a_sensitive_site_is_sensitive(people, register):
    by = people["officer"]
    services.update_site(by=by, pk=register.pk, version=register.version, sensitive=True, reason="A refuge.")
    services.split_site(by=by, pk=register.pk, version=register.version + 1, parts=[{"name": "Zebra", "code": "R1H60"}], reason="Two.")
    part = Site.objects.get(code="R1H60")
    assert part.sensitive and Caller(people["reader"]).get(f"/api/v1/sites/{part.pk}/").status_code == 404
    services.update_site(by=by, pk=part.pk, version=part.version, sensitive=False, reason="Only the house is.")
    told = Caller(people["reader"]).get(f"/api/v1/sites/{part.pk}/lineage/").json()
    assert told == {"merged": [], "parts": [], "split_from": None}


def test_what_was_merged_comes_apart_by_a_split(people, register):
    by = people["officer"]
    site = add(by)
    merged(by, site, register)
    block = Building.objects.get(name="Block A")
    register.refresh_from_db()
    freehold = Holding.objects.get(tenure="freehold")
    parts = [{"name": "Zebra House", "code": "R1H98", "buildings": [block.pk], "holdings": [freehold.pk]}]
    services.split_site(by=by, pk=register.pk, version=register.version, parts=parts, reason="Two after all.")
    assert Site.objects.get(code="R1H98").buildings.get() == block
    assert Organisation.objects.get(ods_code="R1H").sites.filter(removed_on=None).count() == 3
    assert Decimal(0) <= Holding.objects.get(site=register).land_ha
