"""A council's land and building assets."""

from io import BytesIO

import pytest

from estates.exporting import write_csv
from estates.lists import LISTS
from estates.models import Holding, Identifier, Site
from estates.rules.grid import to_grid
from tests.estates.conftest import imported
from tests.estates.foreign import counts, errors, table, undo
from tests.factories import borough, organisation

HEADER = (
    *("Organisation name", "UPRN", "Unique Asset ID", "Name of building/land", "Street number(s)", "Street", "Post town", "Postcode"),
    *("GeoX", "GeoY", "Tenure", "Tenure category", "Reason for holding"),
)
LIBRARY = {
    "Organisation name": "Haringey Council",
    "UPRN": "100023336956",
    "Unique Asset ID": "A-001",
    "Name of building/land": "Wood Green Library",
    "Street number(s)": "187-197",
    "Street": "High Road",
    "Post town": "London",
    "Postcode": "n226xd",
    "GeoX": "531031",
    "GeoY": "190203.5",
    "Tenure": "Freehold",
    "Tenure category": "Occupied by the local authority",
}
DEPOT = {
    **LIBRARY,
    "UPRN": "",
    "Unique Asset ID": "A-002",
    "Name of building/land": "",
    "Postcode": "N17",
    "GeoX": "",
    "GeoY": "",
    "Tenure": "Leasehold",
    "Tenure category": "Sub leasehold",
}


@pytest.fixture
def haringey(db):
    return organisation("London Borough of Haringey", gss_code="E09000014")


def assets(*rows, header=HEADER):
    return table(header, *(rows or (LIBRARY, DEPOT)))


def test_each_asset_is_a_site_with_its_place_its_uprn_and_the_councils_interest(officer, haringey):
    record = imported(officer, assets(), "assets.csv")
    assert (record.kind, record.state, counts(record)) == ("land_assets", "done", (2, 0, 0, 0)), record.message
    site = Site.objects.get(code="A-001")
    assert (site.organisation, site.name, site.address, site.postcode) == (haringey, "Wood Green Library", "187-197 High Road, London", "N22 6XD")
    easting, northing = to_grid(site.latitude, site.longitude)
    assert abs(easting - 531031) < 1 and abs(northing - 190203.5) < 1
    assert list(site.identifiers.values_list("scheme", "value", "contested")) == [("uprn", "100023336956", False)]
    assert (site.holdings.get().tenure, site.holdings.get().tenure_category, site.holdings.get().organisation) == ("freehold", "occupied", haringey)
    depot = Site.objects.get(code="A-002")
    assert (depot.name, depot.postcode, depot.latitude) == ("187-197 High Road", "", None)
    assert (depot.holdings.get().tenure, depot.holdings.get().tenure_category) == ("leasehold", "sub_leasehold")
    assert not depot.identifiers.exists()


def test_the_same_again_changes_nothing_and_what_changes_is_told_written_and_taken_back(officer, haringey):
    first = imported(officer, assets(), "assets.csv")
    assert counts(imported(officer, assets(), "assets.csv")) == (0, 0, 2, 0)
    degrees = {**LIBRARY, "GeoX": "-0.105", "GeoY": "51.597", "UPRN": "000100023336956"}
    moved = imported(
        officer, assets({**degrees, "Tenure category": "Vacant"}, {**DEPOT, "UPRN": "5", "Tenure": "Licence", "Tenure category": ""}), "assets.csv"
    )
    assert counts(moved) == (0, 2, 0, 0)
    assert [(each["label"], each["before"], each["after"]) for each in moved.rows.get(number=3).changes] == [
        ("UPRN", "", "5"),
        ("Tenure", "Leasehold", "Licence"),
    ]
    library, depot = Site.objects.get(code="A-001"), Site.objects.get(code="A-002")
    assert (library.latitude, library.longitude, library.holdings.get().tenure_category) == (51.597, -0.105, "vacant")
    assert (depot.holdings.get().tenure, depot.identifiers.get().value) == ("licence", "5")
    undo(officer, moved)
    assert Holding.objects.get(site=depot).tenure == "leasehold" and not depot.identifiers.exists()
    undo(officer, first)
    assert not Site.objects.exists() and not Holding.objects.exists() and not Identifier.objects.exists()


def test_two_assets_with_one_uprn_are_a_conflict_and_both_are_kept(officer, haringey):
    record = imported(officer, assets(LIBRARY, {**DEPOT, "UPRN": LIBRARY["UPRN"]}), "assets.csv")
    assert record.state == "done", record.message
    assert sorted(Identifier.objects.values_list("site__code", "contested")) == [("A-001", False), ("A-002", True)]


