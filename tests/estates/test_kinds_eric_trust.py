"""The trust sheet: a return for each trust and year."""

import csv
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devo_portal.core.history import history
from devo_portal.core.models import Organisation
from estates import services
from estates.eric.numbers import read_number, read_yes
from estates.models import Import, ImportRow, TrustReturn
from tests.estates.conftest import eric, imported, workbook

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "eric_2016-17_trust_london.csv"
BARTS = {
    "Organisation Code": "R1H",
    "Organisation Name": "BARTS HEALTH NHS TRUST",
    "Commissioning Region": "LONDON COMMISSIONING REGION",
    "Organisation Type": "ACUTE - TEACHING",
    "Number of sites - General acute hospital (No.)": "3",
    "Number of sites - Mixed service hospital (No.)": "1",
    "Number of sites - Non inpatient (No.)": "13",
    "Number of sites - Unreported sites (No.)": "57",
    "Number of sites leased from NHS Property Services (No.)": "0",
    "Estates Development Strategy (Yes/No)": "No",
    "Capital investment for new build (£)": "15,142,000",
    "Capital investment for improving existing buildings (£)": "13195000",
    "Capital investment for equipment (£)": "Not Applicable",
    "Investment to reduce backlog maintenance (£)": "3885868",
    "Fires recorded (No.)": "12",
}
HOMERTON = {**BARTS, "Organisation Code": "RQX", "Organisation Name": "HOMERTON UNIVERSITY HOSPITAL NHS FOUNDATION TRUST"}
NAME = "eric_2016-17_trust.csv"


def sheet(*rows, header=None, encoding="utf-8"):
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([(header or {}).get(name, name) for name in BARTS])
    writer.writerows([row[name] for name in BARTS] for row in rows or (BARTS, HOMERTON))
    return text.getvalue().encode(encoding)


def barts():
    return TrustReturn.objects.get(organisation__ods_code="R1H")


def test_each_row_is_a_return_of_its_trust_and_trusts_come_with_it(officer):
    record = imported(officer, sheet(), NAME)
    assert (record.kind, record.state, record.new_rows) == ("eric_trust", "done", 2), record.message
    kept = barts()
    assert (kept.year, str(kept.as_at), kept.organisation_type, kept.ref[:4]) == ("2016-17", "2017-03-31", "ACUTE - TEACHING", "TRR-")
    assert (kept.sites_general_acute, kept.sites_specialist, kept.sites_total, kept.sites_leased_nhsps) == (3, None, 74, 0)
    assert (kept.estates_strategy, kept.capital_new_build, kept.capital_equipment) == (False, Decimal(15142000), None)
    assert kept.as_reported == list(BARTS.values()) and kept.imported_by == record
    assert Organisation.objects.get(ods_code="RQX").name == "Homerton University Hospital NHS Foundation Trust"
    (act,) = history(TrustReturn, kept.pk)
    assert (act["by"], act["event"]) == (str(officer), "estates.imported")


def test_the_same_again_changes_nothing_and_another_year_is_kept_beside_it(officer):
    imported(officer, sheet(), NAME)
    same = sheet({**BARTS, "Capital investment for new build (£)": "£15142000.00"}, HOMERTON, encoding="cp1252")
    again = imported(officer, same, NAME)
    assert (again.new_rows, again.changed_rows, again.unchanged_rows) == (0, 0, 2)
    imported(officer, sheet({**BARTS, "Capital investment for new build (£)": "1"}), "eric_2017-18.csv")
    assert list(TrustReturn.objects.filter(organisation__ods_code="R1H").order_by("year").values_list("year", "capital_new_build")) == [
        ("2016-17", 15142000),
        ("2017-18", 1),
    ]


def test_a_changed_row_says_what_changes_changes_it_and_is_undone(officer):
    first = imported(officer, sheet(), NAME)
    changed = {**BARTS, "Estates Development Strategy (Yes/No)": "yes", "Capital investment for equipment (£)": "7", "Fires recorded (No.)": "13"}
    record = imported(officer, sheet(changed, HOMERTON), NAME)
    assert (record.new_rows, record.changed_rows, record.unchanged_rows) == (0, 1, 1)
    row = ImportRow.objects.get(imported_by=record, outcome="changed")
    assert [(each["label"], each["before"], each["after"]) for each in row.changes] == [
        ("Has an estates development strategy", "no", "yes"),
        ("Capital investment for equipment (£)", None, "7.00"),
        ("Fires recorded (No.)", "12", "13"),
    ]
    assert (barts().estates_strategy, barts().capital_equipment, barts().version) == (True, 7, 2)
    services.undo_import(by=officer, pk=record.pk, version=record.version, queue=False)
    services.run_undo(record.pk)
    kept = barts()
    assert (kept.estates_strategy, kept.capital_equipment, kept.as_reported, kept.imported_by) == (False, None, list(BARTS.values()), first)
    first.refresh_from_db()
    services.undo_import(by=officer, pk=first.pk, version=first.version, queue=False)
    services.run_undo(first.pk)
    assert not TrustReturn.objects.exists() and not Organisation.objects.filter(ods_code="RQX").exists()
    assert Import.objects.get(pk=first.pk).state == "undone"


