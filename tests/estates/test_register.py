"""Sites and what hangs on them: identifiers, buildings, occupations, holdings, plots, former returns."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from devo_portal.core.models import Role
from devo_portal.core.writes import Refused
from estates import selectors, services
from estates.models import EstateReturn, Holding, Identifier, Site
from estates.rules.identifiers import asked, read
from tests.estates.conftest import HOMERTON, MILE_END, eric, imported
from tests.factories import organisation, person


@pytest.fixture
def site(officer):
    imported(officer, eric())
    return Site.objects.get(code="R1H13")


@pytest.fixture
def other(site):
    return Site.objects.get(code="RQXM1")


@pytest.fixture
def building(officer, site):
    return services.create_building(by=officer, site=site.pk, name="Block A", gross_internal_m2=Decimal(1000))


# --- identifiers
@pytest.mark.parametrize(
    ("scheme", "written", "kept"),
    [
        ("uprn", " 000100023336956 ", "100023336956"),
        ("title_number", "tgl 123456", "TGL123456"),
        ("title_number", "123456", "123456"),
        ("ods_site", "r1h13", "R1H13"),
        ("epims", "0012345", "12345"),
        ("own_reference", "  E/4  block B ", "E/4 block B"),
    ],
)
def test_a_value_is_kept_as_its_scheme_writes_it(scheme, written, kept):
    assert read(scheme, written) == kept


@pytest.mark.parametrize(
    ("scheme", "written"),
    [
        ("uprn", "1" * 13),
        ("uprn", "10A"),
        ("uprn", "0"),
        ("title_number", "TGL"),
        ("ods_site", "AGGRE"),
        ("ods_site", "R1"),
        ("own_reference", "x" * 61),
    ],
)
def test_what_a_scheme_does_not_allow_is_refused_in_words(scheme, written, officer, site):
    with pytest.raises(ValidationError) as refused:
        services.claim_identifier(by=officer, site=site.pk, scheme=scheme, value=written)
    assert "value" in refused.value.error_dict


def test_an_import_gives_each_site_its_ods_code_but_no_aggregate(site):
    assert set(Identifier.objects.values_list("scheme", "value")) == {("ods_site", "R1H13"), ("ods_site", "RQXM1")}


def test_a_bare_value_means_every_scheme_that_it_fits():
    assert asked("uprn:7") == [("uprn", "7")]
    assert {scheme for scheme, _ in asked("12345")} == {"uprn", "title_number", "ods_site", "epims", "own_reference"}
    assert asked("uprn:TGL1") == []


def test_a_site_is_found_by_any_identifier(officer, site, call):
    services.claim_identifier(by=officer, site=site.pk, scheme="uprn", value="100023336956")
    services.claim_identifier(by=officer, site=site.pk, scheme="title_number", value="TGL123456")
    services.claim_identifier(by=officer, site=site.pk, scheme="own_reference", value="E/4")
    for query in ("identifier=uprn:100023336956", "identifier=0100023336956", "identifier=tgl%20123456", "identifier=ods_site:r1h13",
                  "identifier=E/4",
                  "q=100023336956", "q=TGL123456", "q=r1h13"):  # fmt: skip
        assert [each["code"] for each in call("reader").get(f"/api/v1/sites/?{query}").json()["results"]] == ["R1H13"], query
    for query in ("identifier=uprn:5", "identifier=title_number:100023336956"):
        assert call("reader").get(f"/api/v1/sites/?{query}").json()["results"] == [], query
    found = call("reader").get("/api/v1/search/?q=100023336956").json()["groups"]
    assert [each["name"] for group in found for each in group["results"]] == ["Mile End Hospital"]
    assert call("reader").get("/api/v1/identifiers/?identifier=uprn:100023336956").json()["results"][0]["site"]["code"] == "R1H13"


def test_a_second_site_is_refused_by_rule_or_kept_as_a_conflict_and_settled_by_withdrawing(officer, site, other, call, browse):
    first = services.claim_identifier(by=officer, site=site.pk, scheme="uprn", value="7")
    body = {"site": str(other.pk), "scheme": "uprn", "value": "007"}
    refused = call("officer").post("/api/v1/identifiers/", body)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/identifier-used")
    assert "Mile End Hospital" in refused.json()["detail"]
    page = browse("officer").post(f"/estates/sites/{other.pk}/identifiers/new/", {"scheme": "uprn", "value": "7"})
    assert page.status_code == 409 and "Rule: identifier used" in page.content.decode()
    kept = call("officer").post("/api/v1/identifiers/", {**body, "dispute": True})
    assert (kept.status_code, kept.json()["conflict"]) == (201, True)
    assert call("reader").get("/api/v1/identifiers/?conflict=true&count=true").json()["count"] == 2
    assert "In conflict" in browse("reader").get("/estates/identifiers/?conflict=true").content.decode()
    assert len(call("reader").get("/api/v1/sites/?identifier=uprn:7").json()["results"]) == 2
    with pytest.raises(ValidationError):
        services.withdraw_identifier(by=officer, pk=first.pk, version=first.version)
    services.withdraw_identifier(by=officer, pk=first.pk, version=first.version, reason="The number is the neighbour’s.")
    assert call("reader").get("/api/v1/identifiers/?conflict=true&count=true").json()["count"] == 0


def test_own_references_are_each_organisation_s_own(officer, site, other):
    one = services.claim_identifier(by=officer, site=site.pk, scheme="own_reference", value="1")
    assert one.organisation == site.organisation
    assert services.claim_identifier(by=officer, site=other.pk, scheme="own_reference", value="1").organisation == other.organisation
    with pytest.raises(Refused) as refused:
        services.claim_identifier(by=officer, site=other.pk, scheme="own_reference", value="1", organisation=site.organisation)
    assert refused.value.rule == "identifier-used"
    with pytest.raises(ValidationError):
        services.claim_identifier(by=officer, site=other.pk, scheme="uprn", value="1", organisation=site.organisation)


def test_an_import_of_a_code_that_another_site_has_is_kept_as_a_conflict(officer, site, call):
    services.claim_identifier(by=officer, site=site.pk, scheme="ods_site", value="R1H77")
    done = imported(
        officer, eric([{**HOMERTON, "Site Code": "R1H77"}, {**HOMERTON, "Site Code": "R1H13", "Site Name": "ALSO MILE END"}]), "eric_2016-17_b.csv"
    )
    assert done.state == "done"
    conflicts = call("reader").get("/api/v1/identifiers/?conflict=true").json()["results"]
    assert sorted(each["value"] for each in conflicts) == ["R1H13", "R1H13", "R1H77", "R1H77"]


# --- who may
def test_editors_of_the_site_s_organisation_keep_it_and_nobody_else(site, people):
    own, reader = person(Role.PARTNER_EDITOR, site.organisation.name), people["reader"]
    made = services.create_building(by=own, site=site.pk, name="Lodge")
    for by in (people["haringey"], reader):
        with pytest.raises(PermissionDenied):
            services.create_building(by=by, site=site.pk, name="Annexe")
        with pytest.raises(PermissionDenied):
            services.update_building(by=by, pk=made.pk, version=1, name="Annexe")


# --- buildings and occupations
def test_more_floor_than_a_building_has_is_refused_on_the_day(officer, site, building, call):
    made = {"by": officer, "site": site.pk, "building": building.pk}
    services.create_occupation(occupier=site.organisation, area_m2=Decimal(700), ends_on=date(2016, 12, 31), **made)
    services.create_occupation(occupier_name="A charity", area_m2=Decimal(700), starts_on=date(2017, 1, 1), **made)
    with pytest.raises(Refused) as refused:
        services.create_occupation(vacant=True, area_m2=Decimal(301), starts_on=date(2016, 12, 31), **made)
    assert (refused.value.rule, list(refused.value.errors)) == ("building-overfull", ["area_m2"]) and "31 December 2016" in refused.value.detail
    services.create_occupation(vacant=True, area_m2=Decimal(300), **made)
    with pytest.raises(Refused) as smaller:
        services.update_building(by=officer, pk=building.pk, version=1, gross_internal_m2=Decimal(999))
    assert smaller.value.rule == "building-overfull"
    row = call("reader").get(f"/api/v1/buildings/{building.pk}/").json()
    assert (row["occupied_m2"], row["vacant_m2"], row["flags"]) == ("700.00", "300.00", [])


def test_an_occupation_is_by_one_or_by_nobody_and_of_this_site(officer, site, other, building):
    for wrong in ({}, {"vacant": True, "occupier": site.organisation}, {"occupier": site.organisation, "occupier_name": "Too"}):
        with pytest.raises(ValidationError):
            services.create_occupation(by=officer, site=site.pk, building=building.pk, **wrong)
    with pytest.raises(ValidationError) as elsewhere:
        services.create_occupation(by=officer, site=other.pk, building=building.pk, vacant=True)
    assert "building" in elsewhere.value.error_dict


# --- holdings
@pytest.fixture
def freehold(officer, site):
    return services.create_holding(
        by=officer, site=site.pk, organisation=site.organisation, tenure="freehold", floor_m2=Decimal(1000), starts_on=date(2010, 1, 1)
    )


def lease(by, above, floor, holder="Haringey", **fields):
    values = {"tenure": "leasehold", "superior": above.pk, "floor_m2": Decimal(floor), "organisation": organisation(holder), **fields}
    return services.create_holding(by=by, site=above.site_id, **values)


def test_the_owner_on_any_date_and_each_floor_once(officer, site, freehold, call, browse):
    first = lease(officer, freehold, 400, starts_on=date(2012, 1, 1), ends_on=date(2017, 11, 16))
    lease(officer, first, 100, holder="Hackney", starts_on=date(2015, 1, 1))
    held = lambda day: {  # noqa: E731
        each["name"]: int(Decimal(each["floor_m2"]))
        for each in call("reader").get(f"/api/v1/sites/{site.pk}/owners/?on={day}").json()["holders"]
        if each["floor_m2"] != "0.00" or each["name"] != site.organisation.name
    }
    trust = site.organisation.name
    assert held("2009-12-31") == {}
    assert held("2011-06-01") == {trust: 1000}
    assert held("2017-11-16") == {trust: 600, "Haringey": 300, "Hackney": 100}
    assert held("2017-11-17") == {trust: 900, "Hackney": 100}
    page = browse("reader").get(f"/estates/sites/{site.pk}/holdings/?on=16 November 2017")
    assert page.context["owners"]["holders"] == selectors.owners_on(officer, site.pk, date(2017, 11, 16))["holders"]
    totals = call("reader").get("/api/v1/holdings/summary/?on=2017-11-16").json()
    assert totals["floor_m2"] == "1000.00"
    alone = call("reader").get(f"/api/v1/holdings/summary/?on=2017-11-16&organisation={site.organisation_id}").json()
    assert alone["floor_m2"] == "600.00"
    assert call("reader").get(f"/api/v1/sites/{site.pk}/owners/?on=2017-02-30").status_code == 400


def test_an_interest_is_not_larger_than_the_one_above_it_nor_in_a_circle(officer, freehold):
    first = lease(officer, freehold, 600)
    for floor in (401, 1001):
        with pytest.raises(Refused) as refused:
            lease(officer, freehold, floor, holder="Hackney")
        assert refused.value.rule == "interest-too-large"
    second = lease(officer, freehold, 400, holder="Hackney")
    with pytest.raises(Refused) as smaller:
        services.update_holding(by=officer, pk=freehold.pk, version=1, floor_m2=Decimal(999))
    assert smaller.value.rule == "interest-too-large"
    third = lease(officer, first, 10, holder="Camden")
    with pytest.raises(Refused) as circle:
        services.update_holding(by=officer, pk=freehold.pk, version=1, superior=third.pk)
    assert circle.value.rule == "interest-circle" and "Haringey" in circle.value.detail
    with pytest.raises(Refused):
        services.update_holding(by=officer, pk=second.pk, version=1, superior=second.pk)


def test_what_a_file_brought_is_flagged_and_counted_once(officer, site, freehold, call):
    Holding.objects.create(site=site, organisation=organisation("Haringey"), tenure="leasehold", superior=freehold, floor_m2=Decimal(1500))
    answer = call("reader").get(f"/api/v1/sites/{site.pk}/owners/").json()
    assert [each["code"] for each in answer["flags"]] == ["interest-too-large"]
    assert answer["floor_m2"] == "1500.00"


def test_one_interest_is_not_held_twice_on_a_day(officer, site, freehold):
    again = {"by": officer, "site": site.pk, "organisation": site.organisation, "tenure": "freehold"}
    with pytest.raises(Refused) as refused:
        services.create_holding(starts_on=date(2016, 1, 1), **again)
    assert refused.value.rule == "interest-overlap"
    services.create_holding(starts_on=date(2016, 1, 1), part="Car park", **again)
    services.create_holding(starts_on=date(2001, 1, 1), ends_on=date(2009, 12, 31), **again)
    with pytest.raises(ValidationError):
        services.create_holding(
            by=officer, site=site.pk, organisation=site.organisation, tenure="freehold", tenure_category="sub_leasehold", part="x"
        )


# --- plots
def test_a_plot_s_value_and_status_move_with_a_reason_and_its_history_tells_it(officer, site, browse):
    plot = services.create_plot(by=officer, site=site.pk, name="Car park", market_value=Decimal(1))
    for change in ({"market_value": Decimal(2)}, {"disposal_status": "sold"}, {"surplus_status": "declared"}, {"sensitive": True}):
        with pytest.raises(ValidationError) as refused:
            services.update_plot(by=officer, pk=plot.pk, version=1, **change)
        assert "reason" in refused.value.error_dict
    services.update_plot(by=officer, pk=plot.pk, version=1, disposal_status="sold", reason="Completed on Friday.")
    page = browse("reader").get(f"/estates/plots/{plot.pk}/").content.decode()
    assert "Completed on Friday." in page and "Sold" in page


def test_plots_with_more_land_than_their_site_are_flagged(officer, site, call):
    services.create_plot(by=officer, site=site.pk, name="One", land_ha=Decimal("3.8"))
    assert call("reader").get("/api/v1/plots/?flagged=true").json()["results"] == []
    services.create_plot(by=officer, site=site.pk, name="Two", land_ha=Decimal("0.08"))
    found = call("reader").get("/api/v1/plots/?flagged=true").json()["results"]
    assert [each["flags"][0]["code"] for each in found] == ["plots-over-land", "plots-over-land"]


# --- What was returned each year
def test_a_return_is_as_at_the_end_of_its_year_and_what_it_said_before_is_kept(officer, site, call, browse):
    assert EstateReturn.objects.get(site=site).as_at == date(2017, 3, 31)
    assert call("reader").get(f"/api/v1/estate-returns/?site={site.pk}").json()["results"][0]["as_at"] == "2017-03-31"
    assert call("reader").get(f"/api/v1/sites/{site.pk}/former-returns/").json() == {"former": []}
    imported(officer, eric([{**MILE_END, "Land area owned (Hectares)": "4"}]), "eric_2016-17_again.csv")
    (former,) = call("reader").get(f"/api/v1/sites/{site.pk}/former-returns/").json()["former"]
    assert (former["year"], former["version"], former["land_ha"]) == ("2016-17", 1, "3.8700")
    assert "eric_2016-17.csv" in former["source"] and len(former["row_hash"]) == 32
    assert "3.87" in browse("reader").get(f"/estates/sites/{site.pk}/returns/").content.decode()


def test_every_section_opens_and_every_form_saves(officer, site, browse):
    for section in ("", "holdings/", "buildings/", "plots/", "identifiers/", "returns/", "history/"):
        assert browse("reader").get(f"/estates/sites/{site.pk}/{section}").status_code == 200
    for noun, typed in (
        ("buildings", {"name": "Block B", "condition": "b", "built": "1936"}),
        ("holdings", {"organisation": str(site.organisation_id), "tenure": "freehold"}),
        ("plots", {"name": "Yard", "surplus_status": "potential", "stage": "open", "disposal_status": "not_disposed"}),
        ("identifiers", {"scheme": "epims", "value": "12345"}),
    ):
        done = browse("officer").post(f"/estates/sites/{site.pk}/{noun}/new/", typed)
        assert (done.status_code, done["Location"]) == (302, f"/estates/sites/{site.pk}/{noun}/"), noun
        assert browse("officer").get(done["Location"]).status_code == 200
    building = site.buildings.get()
    done = browse("officer").post(f"/estates/sites/{site.pk}/occupations/new/", {"building": str(building.pk), "vacant": "on", "area_m2": "5"})
    assert done.status_code == 302
    told = browse("reader").get(f"/estates/sites/{site.pk}/history/").content.decode()
    assert "Block B" in told and "12345" in told
