"""A council's brownfield land register."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from estates import services
from estates.kinds.brownfield import NAME
from estates.models import Plot, Site
from tests.estates.conftest import imported
from tests.estates.foreign import counts, errors, flags, table, undo
from tests.factories import organisation

SCHEMA = Path(__file__).resolve().parents[3] / "shared" / "data" / "brownfield-land-v2.tableschema.json"
HEADER = (
    *("OrganisationURI", "SiteReference", "SiteNameAddress", "GeoX", "GeoY", "SiteplanURL", "Hectares", "OwnershipStatus", "PlanningStatus"),
    *("PermissionType", "PermissionDate", "PlanningHistory", "Deliverable", "NetDwellingsRangeFrom", "NetDwellingsRangeTo", "HazardousSubstances"),
    *("Notes", "FirstAddedDate", "LastUpdatedDate", "EndDate"),
)
YARD = {
    "OrganisationURI": "http://opendatacommunities.org/id/london-borough-council/haringey",
    "SiteReference": "BLR-017",
    "SiteNameAddress": "Depot, Ashley Road, N17",
    "GeoX": "-0.0612",
    "GeoY": "51.5897",
    "Hectares": "1.25",
    "OwnershipStatus": "owned by a public authority",
    "PlanningStatus": "permissioned",
    "PermissionType": "outline planning permission",
    "NetDwellingsRangeFrom": "40",
    "NetDwellingsRangeTo": "60",
    "FirstAddedDate": "2017-12-31",
    "LastUpdatedDate": "2018-12-31",
}
SHARED = {**YARD, "SiteReference": "BLR-018", "OwnershipStatus": "mixed ownership", "PlanningStatus": "not permissioned", "NetDwellingsRangeTo": ""}


@pytest.fixture(autouse=True)
def haringey(db):
    return organisation("London Borough of Haringey", gss_code="E09000014")


def register(*rows, header=HEADER):
    return table(header, *(rows or (YARD, SHARED)))


def told(plot):
    return plot.land_ha, plot.homes_from, plot.homes_to, plot.planning_status, plot.proposed_use, plot.surplus_status


def test_each_entry_is_a_site_that_the_council_reports_and_a_plot_of_it(officer, haringey):
    record = imported(officer, register(), "brownfield.csv")
    assert (record.kind, record.state, counts(record)) == ("brownfield", "done", (2, 0, 0, 0)), record.message
    site = Site.objects.get(code="BLR-017")
    assert (site.organisation, site.name, site.latitude, site.longitude) == (haringey, "Depot, Ashley Road, N17", 51.5897, -0.0612)
    assert told(site.plots.get()) == (Decimal("1.25"), 40, 60, "permissioned", "housing", "potential")
    assert told(Plot.objects.get(site__code="BLR-018"))[1:4] == (40, None, "not_permissioned")


def test_the_same_again_changes_nothing_and_a_change_of_the_plot_alone_is_one(officer):
    first = imported(officer, register(), "brownfield.csv")
    assert counts(imported(officer, register(), "brownfield.csv")) == (0, 0, 2, 0)
    more = imported(officer, register({**YARD, "NetDwellingsRangeTo": "80"}, SHARED), "brownfield.csv")
    assert counts(more) == (0, 1, 1, 0)
    assert [(each["label"], each["before"], each["after"]) for each in more.rows.get(outcome="changed").changes] == [
        ("NetDwellingsRangeTo", "60", "80")
    ]
    assert Plot.objects.get(site__code="BLR-017").homes_to == 80
    undo(officer, more)
    assert Plot.objects.get(site__code="BLR-017").homes_to == 60
    undo(officer, first)
    assert not Plot.objects.exists() and not Site.objects.exists()


def test_a_site_that_the_council_has_already_gets_the_plot_and_keeps_its_others(officer, haringey):
    site = Site.objects.create(organisation=haringey, code="BLR-017", name="Ashley Road depot")
    services.create_plot(by=officer, site=site.pk, name="Front yard", land_ha="0.1")
    assert counts(imported(officer, register(YARD), "brownfield.csv")) == (0, 1, 0, 0)
    assert sorted(site.plots.values_list("name", flat=True)) == [NAME, "Front yard"]


def test_private_land_and_what_has_ended_are_told_and_left_out(officer):
    imported(officer, register(YARD), "brownfield.csv")
    ended = [{**YARD, "EndDate": "2018-12-31", "Hectares": "9"}, {**SHARED, "EndDate": "31/12/2018"}]
    private = {**YARD, "SiteReference": "BLR-019", "OwnershipStatus": "not owned by a public authority"}
    later = {**YARD, "SiteReference": "BLR-020", "EndDate": "31 December 2999"}
    record = imported(officer, register(*ended, private, later), "brownfield.csv")
    assert (record.state, counts(record)) == ("done", (1, 0, 3, 0)), record.message
    assert flags(record) == {2: "closed_and_held", 3: "closed", 4: "not_public_land"}
    assert sorted(Site.objects.values_list("code", flat=True)) == ["BLR-017", "BLR-020"]
    assert Plot.objects.get(site__code="BLR-017").land_ha == Decimal("1.25")


def test_the_names_of_version_1_and_of_the_planning_data_platform_are_known(officer):
    names = {
        "SiteReference": "reference",
        "SiteNameAddress": "name",
        "OwnershipStatus": "ownership-status",
        "PlanningStatus": "planning-permission-status",
    }
    names |= {"GeoX": "point", "GeoY": "entry-date", "Hectares": "hectares", "OrganisationURI": "organisation"}
    names |= {"NetDwellingsRangeFrom": "minimum-net-dwellings", "NetDwellingsRangeTo": "maximum-net-dwellings", "EndDate": "end-date"}
    row = {names.get(name, name): text for name, text in YARD.items()}
    row |= {
        "point": "POINT(-0.0612 51.5897)",
        "entry-date": "2019-01-01",
        "ownership-status": "owned-by-a-public-authority",
        "organisation": "Haringey",
    }
    row["organisation"] = "E09000014"
    record = imported(officer, table([names.get(name, name) for name in HEADER], row), "brownfield.csv")
    assert (record.kind, record.state) == ("brownfield", "done"), (record.message, errors(record))
    assert (Site.objects.get().latitude, told(Plot.objects.get())[1:3]) == (51.5897, (40, 60))


@pytest.mark.skipif(not SCHEMA.exists(), reason="the schema is not here")
def test_the_headings_are_those_of_the_published_schema():
    assert tuple(field["name"] for field in json.loads(SCHEMA.read_text())["fields"]) == HEADER


CELLS = {
    "a council that is not known": ("OrganisationURI", "http://example.org/camelot", "is not known; expected the code of an organisation"),
    "no reference": ("SiteReference", "", "is not a code"),
    "a reference too long": ("SiteReference", "BLR-" + "0" * 37, "has 41 characters; expected a site reference of 40 at most"),
    "no name": ("SiteNameAddress", "", "is empty; expected a name"),
    "words for hectares": ("Hectares", "large", "“large” is not a number; expected a number of hectares"),
    "homes that are none": ("NetDwellingsRangeFrom", "some", "“some” is not a whole number"),
    "fewer homes than the least": ("NetDwellingsRangeTo", "39", "“39” is fewer than the least, 40"),
    "an ownership that is none": ("OwnershipStatus", "ours", "“ours” is not known; expected one of: owned by a public authority"),
    "no ownership": ("OwnershipStatus", "", "is empty; expected one of"),
    "a planning status that is none": (
        "PlanningStatus",
        "hoped for",
        "“hoped for” is not known; expected one of: Permissioned, Pending decision or Not permissioned",
    ),
    "a day that is none": ("EndDate", "31/02/2018", "“31/02/2018” is not a date; expected one such as 2017-03-31"),
    "a place in the sea": ("GeoX", "-20", "In Great Britain, a longitude is from"),
}


@pytest.mark.parametrize(("column", "cell", "said"), CELLS.values(), ids=CELLS)
def test_what_is_wrong_is_told_by_row_and_column_and_nothing_is_saved(officer, column, cell, said):
    record = imported(officer, register(SHARED, {**YARD, column: cell}), "brownfield.csv")
    ((number, named, detail), *_) = errors(record)
    assert (number, named) == (3, column) and said in detail, errors(record)
    assert record.state == "checked" and not Site.objects.exists()


def test_an_entry_twice_is_told(officer):
    record = imported(officer, register(YARD, YARD), "brownfield.csv")
    assert [(number, detail) for number, _, detail in errors(record)] == [(3, "BLR-017 is in the file already, in row 2")]
