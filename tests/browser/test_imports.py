"""A spreadsheet from upload to undo, in a browser; and an undo that a later edit forbids."""

import csv
import io
import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import axe
from tests.browser.test_journeys import waited_for
from tests.estates.conftest import workbook
from tests.world import small_return

SCRIPTS = [pytest.param(True, id="scripts"), pytest.param(False, id="no-scripts")]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def spreadsheet(trust: str, spoil: bool = False) -> bytes:
    """A return of twelve sites under a title, as a trust's spreadsheet has it; spoiled, one floor area has its unit beside it."""
    header, *rows = list(csv.reader(io.StringIO(small_return().decode())))
    code, site, floor = (header.index(name) for name in ("Organisation Code", "Site Code", "Gross internal floor area (m²)"))
    for number, row in enumerate(rows):
        row[code], row[header.index("Organisation Name")], row[site] = trust, f"{trust} NHS TRUST", f"{trust}{number:02}"
    if spoil:
        rows[3][floor] += " sq m"
    return workbook([["Estates Returns Information Collection"], [], header, *rows])


def upload(page, content: bytes, scripts: bool = True) -> None:
    page.goto("/estates/imports/new/")
    page.get_by_label("File").set_input_files({"name": "Return 2016-17.xlsx", "mimeType": XLSX, "buffer": content})
    page.get_by_role("button", name="Upload and check").click()
    waited_for(page, "Every row can be read|in error, so", scripts)


def look(page, name: str) -> None:
    """A screenshot of the page where a folder for them is named, and axe's verdict."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
    assert axe(page) == []


def test_a_spreadsheet_goes_in_and_is_undone(portal):
    page = portal.open("officer")
    page.goto("/estates/imports/new/")
    look(page, "upload")
    upload(page, spreadsheet("RZA"))
    page.get_by_role("button", name="Confirm the import").click()
    expect(page.locator("main")).to_contain_text("12 new and 0 changed rows of 12 are in the register", timeout=30_000)
    with page.expect_download() as report:
        page.get_by_role("link", name="All rows as CSV").click()
    assert report.value.path().read_text(encoding="utf-8-sig").count("New") >= 12
    look(page, "imported")
    page.get_by_role("link", name="Undo this import").click()
    expect(page.locator("main")).to_contain_text("Nothing has been edited since")
    look(page, "undo")
    page.get_by_role("button", name="Undo the whole import").click()
    expect(page.locator("main")).to_contain_text("The import was undone on", timeout=30_000)
    look(page, "undone")
    page.goto("/estates/?q=RZA01")
    expect(page.locator("main")).not_to_contain_text("RZA01,")


@pytest.mark.parametrize("width", [1280, 375])
def test_a_later_edit_forbids_the_undo_and_is_listed(portal, width):
    trust = f"RZ{width % 7}"
    page = portal.open("officer", width)
    upload(page, spreadsheet(trust))
    where = page.url
    page.get_by_role("button", name="Confirm the import").click()
    expect(page.locator("main")).to_contain_text("12 new", timeout=30_000)
    page.goto(f"/estates/?q={trust}03")
    page.locator("tbody a").first.click()
    page.get_by_role("link", name=re.compile("Edit|Change")).first.click()
    page.get_by_label("Name").fill("Renamed since")
    page.get_by_role("button", name="Save").click()
    page.goto(f"{where}undo/")
    expect(page.locator("main")).to_contain_text("It cannot be undone: 1 record was edited since")
    expect(page.locator("main")).to_contain_text("Renamed since")
    expect(page.get_by_role("button", name="Undo the whole import")).to_have_count(0)
    look(page, f"refused-{width}")


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_a_row_is_left_out_and_the_rest_goes_in(portal, scripts):
    trust = "RZD" if scripts else "RZE"
    page = portal.open("officer", 1280 if scripts else 375, java_script_enabled=scripts)
    upload(page, spreadsheet(trust, spoil=True), scripts)
    if scripts:
        look(page, "what-is-wrong")
        page.get_by_role("button", name="Leave out the row with this error").click()
    else:
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=str(Path(folder) / "what-is-wrong-375.png"), full_page=True)
        page.goto(f"{page.url.split('?')[0]}?outcome=error")
        page.get_by_role("button", name="Leave this row out").click()
    waited_for(page, "Every other row can be read; 1 is left out", scripts)
    where = page.url.split("?")[0]
    page.goto(f"{where}?outcome=left")
    expect(page.locator("tbody").last).to_contain_text("is not a number; expected a number of square metres")
    if scripts:
        look(page, "left-out")
    page.get_by_role("button", name="Take it in again").click()
    waited_for(page, "1 row is in error", scripts)
    page.get_by_role("button", name="Leave out the row with this error").click()
    waited_for(page, "Every other row can be read; 1 is left out", scripts)
    page.get_by_role("button", name="Confirm the import").click()
    waited_for(page, "11 new and 0 changed rows of 11 are in the register", scripts)
    expect(page.locator("main")).to_contain_text("1 row was left out.")


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_errors_are_shown_by_row_and_column(portal, scripts):
    page = portal.open("officer", 1280 if scripts else 375, java_script_enabled=scripts)
    upload(page, spreadsheet("RZC", spoil=True), scripts)
    expect(page.locator("main")).to_contain_text("1 row is in error")
    page.goto(f"{page.url.split('?')[0]}?outcome=error")
    expect(page.locator("tbody").last).to_contain_text("Gross internal floor area (m²):")
    expect(page.locator("tbody").last).to_contain_text("is not a number; expected a number of square metres")
    if scripts:
        look(page, "errors")
    elif folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=str(Path(folder) / "errors-375.png"), full_page=True)
