"""Any table that a person may have is read as it looks; what cannot be read is told, by row and column, and nothing is saved."""

import struct
import zlib
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from estates.eric.columns import is_known
from estates.models import ImportRow, Site
from estates.reading import find_table, open_book, packed
from estates.reading.workbook import text_of
from tests.estates.conftest import HEADER, HOMERTON, MILE_END, eric, eric_cells, imported, open_document, workbook

TITLES = [["Estates Returns Information Collection"], [], ["", "Published 2017", "", "All figures as returned"]]


def same(officer, content, name="eric_2016-17.xlsx"):
    """The register holds the plain file; this one changes nothing."""
    imported(officer, eric())
    record = imported(officer, content, name)
    assert (record.state, record.unchanged_rows, record.error_rows) == ("done", 3, 0), (
        record.message,
        list(record.rows.values_list("errors", "changes")),
    )
    return record


READABLE = {
    "xlsx": workbook(eric_cells()),
    "xlsx with empty rows above": workbook(eric_cells(), above=4),
    "xlsx with titles above": workbook([*TITLES, *eric_cells()]),
    "xlsx on the second sheet": workbook(eric_cells(), sheets={"Notes": [["How to read this workbook"], ["Site Code", "is the code of a site"]]}),
    "xlsx with groups of columns above": workbook([["", "", "", "", "", "Areas", "", "", "", "Backlog"], *eric_cells()]),
    "xlsx whose headings fill two rows": workbook(
        [[name.partition(" (")[0] for name in HEADER], [f"({name.partition(' (')[2]}" if " (" in name else "" for name in HEADER], *eric_cells()[1:]]
    ),
    "xlsx with empty rows between": workbook([HEADER, [], eric_cells()[1], [], *eric_cells()[2:], []]),
    "xlsx with empty columns at the end": workbook([[*row, "", "  ", ""] for row in eric_cells()]),
    "ods": open_document(eric_cells()),
    "semicolons": eric(delimiter=";"),
    "tabs in UTF-16": eric(delimiter="\t", encoding="utf-16"),
    "semicolons in cp1252 under a title": "Return of estates, 2016-17\r\n\r\n".encode("cp1252") + eric(delimiter=";", encoding="cp1252"),
}


@pytest.mark.parametrize("content", READABLE.values(), ids=READABLE)
def test_the_same_facts_in_any_form_change_nothing(officer, content):
    same(officer, content)


def test_rows_have_the_numbers_that_the_spreadsheet_shows(officer):
    record = imported(officer, workbook([*TITLES, *eric_cells([MILE_END, {**HOMERTON, "Site Code": ""}])]), "eric_2016-17.xlsx")
    assert [row.number for row in record.rows.order_by("number")] == [5, 6]
    assert (record.encoding, record.rows.get(outcome="error").number) == ("xlsx", 6)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (38000.0, "38000"),
        (0.1 + 0.2, "0.3"),
        (1e15, "1000000000000000"),
        (1.5e-7, "0.00000015"),
        (-3.25, "-3.25"),
        (True, "TRUE"),
        (None, ""),
        (date(2017, 3, 31), "2017-03-31"),
        (datetime(2017, 3, 31), "2017-03-31"),  # noqa: DTZ001  # a spreadsheet knows no time zone
    ],
)
def test_a_cell_is_read_as_its_spreadsheet_shows_it(value, shown):
    assert text_of(value) == shown


@given(st.integers(-(10**14), 10**14), st.integers(0, 6))
def test_a_number_of_a_spreadsheet_is_never_told_in_powers_of_ten(whole, places):
    text = text_of(whole / 10**places)
    assert "e" not in text.lower() and abs(float(text) - whole / 10**places) <= abs(whole / 10**places) * 1e-14


def test_a_share_is_read_as_it_is_shown():
    table = find_table(open_book(workbook([["Code", "Empty"], ["A", 0.25], ["B", 1]], percent=2)), lambda heading: False)
    assert [cells for _, cells in table.rows()] == [["A", "25.00%"], ["B", "100%"]]


CELLS = {
    "a formula": ("Gross internal floor area (m²)", "=1+1", "“=1+1” is a formula; expected a number of square metres"),
    "a formula in a name": ("Site Name", "=A1", "is a formula; expected a plain value"),
    "a unit": ("Gross internal floor area (m²)", "38,000 m2", "is not a number; expected a number of square metres"),
    "a day": ("Land area owned (Hectares)", "31/03/2017", "is a date; expected a number of hectares"),
    "a day the American way": ("Land area owned (Hectares)", "3-31-2017", "is a date"),
    "a day in words": ("Land area owned (Hectares)", "31-Mar-2017", "is a date"),
    "a number as text": ("Gross internal floor area (m²)", "38,000", ""),
}


@pytest.mark.parametrize(("column", "cell", "said"), CELLS.values(), ids=CELLS)
def test_a_cell_of_a_spreadsheet_is_told_by_row_and_column(officer, column, cell, said):
    rows = eric_cells([MILE_END, HOMERTON])
    rows[2][HEADER.index(column)] = cell
    record = imported(officer, workbook(rows), "eric_2016-17.xlsx")
    if not said:
        assert record.state == "done"
        return
    row = ImportRow.objects.get(imported_by=record, outcome="error")
    assert (row.number, row.errors[0]["column"]) == (3, column) and said in row.errors[0]["detail"]
    assert not Site.objects.exists()