@pytest.mark.parametrize(
    "named",
    ["London Borough of Haringey", "HARINGEY", "Haringey Council", "E09000014", "http://opendatacommunities.org/id/london-borough-council/haringey"],
)
def test_a_council_is_known_by_any_of_its_names(officer, haringey, named):
    assert imported(officer, assets({**LIBRARY, "Organisation name": named}), "assets.csv").state == "done"
    assert Site.objects.get().organisation == haringey


def test_the_borough_is_that_of_the_point(officer, haringey):
    borough("Haringey")
    assert imported(officer, assets(), "assets.csv").state == "done"


CELLS = {
    "a council that is not known": ("Organisation name", "Camelot Council", "“Camelot Council” is not known; expected the code of an organisation"),
    "no asset": ("Unique Asset ID", "", "is not a code"),
    "an asset too long": ("Unique Asset ID", "A-" + "0" * 39, "has 41 characters; expected a unique asset identity of 40 at most"),
    "words for a UPRN": ("UPRN", "unknown", "“unknown” is not valid: A UPRN is 1 to 12 digits"),
    "words for a place": ("GeoX", "west", "“west” is not a number; expected degrees, or metres of the British National Grid"),
    "half a place": ("GeoY", "", "is empty"),
    "a place in the sea": ("GeoX", "5310310", "not in Great Britain"),
    "a postcode that is none": ("Postcode", "Tottenham", "is not a postcode"),
    "a category of another tenure": ("Tenure category", "Sub leasehold", "“Sub leasehold” does not go with freehold; expected one of"),
    "a category that is none": ("Tenure category", "mostly", "“mostly” is not known; expected one of"),
    "a formula": ("Name of building/land", "=1+1", "is a formula"),
}


@pytest.mark.parametrize(("column", "cell", "said"), CELLS.values(), ids=CELLS)
def test_what_is_wrong_is_told_by_row_and_column_and_nothing_is_saved(officer, haringey, column, cell, said):
    record = imported(officer, assets(DEPOT, {**LIBRARY, column: cell}), "assets.csv")
    ((number, named, detail), *_) = errors(record)
    assert (number, named) == (3, column) and said in detail, errors(record)
    assert record.state == "checked" and not Site.objects.exists()


def test_an_asset_twice_and_a_column_twice_are_told(officer, haringey):
    from django.core.exceptions import ValidationError

    record = imported(officer, assets(LIBRARY, {**DEPOT, "Unique Asset ID": "a-001"}), "assets.csv")
    assert [(number, detail) for number, _, detail in errors(record)] == [(3, "A-001 is in the file already, in row 2")]
    with pytest.raises(ValidationError, match="stands twice"):
        imported(officer, table([*HEADER, "Tenure type"], LIBRARY), "assets.csv")


def test_a_tenure_of_the_councils_own_words_is_another_one(officer, haringey):
    assert imported(officer, assets({**LIBRARY, "Tenure": "Right of way", "Tenure category": "over the yard"}), "assets.csv").state == "done"
    holding = Holding.objects.get()
    assert (holding.tenure, holding.tenure_category, holding.land_ha) == ("other", "", None)


def test_a_long_asset_reference_goes_in_and_out_and_in_again(officer, haringey, browse, tmp_path):
    code = "HARINGEY/PROPERTY/LIB.0001-A_B"
    assert len(code) == 30
    imported(officer, assets({**LIBRARY, "Unique Asset ID": code.lower()}, DEPOT), "assets.csv")
    site = Site.objects.get(code=code)
    assert counts(imported(officer, assets({**LIBRARY, "Unique Asset ID": code}, DEPOT), "assets.csv")) == (0, 0, 2, 0)
    listing = LISTS["sites"]
    write_csv(listing.rows(officer).order_by("id"), listing.columns, file := BytesIO())
    out = file.getvalue().decode()
    assert code in out and counts(imported(officer, out.encode(), "sites.csv")) == (0, 0, 2, 0)
    renamed = imported(officer, out.replace("Wood Green Library", "Wood Green Central Library").encode(), "sites.csv")
    site.refresh_from_db()
    assert counts(renamed) == (0, 1, 1, 0) and (site.name, site.code) == ("Wood Green Central Library", code)
    assert code in browse("officer").get(f"/estates/imports/{renamed.pk}/").content.decode()
    undo(officer, renamed)
