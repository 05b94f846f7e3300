"""The quality of the register: every rule finds what it should, a waiver holds for its values, a confirmation for a year."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devo_portal.core.models import Organisation, Role
from devo_portal.core.writes import Refused
from estates import selectors, services
from estates.models import EstateReturn, Holding, Identifier, Occupation, QualityWaiver, Site, SiteConfirmation
from estates.rules.quality import BY_CODE, RULES, WEIGHTS, due_by, due_on, mean_score, site_score
from tests.conftest import Caller
from tests.estates.conftest import HOMERTON, MILE_END, ROWS, eric, imported
from tests.factories import borough, organisation, person


@pytest.fixture
def barts(db):
    Organisation.objects.create(name="Barts Health NHS Trust", kind="trust", ods_code="R1H")
    return person(Role.PARTNER_EDITOR, "Barts Health NHS Trust")


@pytest.fixture
def site(people, barts):
    """Mile End, in order: it breaks no rule."""
    imported(people["officer"], eric())
    Site.objects.filter(code="R1H13").update(postcode="E1 4DG", area=borough("Tower Hamlets"))
    return Site.objects.get(code="R1H13")


def codes(user, site):
    return {each["rule"] for each in selectors.site_quality(user, site.pk)["findings"]}


def other_trust():
    return organisation("Homerton University Hospital NHS Foundation Trust", "trust")


def break_holdings(by, site):
    Holding.objects.filter(site=site).delete()
    services.create_holding(by=by, site=site.pk, organisation=site.organisation, tenure="freehold", floor_m2=50_000)


def break_interests(by, site):
    for owner in (site.organisation, other_trust()):
        services.create_holding(by=by, site=site.pk, organisation=owner, tenure="freehold", starts_on=date(2010, 1, 1))


def break_building(by, site):
    block = services.create_building(by=by, site=site.pk, name="Block A", gross_internal_m2=900)
    services.create_occupation(by=by, site=site.pk, building=block.pk, vacant=True, area_m2=800)
    Occupation.objects.create(site=site, building=block, occupier_name="A nursery", area_m2=200)  # as a file may say


def break_identifier(by, site):
    services.claim_identifier(by=by, site=site.pk, scheme="uprn", value="100023336956")
    services.claim_identifier(by=by, site=Site.objects.get(code="RQXM1").pk, scheme="uprn", value="100023336956", dispute=True)


def row(**cells):
    return lambda by, site: imported(by, eric([{**MILE_END, **cells}]), "eric_2016-17_again.csv")


BREAKS = {
    "land_unit": (row(**{"Land area owned (Hectares)": "2000"}), "Land 2000.0000 ha; floor 38000.00 m²"),
    "leased_or_nhsps": (row(**{"Land area owned (Hectares)": "0"}), "Land 0.0000 ha; floor 38000.00 m²"),
    "not_delivering_over_owned": (row(**{"Land area not delivering services (Hectares)": "4"}), "Not delivering 4.0000 ha; owned 3.8700 ha"),
    "occupied_over_gross": (row(**{"Occupied floor area (m²)": "38001"}), "Occupied 38001.00 m²; floor 38000.00 m²"),
    "age_profile_total": (row(**{"Age profile - total (must equal 100%) (%)": "98"}), "Return for 2016-17, row "),
    "no_return": (lambda by, site: imported(by, eric([HOMERTON]), "eric_2017-18.csv"), "Latest return 2016-17; latest year 2017-18"),
    "no_owner": (lambda by, site: Holding.objects.filter(site=site).update(ends_on=date(2016, 3, 31)), "No holding holds today"),
    "holdings_over_gross": (break_holdings, "Held 50000.00 m²; floor 38000.00 m²"),
    "overlapping_interests": (break_interests, "HOL-"),
    "occupied_over_building": (break_building, "Taken 1000.00 m² of one building"),
    "plots_over_land": (lambda by, site: services.create_plot(by=by, site=site.pk, name="Car park", land_ha="4"), "Plots 4.0000 ha; land 3.8700 ha"),
    "disputed_identifier": (break_identifier, "100023336956"),
    "no_postcode": (lambda by, site: Site.objects.filter(pk=site.pk).update(postcode=""), "No postcode"),
    "no_borough": (lambda by, site: Site.objects.filter(pk=site.pk).update(area=None), "No borough"),
    "outside_london": (
        lambda by, site: Site.objects.filter(pk=site.pk).update(latitude=51.37, longitude=-0.78, outside_london=True),
        "Point 51.37, -0.78",
    ),
}


@pytest.mark.parametrize("code", BREAKS)
def test_a_rule_finds_the_site_that_breaks_it_and_says_what_it_compared(people, site, code):
    officer = people["officer"]
    assert codes(officer, site) == set()
    breaks, says = BREAKS[code]
    breaks(officer, site)
    found = selectors.site_quality(officer, site.pk)
    assert [each["rule"] for each in found["findings"]] == [code]
    assert found["findings"][0]["compared"].startswith(says), found["findings"][0]["compared"]
    assert found["score"] == 100 - BY_CODE[code].weight
    listed = Caller(officer).get(f"/api/v1/sites/?finding={code}").json()["results"]
    assert str(site.pk) in [each["id"] for each in listed]
    figures = selectors.estate_quality(officer, {})
    assert len(listed) == next(each["findings"] for each in figures["rules"] if each["code"] == code)


def test_a_flag_of_a_return_is_found_by_its_code(people, site):
    for code in ("percent_over_100", "negative_cost", "type_not_known"):
        EstateReturn.objects.filter(site=site).update(flags=[code])
        Site.objects.filter(pk=site.pk).update(type="unknown" if code == "type_not_known" else "community")
        assert codes(people["officer"], site) == {code}
    Site.objects.filter(pk=site.pk).update(type="community")  # somebody chose one: the return's word matters no more
    assert codes(people["officer"], site) == set()


def test_what_is_granted_out_of_an_interest_is_not_counted_twice(people, site):
    by = people["officer"]
    Holding.objects.filter(site=site).delete()
    above = services.create_holding(by=by, site=site.pk, organisation=site.organisation, tenure="freehold", floor_m2=38_000)
    services.create_holding(by=by, site=site.pk, organisation=other_trust(), tenure="leasehold", floor_m2=20_000, superior=above.pk)
    assert codes(by, site) == set()
    Holding.objects.filter(pk=above.pk).update(ends_on=date(2016, 1, 1))
    assert codes(by, site) == set()  # the lease is now topmost, and fits


def test_an_aggregate_needs_no_postcode_and_what_left_the_register_is_not_judged(people, site):
    aggregate = Site.objects.get(code="AGGRE")
    assert not codes(people["officer"], aggregate) & {"no_postcode", "no_borough"}
    Site.objects.filter(pk=site.pk).update(postcode="", removed_on=date(2017, 1, 1))
    with pytest.raises(Http404):
        selectors.site_quality(people["officer"], site.pk)
    assert selectors.estate_quality(people["officer"], {})["sites"] == 2


@given(st.lists(st.lists(st.sampled_from([rule.code for rule in RULES]), unique=True), max_size=8))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_score_is_what_one_reckons_by_hand(sites):
    scores = []
    for found in sites:
        points = 100
        for code in found:
            points = points - WEIGHTS[next(rule.severity for rule in RULES if rule.code == code)] if points > 0 else 0
        scores.append(max(0, points))
    assert [site_score(found) for found in sites] == scores
    by_hand = None if not scores else (Decimal(10 * sum(scores)) / Decimal(len(scores))).to_integral_value(ROUND_HALF_UP) / 10
    assert mean_score(scores) == by_hand


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(-800, 3))
def test_a_confirmation_is_due_on_the_same_day_of_the_next_year(today, days):
    confirmed = today + timedelta(days)
    wanted = (2, 28) if (confirmed.month, confirmed.day) == (2, 29) else (confirmed.month, confirmed.day)
    slow = confirmed + timedelta(1)
    while (slow.month, slow.day) != wanted:
        slow += timedelta(1)
    assert due_on(confirmed) == slow
    assert (due_on(confirmed) <= today) == (confirmed <= due_by(today))


def test_the_database_scores_as_the_rule_does(people, site):
    by = people["officer"]
    Site.objects.exclude(pk=site.pk).update(postcode="")
    break_identifier(by, site)
    break_building(by, site)
    services.waive_finding(by=by, site=site.pk, rule="disputed_identifier", why="It is the same building.")
    figures = selectors.estate_quality(by, {})
    scores = {each.pk: site_score(codes(by, each)) for each in Site.objects.all()}
    assert figures["score"] == mean_score(scores.values())
    for owner in figures["owners"]:
        own = [scores[each.pk] for each in Site.objects.filter(organisation=owner["organisation"]["id"])]
        assert owner["score"] == mean_score(own), owner
        alone = selectors.estate_quality(by, {"organisation": owner["organisation"]["id"]})
        assert (alone["score"], alone["findings"], alone["waived"]) == (owner["score"], owner["findings"], owner["waived"])
    every = selectors.findings(by, {"limit": "500"})["results"]
    assert figures["findings"] == len([each for each in every if not each["waived"]])
    assert figures["waived"] == 1


def test_a_waiver_holds_until_the_values_change(people, site):
    officer = Caller(people["officer"])
    BREAKS["occupied_over_gross"][0](people["officer"], site)
    body = {"site": str(site.pk), "rule": "occupied_over_gross", "why": "The return counts a car park."}
    given_ = officer.post("/api/v1/quality-waivers/", body)
    assert given_.status_code == 201 and given_.json()["state"] == "holds"
    found = officer.get(f"/api/v1/sites/{site.pk}/quality/").json()
    assert (found["findings"], found["score"], found["waived"][0]["rule"]) == ([], 100, "occupied_over_gross")
    assert officer.get("/api/v1/sites/?finding=occupied_over_gross").json()["results"] == []
    assert len(officer.get("/api/v1/sites/?finding_waived=occupied_over_gross").json()["results"]) == 1
    again = officer.post("/api/v1/quality-waivers/", body)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/finding-waived")

    row(**{"Occupied floor area (m²)": "39000"})(people["officer"], site)
    found = officer.get(f"/api/v1/sites/{site.pk}/quality/").json()
    assert [each["lapsed"] for each in found["findings"]] == [True]
    lapsed = officer.get(given_.json()["url"]).json()
    assert (lapsed["state"], lapsed["value_now"]) == ("changed", "Occupied 39000.00 m²; floor 38000.00 m²")
    anew = officer.post("/api/v1/quality-waivers/", {**body, "until": str(timezone.localdate())})
    assert (anew.status_code, anew.json()["id"], anew.json()["state"]) == (201, lapsed["id"], "holds")
    QualityWaiver.objects.update(until=timezone.localdate() - timedelta(1))
    assert officer.get(lapsed["url"]).json()["state"] == "ended" and codes(people["officer"], site)
    row()(people["officer"], site)
    assert officer.get(lapsed["url"]).json()["state"] == "mended"
    nothing = officer.post("/api/v1/quality-waivers/", body)
    assert (nothing.status_code, nothing.json()["type"]) == (409, "/problems/nothing-to-waive")


def test_a_waiver_is_an_officer_s_and_is_withdrawn_with_a_reason(people, site, barts):
    BREAKS["no_postcode"][0](people["officer"], site)
    body = {"site": str(site.pk), "rule": "no_postcode", "why": "None was given."}
    for user in (barts, people["reader"], people["hackney"]):
        assert Caller(user).post("/api/v1/quality-waivers/", body).status_code == 403
    officer = Caller(people["officer"])
    assert officer.post("/api/v1/quality-waivers/", {**body, "until": "2017-01-01"}).status_code == 400
    held = officer.post("/api/v1/quality-waivers/", body).json()
    assert officer("delete", held["url"], {}, **{"If-Match": '"1"'}).status_code == 400
    assert Caller(barts)("delete", held["url"], {"reason": "x"}, **{"If-Match": '"1"'}).status_code == 403
    assert officer("delete", held["url"], {"reason": "It has one."}, **{"If-Match": '"1"'}).status_code == 204
    assert codes(people["officer"], site) == {"no_postcode"}


def test_a_site_is_confirmed_for_a_year(people, site, barts):
    editor = Caller(barts)
    path = f"/api/v1/sites/{site.pk}/"
    stale = lambda: {each["code"] for each in editor.get("/api/v1/sites/?stale=true").json()["results"]}  # noqa: E731
    assert stale() == {each["Site Code"] for each in ROWS}
    version = editor.get(path).json()["version"]
    assert editor.post(f"{path}confirm/", {}).status_code == 428
    assert editor.post(f"{path}confirm/", {}, **{"If-Match": f'"{version + 3}"'}).status_code == 412
    assert Caller(people["hackney"]).post(f"{path}confirm/", {}, **{"If-Match": f'"{version}"'}).status_code == 403
    done = editor.post(f"{path}confirm/", {"note": "Survey of May."}, **{"If-Match": f'"{version}"'})
    assert done.status_code == 200 and done.json()["version"] == version
    assert stale() == {"AGGRE", "RQXM1"}
    assert {each["code"] for each in editor.get("/api/v1/sites/?stale=false").json()["results"]} == {"R1H13"}
    again = editor.post(f"{path}confirm/", {}, **{"If-Match": f'"{version}"'})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/confirmed-today")
    found = editor.get(f"{path}quality/").json()
    today = timezone.localdate()
    assert (found["confirmed_on"], found["due_on"], found["stale"]) == (str(today), str(due_on(today)), False)
    for ago, is_stale in ((due_by(today), True), (due_by(today) + timedelta(1), False)):
        SiteConfirmation.objects.update(confirmed_on=ago)
        assert ("R1H13" in stale(), editor.get(f"{path}quality/").json()["stale"]) == (is_stale, is_stale)


def test_many_are_confirmed_in_one_act_or_none_is(people, site, barts):
    own = list(Site.objects.filter(organisation=site.organisation))
    sites = [{"id": str(each.pk), "version": each.version} for each in own]
    editor = Caller(barts)
    stale = [sites[0], {**sites[1], "version": sites[1]["version"] + 1}]
    refused = editor.post("/api/v1/site-confirmations/many/", {"sites": stale})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/site-changed")
    foreign = Site.objects.get(code="RQXM1")
    other = editor.post("/api/v1/site-confirmations/many/", {"sites": [*sites, {"id": str(foreign.pk), "version": foreign.version}]})
    assert other.status_code == 403 and SiteConfirmation.objects.count() == 0
    done = editor.post("/api/v1/site-confirmations/many/", {"sites": sites, "note": "All walked."})
    assert (done.status_code, done.json()) == (201, {"confirmed": 2})
    assert {each.note for each in SiteConfirmation.objects.all()} == {"All walked."}
    assert selectors.estate_quality(barts, {"organisation": str(site.organisation_id)})["stale"] == 0
    with pytest.raises(Refused, match="Nothing was confirmed"):
        services.confirm_sites(by=barts, sites=sites)


def test_the_list_of_findings_walks_to_its_end_and_refuses_what_cannot_be_asked(people, site):
    Site.objects.update(postcode="", area=None)
    caller, seen, url = Caller(people["reader"]), [], "/api/v1/estate-findings/?limit=1&count=true"
    while url:
        answer = caller.get(url).json()
        seen += [(each["site"]["id"], each["rule"]) for each in answer["results"]]
        url = answer["next"]
    assert len(seen) == len(set(seen)) == answer["count"] == 5
    for query in ("colour=red", "rule=colour", "limit=0", "cursor=x", "waived=perhaps", "organisation=x"):
        assert caller.get(f"/api/v1/estate-findings/?{query}").status_code == 400, query
    assert caller.get("/api/v1/estate-quality/?organisation=01a20080-94d3-7764-868d-265fb93b013a").status_code == 404
    assert caller.get("/api/v1/sites/?finding=colour").status_code == 400


def test_the_figures_are_one_statement(people, site):
    with CaptureQueriesContext(connection) as asked:
        selectors.estate_quality(people["officer"], {})
    assert len([each for each in asked if "WITH found" in each["sql"]]) == 1
    assert len(asked) <= 5  # with the state of the owners, the latest year, their names, and the snapshot


def test_an_editor_finds_their_own_organisation_first(people, site, barts, browse):
    people["barts"] = barts
    Site.objects.filter(code="RQXM1").update(postcode="", area=None)
    owners = browse("barts").get("/estates/quality/").context["quality"]["owners"]
    assert owners[0]["organisation"]["id"] == str(site.organisation_id) and owners[0]["yours"]
    page = browse("barts").get(f"/estates/quality/{site.organisation_id}/")
    assert "Confirm the chosen sites" in page.content.decode()
    assert "Confirm the chosen sites" not in browse("reader").get(f"/estates/quality/{site.organisation_id}/").content.decode()


def test_the_pages_confirm_waive_and_withdraw(people, site, barts, browse):
    people["barts"] = barts
    editor, officer = browse("barts"), browse("officer")
    own = f"/estates/quality/{site.organisation_id}/"
    stale = [f"{each['id']}:{each['version']}" for each in editor.get(own).context["stale"]]
    nothing = editor.post(f"{own}confirm/", {})
    assert nothing.status_code == 422
    moved = editor.post(f"{own}confirm/", {"sites": [stale[0][:-1] + "9"], "note": "Kept words"})
    assert moved.status_code == 422 and "has changed" in moved.content.decode() and "Kept words" in moved.content.decode()
    assert editor.post(f"{own}confirm/", {"sites": stale}).status_code == 302
    assert SiteConfirmation.objects.count() == len(stale) == 2
    Site.objects.filter(pk=site.pk).update(postcode="")
    waive = f"/estates/sites/{site.pk}/waive/?rule=no_postcode"
    assert editor.get(waive).status_code == 403
    assert officer.post(waive, {"rule": "no_postcode"}).status_code == 422
    assert officer.post(waive, {"rule": "no_postcode", "why": "None was given."}).status_code == 302
    waiver = QualityWaiver.objects.get()
    assert (waiver.value, waiver.given_by) == ("No postcode", people["officer"])
    withdraw = f"/estates/quality/waivers/{waiver.pk}/withdraw/"
    assert officer.post(withdraw, {"version": waiver.version}).status_code == 422
    assert officer.post(withdraw, {"version": waiver.version, "reason": "It has one."}).status_code == 302
    assert not QualityWaiver.objects.exists() and Identifier.objects.exists()