def test_a_formula_of_an_open_document_is_told_too(officer):
    cell = '<table:table-cell table:formula="of:=[.A1]&amp;&quot;x&quot;" office:value-type="string"><text:p>R1H</text:p></table:table-cell>'
    row = f"<table:table-row>{cell}</table:table-row>"
    record = imported(officer, open_document(eric_cells(), row), "eric_2016-17.ods")
    error = record.rows.get(outcome="error")
    assert error.number == 5 and "is a formula" in error.errors[0]["detail"]


def test_headings_twice_are_a_row_in_error(officer):
    record = imported(officer, workbook([*eric_cells(), HEADER]), "eric_2016-17.xlsx")
    error = record.rows.get(outcome="error")
    assert error.number == 5 and {each["column"] for each in error.errors} > {"Organisation Code", "Gross internal floor area (m²)"}


def bomb(size=600 * 1024**2):
    """An xlsx whose sheet unpacks to 600 megabytes, and says that it has 10 bytes."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed_bytes = b"".join(deflate.compress(b" " * 2**20) for _ in range(size // 2**20)) + deflate.flush()
    out = BytesIO(workbook(eric_cells()))
    with ZipFile(out, "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", "x" * 10)
    content = bytearray(out.getvalue())
    at = content.rfind(b"PK\x03\x04")
    name, extra = struct.unpack("<HH", content[at + 26 : at + 30])
    start = at + 30 + name + extra
    central = content.rfind(b"PK\x01\x02")
    first = content.find(b"PK\x01\x02")
    old = first - start
    content[start:first] = packed_bytes
    grown = len(packed_bytes) - old
    central, end = central + grown, content.rfind(b"PK\x05\x06")
    struct.pack_into("<I", content, central + 20, len(packed_bytes))
    struct.pack_into("<I", content, end + 16, first + grown)
    return bytes(content)


def corner(form):
    """A spreadsheet of a heading and, far away, one cell."""
    if form == "ods":
        cell = '<table:table-cell table:number-columns-repeated="1000" office:value-type="float" office:value="1"/>'
        return open_document([HEADER], f'<table:table-row table:number-rows-repeated="1048000">{cell}</table:table-row>')
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "Site Code")
    sheet.write(1_048_575, 16_383, 1)
    book.close()
    return out.getvalue()


def zipped(**parts):
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return out.getvalue()


REFUSED = {
    "half a spreadsheet": (lambda: workbook(eric_cells())[:3000], "cannot be opened"),
    "a zip of something else": (lambda: zipped(photo=b"x"), "no spreadsheet"),
    "an old workbook that is none": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 2000, "cannot be opened"),
    "a workbook with a password": (
        lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600,
        "protected with a password",
    ),
    "a spreadsheet without a cell": (lambda: workbook([]), "no cell of it is filled"),
    "a cell in the far corner": (lambda: corner("xlsx"), "spans 1,048,576 rows and 16,384 columns"),
    "a row a million times": (lambda: corner("ods"), "more than 20,000,000 cells"),
    "a zip bomb that lies": (bomb, "Unpacked, the spreadsheet is larger than 512 MB"),
    "two million rows": (lambda: b"Site Code,Site Name\n" + b"A,B\n" * 2_000_000, "The file goes on after row 1,048,576"),
    "merged cells": (lambda: workbook(eric_cells(), merge="D3:D4"), "Cells of the table are merged: D3 to D4"),
    "a column twice": (lambda: workbook([[*row, row[2]] for row in eric_cells()]), "The column “Site Code” stands twice"),
    "a video": (lambda: bytes(range(256)) * 100, "not text"),
}


@pytest.mark.parametrize(("make", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_table_is_refused_in_words_and_nothing_is_saved(officer, make, said):
    with pytest.raises(ValidationError) as refusal:
        imported(officer, make(), "eric_2016-17.xlsx")
    assert said in " ".join(refusal.value.messages)
    assert not ImportRow.objects.exists()


def test_three_hundred_columns_are_read(officer):
    record = imported(
        officer,
        workbook([[*row, *(f"More {n}" if not place else n for n in range(286))] for place, row in enumerate(eric_cells())]),
        "eric_2016-17.xlsx",
    )
    assert (record.state, len(record.headers)) == ("done", 300)


@given(st.binary(max_size=400))
def test_any_bytes_at_all_are_read_or_refused(content):
    for start in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        with suppress(ValidationError):
            list(find_table(open_book(start + content), is_known).rows())


@given(st.data())
def test_a_spreadsheet_damaged_anywhere_is_read_or_refused(data):
    content = bytearray(READABLE[data.draw(st.sampled_from(["xlsx", "ods"]))])
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(ValidationError):
        list(find_table(open_book(bytes(content)), is_known).rows())


def test_a_block_ends_where_a_cell_begins(monkeypatch):
    """However the sheet is cut into pieces, every formula and share is found."""
    cells = [["A", "B"], *([n / 7, "=1+1"] for n in range(200))]
    whole = packed.inspected(workbook(cells, percent=1))[1]("Site Data")
    monkeypatch.setattr(packed, "_PIECE", 97)
    assert packed.inspected(workbook(cells, percent=1))[1]("Site Data") == whole and len(whole) == 201