def test_a_later_edit_stands_in_the_way_of_an_undo(officer):
    from devo_portal.core.writes import Refused

    record = imported(officer, sheet(), NAME)
    imported(officer, sheet({**BARTS, "Fires recorded (No.)": "1"}), NAME)
    with pytest.raises(Refused):
        services.undo_import(by=officer, pk=record.pk, version=record.version, queue=False)


def test_the_sheets_of_other_years_are_read(officer):
    former = {
        "Number of sites - Mixed service hospital (No.)": "Number of sites - Multi-service hospital (No.)",
        "Number of sites - Non inpatient (No.)": "Number of sites - Non in-patient facilities (No.)",
        "Number of sites - Unreported sites (No.)": "Number of sites - Not reported (No.)",
        "Number of sites leased from NHS Property Services (No.)": "Total number of sites (No.)",
    }
    later = {
        "Organisation Code": "Trust Code",
        "Organisation Name": "Trust Name",
        "Organisation Type": "Trust Type",
        "Number of sites leased from NHS Property Services (No.)": "Total number of sites (No.)",
        "Capital investment for improving existing buildings (£)": "Capital investment for changing/improving existing buildings (£)",
        "Capital investment for equipment (£)": "Capital investment for maintaining (lifecycle) existing buildings (£)",
    }
    total = {**BARTS, "Number of sites leased from NHS Property Services (No.)": "80", "Capital investment for equipment (£)": "9"}
    assert imported(officer, sheet(total, header=former), "ERIC_201415_trust.csv").state == "done"
    kept = TrustReturn.objects.get(year="2014-15")
    assert (kept.sites_mixed, kept.sites_non_inpatient, kept.sites_unreported, kept.sites_total) == (1, 13, 57, 80)
    assert imported(officer, sheet(total, header=later), "ERIC_202425_trust.csv").state == "done"
    kept = TrustReturn.objects.get(year="2024-25")
    assert (kept.organisation_type, kept.capital_improving, kept.capital_maintaining, kept.sites_total) == ("ACUTE - TEACHING", 13195000, 9, 80)


def test_a_workbook_with_both_sheets_is_read_as_that_of_sites_and_a_file_of_sites_is_never_one_of_trusts(officer):
    both = workbook([list(row) for row in csv.reader(StringIO(eric().decode()))], sheets={"Trust Data": [list(BARTS), list(BARTS.values())]})
    assert imported(officer, both, "eric_2016-17.xlsx").kind == "eric_site"
    assert imported(officer, workbook([list(BARTS), list(BARTS.values())]), "eric_2016-17.xlsx").kind == "eric_trust"


CELLS = {
    "no code": ("Organisation Code", "", "is empty; expected the organisation's ODS code"),
    "a wrong code": ("Organisation Code", "R1H!", "“R1H!” is not a code; expected the organisation's ODS code"),
    "no name": ("Organisation Name", "", "is empty; expected a name"),
    "words for a count": ("Number of sites - Non inpatient (No.)", "many", "“many” is not a number; expected a whole number"),
    "a fraction of a site": ("Number of sites - Non inpatient (No.)", "2.5", "“2.5” has a fraction; expected a whole number"),
    "a negative count": ("Number of sites - Non inpatient (No.)", "-1", "is below nothing; expected a whole number"),
    "too many": ("Number of sites - Non inpatient (No.)", "1000000", "is too large; expected a whole number below 1,000,000"),
    "a date, year last": ("Capital investment for new build (£)", "31/03/2017", "is a date; expected a number of pounds"),
    "a date, year first": ("Capital investment for new build (£)", "2017-03-31", "is a date; expected a number of pounds"),
    "a date in words": ("Capital investment for new build (£)", "31-Mar-2017", "is a date; expected a number of pounds"),
    "neither yes nor no": ("Estates Development Strategy (Yes/No)", "perhaps", "“perhaps” is neither; expected Yes or No"),
    "a formula for a type": ("Organisation Type", "=A1", "is a formula; expected a plain value"),
    "a formula in a column that is only kept": ("Commissioning Region", "@SUM(A1)", "is a formula"),
}


@pytest.mark.parametrize(("column", "cell", "said"), CELLS.values(), ids=CELLS)
def test_what_is_wrong_is_told_by_row_and_column_and_nothing_is_saved(officer, column, cell, said):
    record = imported(officer, sheet(HOMERTON, {**BARTS, column: cell}), NAME)
    (row,) = ImportRow.objects.filter(imported_by=record, outcome="error")
    assert (row.number, [each["column"] for each in row.errors]) == (3, [column])
    assert said in row.errors[0]["detail"]
    assert record.state == "checked" and not TrustReturn.objects.exists()


