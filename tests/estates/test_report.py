"""The report of an import: every row, in a file that no spreadsheet runs."""

import csv
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from estates.tables import lines, neutral
from tests.estates.conftest import HOMERTON, MILE_END, eric, imported


def read(answer):
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/csv")
    return list(csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"), newline="")))


def test_the_report_has_every_row_with_what_is_wrong_and_what_changes(officer, browse, call):
    imported(officer, eric())
    wrong = {**HOMERTON, "Site Name": '=HYPERLINK("x")', "Gross internal floor area (m²)": "large", "Organisation Name": "@home"}
    record = imported(officer, eric([{**MILE_END, "Gross internal floor area (m²)": "39000"}, wrong]))
    rows = read(browse("officer").get(f"/estates/imports/{record.pk}/report.csv"))
    assert rows == read(call("officer").get(f"/api/v1/imports/{record.pk}/report/"))
    assert rows[0][:2] == ["Row", "Outcome"] and [row[:2] for row in rows[1:]] == [["2", "Changed"], ["3", "In error"]]
    assert rows[1][7] == "Gross internal floor area (m²): 38000.00 becomes 39000.00"
    assert "Gross internal floor area (m²): “large” is not a number" in rows[2][6] and "Site Name: “=HYPERLINK" in rows[2][6]
    assert rows[2][3] == "'@home" and rows[2][5].startswith("'=HYPERLINK")


def test_another_bodys_report_is_not_there(officer, browse, call):
    record = imported(officer, eric())
    assert browse("haringey").get(f"/estates/imports/{record.pk}/report.csv").status_code == 404
    assert call("haringey").get(f"/api/v1/imports/{record.pk}/report/").status_code == 404


@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=3), max_size=5))
def test_no_cell_of_a_file_is_run_and_none_is_lost(rows):
    text = "".join(lines(rows)).removeprefix("\ufeff")
    back = list(csv.reader(StringIO(text, newline=""), strict=True)) if "\0" not in text else [[neutral(cell) for cell in row] for row in rows]
    assert back == [[neutral(cell) for cell in row] for row in rows]
    assert all(cell.lstrip(" ")[:1] not in ("=", "+", "-", "@", "\t", "\r") or not cell.strip(" ") for row in back for cell in row)
