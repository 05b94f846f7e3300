"""Sites of trusts from the Organisation Data Service."""

from pathlib import Path

import pytest

from devo_portal.core.models import Organisation
from estates.models import Identifier, ImportRow, Site
from tests.estates.conftest import eric, imported
from tests.estates.foreign import counts, errors, flags, table, undo
from tests.factories import organisation

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "ods_etrust_2018_london.csv"
RETURNS = REAL.with_name("eric_2016-17_site_london.csv")
HEADER = (
    *("organisation_code", "name", "national_grouping", "high_level_health_geography", *(f"address_line_{number}" for number in range(1, 6))),
    *("postcode", "open_date", "close_date", "contact_telephone", "amended_record_indicator", "gor_code"),
)
MILE_END = {
    "organisation_code": "R1H13",
    "name": "MILE END HOSPITAL",
    "national_grouping": "Y56",
    "address_line_1": "BANCROFT ROAD",
    "address_line_4": "LONDON",
    "address_line_5": "GREATER LONDON",
    "postcode": "E1 4DG",
    "open_date": "20120401",
    "gor_code": "H",
}
CLINIC = {
    **MILE_END,
    "organisation_code": "R1H05",
    "name": "SHREWSBURY ROAD HEALTH CENTRE",
    "address_line_1": "SHREWSBURY ROAD",
    "postcode": "E7 8QP",
}


@pytest.fixture
def barts(db):
    return organisation("Barts Health NHS Trust", Organisation.Kind.TRUST, ods_code="R1H")


def ods(*rows):
    return table(HEADER, *(rows or (MILE_END, CLINIC)))


def standard(*rows):
    """The file of 27 fields without headings."""
    cells = []
    for row in rows:
        first = [row.get(name, "") for name in HEADER[:12]]
        cells.append([*first, *[""] * 9, "0", "", "H", "", "", ""])
    return table(None, *cells)


@pytest.mark.parametrize("content", [ods(), standard(MILE_END, CLINIC)], ids=["with headings", "without"])
def test_sites_that_the_register_lacks_come_with_their_address_and_code(officer, barts, content):
    record = imported(officer, content, "etrust.csv")
    assert (record.kind, record.state, counts(record)) == ("ods_sites", "done", (2, 0, 0, 0)), record.message
    site = Site.objects.get(code="R1H13")
    assert (site.organisation, site.name, site.type, site.postcode) == (barts, "Mile End Hospital", "unknown", "E1 4DG")
    assert site.address == "Bancroft Road, London, Greater London"
    assert list(Identifier.objects.filter(site=site).values_list("scheme", "value", "contested")) == [("ods_site", "R1H13", False)]
    assert counts(imported(officer, content, "etrust.csv")) == (0, 0, 2, 0)
    assert Identifier.objects.count() == 2


def test_a_site_of_a_return_gets_its_address_and_keeps_the_rest_and_an_undo_takes_it_back(officer):
    imported(officer, eric())
    Identifier.objects.filter(value="R1H13").delete()
    record = imported(officer, ods(MILE_END), "etrust.csv")
    assert counts(record) == (0, 1, 0, 0)
    (row,) = ImportRow.objects.filter(imported_by=record)
    assert [(each["label"], each["after"]) for each in row.changes] == [
        ("postcode", "E1 4DG"),
        ("address_line_1", "Bancroft Road, London, Greater London"),
    ]
    site = Site.objects.get(code="R1H13")
    assert (site.type, site.postcode, site.current_return.year) == ("community", "E1 4DG", "2016-17")
    assert Identifier.objects.filter(site=site, scheme="ods_site", value="R1H13", contested=False).exists()
    undo(officer, record)
    site.refresh_from_db()
    assert (site.postcode, site.address) == ("", "") and not Identifier.objects.filter(site=site).exists()


def test_what_a_row_leaves_empty_stays(officer, barts):
    imported(officer, ods(MILE_END), "etrust.csv")
    record = imported(officer, ods({**MILE_END, "postcode": "", "address_line_1": "", "address_line_4": "", "address_line_5": ""}), "etrust.csv")
    assert counts(record) == (0, 0, 1, 0)
    assert Site.objects.get().postcode == "E1 4DG"


