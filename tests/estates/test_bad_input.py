"""Every file that is not right is told so, by row and column where it has them, and nothing of it is saved."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from estates.models import Import, ImportRow, Site
from tests.estates.conftest import HEADER, HOMERTON, MILE_END, ROWS, eric, imported


def renamed(old, new):
    return eric(header=[new if name == old else name for name in HEADER])


TRUST_SHEET = b"Organisation Code,Commissioning Region,Number of sites - General acute hospital (No.)\nR1H,LONDON,3\n"
FILES = {
    "half a spreadsheet": (b"PK\x03\x04rest", "it is damaged, or a zip file of another kind"),
    "a picture": (b"\x89PNG\r\n\x1a\n0000", "a picture (PNG)"),
    "a PDF": (b"%PDF-1.7 rest", "a PDF"),
    "a web page": (b"<!doctype html><p>Hello", "a web page or XML"),
    "nothing": (b"", "empty"),
    "white space": (b" \r\n ", "empty"),
    "headings alone": (eric([]), "no rows"),
    "commas alone": (b",,,\n,,,\n", "empty"),
    "two quotation marks": (b'""', "empty"),
    "one quotation mark": (b'"', "empty"),
    "headings without end": (eric(header=HEADER + ["x"] * 1_000), "has 1,014 headings"),
    "a heading without end": (eric(header=[*HEADER, "x" * 301]), "The heading of column 15 has 301 characters"),
    "bytes that are no text": (b"Organisation Code\x00\x01\x02", "not text"),
    "half a UTF-16 file": (eric(encoding="utf-16")[:-1], "cut short"),
}
# Tables whose headings a person can say the meaning of.
TO_BE_MAPPED = {
    "another table": (b"name,age\nA,3\n", "not an ERIC site file"),
    "a trust sheet without a column that it needs": (TRUST_SHEET, "The column “Organisation Name” is missing"),
    "a misspelt heading": (
        renamed("Gross internal floor area (m²)", "Gros internal flor area (m²)"),
        "Perhaps “Gros internal flor area (m²)” is “Gross internal floor area (m²)”.",
    ),
    "a misspelt heading of a measure that may be absent": (
        renamed("Cost to eradicate high risk backlog (£)", "Cost to eradicate hgh risk backlog (£)"),
        "Perhaps “Cost to eradicate hgh risk backlog (£)” is “Cost to eradicate high risk backlog (£)”.",
    ),
    "a missing heading": (renamed("Site Name", "Colour"), "The column “Site Name” is missing"),
    "a heading twice": (renamed("Remarks", "Site Code"), "stands twice"),
}


@pytest.mark.parametrize(("content", "said"), FILES.values(), ids=FILES)
def test_a_file_of_another_kind_is_refused_at_the_door(call, browse, content, said):
    page = browse("officer").post("/estates/imports/new/", {"file": SimpleUploadedFile("eric_2016-17.csv", content)})
    text = page.content.decode().replace("&#x27;", "'")
    assert page.status_code == 422
    assert said in text
    caller = call("officer")
    answer = caller.client.post("/api/v1/imports/", {"file": SimpleUploadedFile("eric_2016-17.csv", content)}, headers=caller.headers)
    assert answer.status_code == 400 and answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"] == "/file"
    assert said in answer.json()["errors"][0]["detail"]
    assert not Import.objects.exists()


@pytest.mark.parametrize(("content", "said"), TO_BE_MAPPED.values(), ids=TO_BE_MAPPED)
def test_a_table_with_other_headings_is_kept_and_says_why(call, browse, content, said):
    browser, caller = browse("officer"), call("officer")
    page = browser.post("/estates/imports/new/", {"file": SimpleUploadedFile("eric_2016-17.csv", content)})
    assert page.status_code == 302 and said in browser.get(page["Location"]).content.decode().replace("&#x27;", "'")
    answer = caller.client.post("/api/v1/imports/", {"file": SimpleUploadedFile("eric_2016-17.csv", content)}, headers=caller.headers)
    assert (answer.status_code, answer.json()["state"]) == (201, "mapping") and said in answer.json()["message"]
    assert not ImportRow.objects.exists() and not Site.objects.exists()


CELLS = {
    "words for a number": ("Gross internal floor area (m²)", "large", "“large” is not a number; expected a number of square metres"),
    "a negative area": ("Gross internal floor area (m²)", "-5", "is below nothing"),
    "negative money": ("Cost to eradicate high risk backlog (£)", "-0.01", "is below nothing"),
    "a formula for a number": ("Land area owned (Hectares)", "=1+1", "is a formula; expected a number of hectares"),
    "a plus sign": ("Land area owned (Hectares)", "+3", "is a formula"),
    "a minus sign and a cell": ("Land area owned (Hectares)", "-A1", "is a formula"),
    "an at sign": ("Land area owned (Hectares)", "@SUM(A1)", "is a formula"),
    "a formula for a name": ("Site Name", '=HYPERLINK("x")', "is a formula"),
    "a formula in a column that is only kept": ("Remarks", "=cmd|' /C calc'!A0", "is a formula"),
    "a formula behind a blank": ("Site Name", ' =HYPERLINK("x")', "is a formula"),
    "a formula behind a tab": ("Site Name", "\t=cmd|' /C calc'!A0", "is a formula"),
    "a sum behind a blank": ("Organisation Name", " +A1", "is a formula"),
    "a formula behind a tab in a column that is only kept": ("Remarks", "\t=cmd|' /C calc'!A0", "is a formula"),
    "a date for a number": ("Occupied floor area (m²)", "31/02/2017", "is a date; expected a number of square metres"),
    "separators out of place": ("Occupied floor area (m²)", "1,23", "is not a number"),
    "a number too large": ("Gross internal floor area (m²)", "9" * 11, "is too large"),
    "scientific notation": ("Gross internal floor area (m²)", "1E+5", "is not a number"),
    "no site code": ("Site Code", "", "is empty; expected the site's code"),
    "a site code that is none": ("Site Code", "R1H 13", "is not a code"),
    "no trust code": ("Organisation Code", "", "is empty"),
    "no name": ("Site Name", " ", "is empty; expected a name"),
    "a name beyond measure": ("Site Name", "A" * 201, "has 201 characters"),
}


@pytest.mark.parametrize(("column", "cell", "said"), CELLS.values(), ids=CELLS)
def test_a_cell_that_is_not_right_is_named_with_its_row_and_what_was_expected(officer, column, cell, said):
    record = imported(officer, eric([MILE_END, {**HOMERTON, column: cell}]))
    (row,) = ImportRow.objects.filter(imported_by=record, outcome="error")
    assert row.number == 3
    assert [error["column"] for error in row.errors] == [column]
    assert said in row.errors[0]["detail"]
    assert not Site.objects.exists()


def test_a_site_twice_in_a_file_names_the_first(officer):
    record = imported(officer, eric([MILE_END, HOMERTON, MILE_END]))
    (row,) = ImportRow.objects.filter(imported_by=record, outcome="error")
    assert (row.number, row.errors[0]["detail"]) == (4, "R1H13 of R1H is in the file already, in row 2")


def test_a_row_with_too_few_cells_is_an_error(officer):
    record = imported(officer, eric() + b"R1H,BARTS HEALTH NHS TRUST,R1H14\r\n")
    assert "The row has 3 cells" in ImportRow.objects.get(imported_by=record, outcome="error").errors[0]["detail"]


def test_a_quotation_mark_left_open_is_told(officer):
    with pytest.raises(ValidationError, match="quotation mark"):
        imported(officer, eric() + b'R1H,"BARTS' + b"x" * 200_000)
    late = imported(officer, eric([{**MILE_END, "Site Code": f"X{n}"} for n in range(50)]) + b'R1H,"BARTS' + b"x" * 200_000)
    assert late.state == "refused" and "quotation mark" in late.message


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("eric.csv", ""),
        ("eric_2016-18.csv", ""),
        ("eric_2016-17_and_2017-18.csv", ""),
        ("eric.csv", "2016-19"),
        ("eric.csv", "last"),
        ("eric.csv", "20１６-17"),
        ("eric_20１６-17.csv", ""),
    ],
)
def test_a_year_that_is_not_known_is_asked_for(browse, name, year):
    page = browse("officer").post("/estates/imports/new/", {"file": SimpleUploadedFile(name, eric()), "year": year})
    assert page.status_code == 422 and "2016-17" in str(page.context["form"].errors["year"])
    assert not Import.objects.exists()


@pytest.mark.parametrize("name", ["ERIC_201617_sites.csv", "eric 2016-2017.csv", "2016_17.CSV"])
def test_the_year_is_read_from_the_name(officer, name):
    assert imported(officer, eric(), name).year == "2016-17"


def test_a_field_that_an_upload_has_not_is_told(call):
    caller = call("officer")
    sent = {"file": SimpleUploadedFile("eric_2016-17.csv", eric()), "yaer": "2015-16"}
    answer = caller.client.post("/api/v1/imports/", sent, headers=caller.headers)
    assert answer.status_code == 400 and answer.json()["errors"][0]["pointer"] == "/yaer"
    assert not Import.objects.exists()


@pytest.mark.parametrize("path", ["/estates/imports/new/", "/api/v1/imports/"])
def test_200_megabytes_are_refused_unread(call, browse, path):
    class Unread:
        def read(self, *_):
            raise AssertionError("the body was read")

        readline = read

    headers = {"CONTENT_LENGTH": str(200 * 1024 * 1024), "wsgi.input": Unread()}
    caller = call("officer")
    answer = browse("officer").generic("POST", path, b"", content_type="multipart/form-data; boundary=x", headers=caller.headers, **headers)
    assert answer.status_code == 413
    assert "50 MB at most" in answer.content.decode()


def test_a_file_just_over_the_limit_is_refused(officer, settings):
    settings.UPLOAD_LIMIT_MB = 0
    from estates import services

    with pytest.raises(ValidationError, match="0 MB at most"):
        services.start_import(by=officer, file_name="eric_2016-17.csv", content=eric())


@pytest.mark.parametrize("query", ["?colour=red", "?flagged=maybe", "?type=castle", "?organisation=7", "?order=colour", "?cursor=x", "?limit=0"])
def test_a_question_that_cannot_be_asked_is_400(call, browse, query):
    answer = call("reader").get(f"/api/v1/sites/{query}")
    assert answer.status_code == 400 and answer["Content-Type"] == "application/problem+json"
    assert browse("reader").get(f"/estates/{query}").status_code == 400


@pytest.mark.parametrize(("field", "value"), [("postcode", "London"), ("name", ""), ("type", "castle")])
def test_a_site_form_that_is_not_right_keeps_what_was_typed(browse, officer, field, value):
    imported(officer, eric(ROWS))
    site = Site.objects.get(code="R1H13")
    sent = {"version": site.version, "name": "Typed name", "type": "community", "postcode": "", field: value}
    page = browse("officer").post(f"/estates/sites/{site.pk}/edit/", sent)
    assert page.status_code == 422 and page.context["form"].errors[field]
    site.refresh_from_db()
    assert site.version == 1