def test_a_trust_twice_and_a_trust_of_others_are_told(officer, people):
    record = imported(officer, sheet(BARTS, {**BARTS, "Organisation Code": "r1h"}), NAME)
    (row,) = ImportRow.objects.filter(imported_by=record, outcome="error")
    assert row.errors == [{"column": "Organisation Code", "detail": "R1H is in the file already, in row 2"}]
    assert not TrustReturn.objects.exists()


def test_the_list_by_api_and_its_filters(call, officer):
    imported(
        officer, sheet(BARTS, {**HOMERTON, "Estates Development Strategy (Yes/No)": "Yes", "Investment to reduce backlog maintenance (£)": "5"}), NAME
    )

    def asked(query):
        answer = call("reader").get(f"/api/v1/trust-returns/{query}")
        assert answer.status_code == 200, answer.content
        return [each["organisation"]["ods_code"] for each in answer.json()["results"]]

    assert sorted(asked("")) == ["R1H", "RQX"]
    assert asked("?estates_strategy=true") == ["RQX"]
    assert asked("?backlog_investment__gte=6") == ["R1H"] and asked("?backlog_investment__lte=5") == ["RQX"]
    assert asked(f"?organisation={barts().organisation_id}") == ["R1H"]
    assert asked("?organisation_type=acute - teaching&order=-backlog_investment") == ["R1H", "RQX"]
    assert asked("?leases_from_nhsps=true") == [] == asked("?year=2015-16")
    answer = call("reader").get(f"/api/v1/trust-returns/{barts().pk}/").json()
    assert answer["sites_by_type"][0] == {"code": "general_acute", "label": "General acute hospitals", "sites": 3}
    assert answer["as_reported"]["Fires recorded (No.)"] == "12"
    assert call("reader").get("/api/v1/trust-returns/?colour=red").status_code == 400


def test_the_estate_page_shows_them_by_year(browse, officer):
    imported(officer, sheet(), NAME)
    imported(officer, sheet({**BARTS, "Estates Development Strategy (Yes/No)": "Yes"}), "eric_2017-18.csv")
    page = browse("reader").get(f"/estates/organisations/{barts_id()}/").content.decode()
    assert page.index("2017-18") < page.index("2016-17")
    for words in (
        "What it returns as a whole",
        "General acute hospitals: 3",
        "15,142,000",
        "3,885,868",
        f"/api/v1/trust-returns/?organisation={barts_id()}",
    ):
        assert words in page


def barts_id():
    return Organisation.objects.get(ods_code="R1H").pk


def test_its_rows_are_told_on_the_page_and_in_the_report(browse, call, officer):
    imported(officer, sheet(), NAME)
    record = imported(officer, sheet({**BARTS, "Capital investment for new build (£)": "2"}), NAME)
    page = browse("officer").get(f"/estates/imports/{record.pk}/").content.decode()
    assert "Capital investment for new build (£)" in page and "15,142,000" in page
    (row,) = call("officer").get(f"/api/v1/imports/{record.pk}/rows/").json()["results"]
    assert {"field": "capital_new_build", "label": "Capital investment for new build (£)", "value": "2.00"} in row["values"]
    report = b"".join(browse("officer").get(f"/estates/imports/{record.pk}/report.csv").streaming_content).decode()
    assert "Capital investment for new build (£): 15142000.00 becomes 2.00" in report


@pytest.mark.skipif(not REAL.exists(), reason="the real files are not here")
def test_the_real_sheet_of_london(officer):
    record = imported(officer, REAL.read_bytes(), REAL.name)
    assert (record.state, record.kind, record.new_rows) == ("done", "eric_trust", 36), record.message
    kept = barts()
    assert (kept.sites_total, kept.capital_new_build, kept.backlog_investment, kept.estates_strategy) == (79, 15142000, 3885868, False)
    assert TrustReturn.objects.filter(sites_leased_nhsps__gt=0).count() > 5
    again = imported(officer, REAL.read_bytes(), REAL.name)
    assert (again.new_rows, again.changed_rows, again.unchanged_rows) == (0, 0, 36)


@given(st.text(max_size=12))
def test_a_yes_is_a_yes_whatever_stands_around_it(text):
    value, wrong = read_yes(text)
    assert (value is None) or not wrong
    assert (value, wrong) == read_yes(f" {text}\t")
    assert (value == "true") == (text.strip().casefold() in ("yes", "y", "true"))


@given(st.integers(0, 999_999), st.booleans(), st.sampled_from(["", ".0", ".00"]))
def test_a_count_is_a_whole_number_however_it_is_written(number, grouped, tail):
    assert read_number((f"{number:,}" if grouped else str(number)) + tail, "count") == (str(number), "")


@given(st.decimals(min_value=0, max_value=99, places=2).filter(lambda number: number != int(number)))
def test_a_fraction_is_no_count(number):
    assert read_number(f"{number:f}", "count")[1].endswith("expected a whole number")