def test_what_has_closed_is_told_and_neither_made_nor_changed(officer, barts):
    imported(officer, ods(MILE_END), "etrust.csv")
    closed = [{**each, "name": "GONE", "close_date": "20170331"} for each in (MILE_END, CLINIC)]
    still = {**CLINIC, "organisation_code": "R1H06", "close_date": "29991231"}
    itself = {**MILE_END, "organisation_code": "R1H", "name": "BARTS HEALTH NHS TRUST"}
    stranger = {**MILE_END, "organisation_code": "RXX01"}
    record = imported(officer, ods(*closed, still, itself, stranger), "etrust.csv")
    assert (record.state, counts(record)) == ("done", (1, 0, 4, 0)), record.message
    assert flags(record) == {2: "closed_and_held", 3: "closed", 5: "organisation_itself", 6: "organisation_not_known"}
    assert sorted(Site.objects.values_list("code", "name")) == [("R1H06", "Shrewsbury Road Health Centre"), ("R1H13", "Mile End Hospital")]
    assert record.findings["flags"] == {"closed_and_held": 1, "closed": 1, "organisation_itself": 1, "organisation_not_known": 1}


def test_the_page_of_the_import_tells_what_was_left_out(officer, browse, call, barts):
    record = imported(officer, ods(MILE_END, {**CLINIC, "close_date": "2017-03-31"}), "etrust.csv")
    page = browse("officer").get(f"/estates/imports/{record.pk}/").content.decode()
    assert "The file says that it has closed or ended." in page
    (row,) = call("officer").get(f"/api/v1/imports/{record.pk}/rows/?flag=closed").json()["results"]
    assert (row["number"], row["flags"][0]["label"]) == (3, "Closed")
    report = b"".join(browse("officer").get(f"/estates/imports/{record.pk}/report.csv").streaming_content).decode()
    assert "Closed" in report


CELLS = {
    "no code": ("organisation_code", "", "is empty; expected the site's ODS code"),
    "a wrong code": ("organisation_code", "R1H-13", "“R1H-13” is not a code; expected the site's ODS code"),
    "no name": ("name", "", "is empty; expected a name"),
    "no postcode": ("postcode", "East London", "“East London” is not a postcode; expected one such as N15 3TH"),
    "a day that is none": ("close_date", "20170231", "“20170231” is not a date; expected one such as 2017-03-31"),
    "words for a day": ("close_date", "last year", "“last year” is not a date"),
    "a formula": ("name", "=A1", "is a formula"),
}


@pytest.mark.parametrize(("column", "cell", "said"), CELLS.values(), ids=CELLS)
def test_what_is_wrong_is_told_by_row_and_column_and_nothing_is_saved(officer, barts, column, cell, said):
    record = imported(officer, ods(CLINIC, {**MILE_END, column: cell}), "etrust.csv")
    ((number, named, detail), *_) = errors(record)
    assert (number, named) == (3, column) and said in detail
    assert record.state == "checked" and not Site.objects.exists()


@pytest.mark.parametrize("day", ["20170331", "2017-03-31", "31/03/2017", "31 March 2017"])
def test_days_are_read_in_every_style(officer, barts, day):
    assert flags(imported(officer, ods({**MILE_END, "close_date": day}), "etrust.csv")) == {2: "closed"}


def test_a_site_twice_is_told(officer, barts):
    record = imported(officer, ods(MILE_END, {**MILE_END, "organisation_code": "r1h13"}), "etrust.csv")
    assert [(number, detail) for number, _, detail in errors(record)] == [(3, "R1H13 is in the file already, in row 2")]
    assert not Site.objects.exists()


@pytest.mark.skipif(not REAL.exists(), reason="the real files are not here")
def test_the_real_file_of_london(officer):
    imported(officer, RETURNS.read_bytes(), RETURNS.name)
    record = imported(officer, REAL.read_bytes(), REAL.name)
    assert (record.kind, record.state) == ("ods_sites", "done"), record.message
    assert sum(counts(record)) == 3339 and record.new_rows > 1_000 and record.changed_rows > 100
    again = imported(officer, REAL.read_bytes(), REAL.name)
    assert counts(again) == (0, 0, 3339, 0)
    assert Site.objects.get(code="R1H13").postcode == "E1 4DG"


def test_who_acts_for_one_trust_is_told_of_the_rows_of_others_and_sees_the_import(people, barts):
    from devo_portal.core.models import Role
    from tests.factories import person

    editor = person(Role.PARTNER_EDITOR, barts.name)
    closed = {**CLINIC, "close_date": "20170331"}
    others = [{**MILE_END, "organisation_code": "RQX01"}, {**closed, "organisation_code": "RQX02"}]
    organisation("Homerton", Organisation.Kind.TRUST, ods_code="RQX")
    record = imported(editor, ods(MILE_END, closed, *others), "etrust.csv")
    assert [(number, detail) for number, _, detail in errors(record)] == [(row, "You do not act for this organisation") for row in (4, 5)]
    assert flags(record) == {3: "closed"} and not Site.objects.exists()
    assert imported(editor, ods(MILE_END, closed), "etrust.csv").state == "done"
