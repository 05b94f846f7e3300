"""A file in its sender's own words, from upload to undo: its columns matched, a near match decided; and the next file read by itself."""

import csv
import io
import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_imports import XLSX, look
from tests.browser.test_journeys import waited_for
from tests.estates.conftest import workbook
from tests.world import small_return

OWN_WORDS = {"Site Name": "Known locally as", "Site Code": "Our number", "Gross internal floor area (m²)": "Size"}


def in_own_words(trust: str, code: str) -> bytes:
    """Two sites of a trust under titles and headings of its own; the first has the code that is asked."""
    header, *rows = list(csv.reader(io.StringIO(small_return().decode())))
    at = {name: header.index(name) for name in ("Organisation Code", "Organisation Name", "Site Code", "Site Name", "Site Type")}
    for number, row in enumerate(rows[:2]):
        row[at["Organisation Code"]], row[at["Organisation Name"]] = trust, f"{trust} NHS TRUST"
        row[at["Site Type"]] = "8. Other inpatient"
        row[at["Site Code"]], row[at["Site Name"]] = (code, f"{trust}02")[number], (f"{trust} GENERAL INFIRMARY", f"{trust} OLD LAUNDRY")[number]
    return workbook([["Our estate"], [], [f"{trust} {OWN_WORDS[name]}" if name in OWN_WORDS else name for name in header], *rows[:2]])


def upload(page, content: bytes, name: str) -> None:
    page.goto("/estates/imports/new/")
    page.get_by_label("File").set_input_files({"name": name, "mimeType": XLSX, "buffer": content})
    page.get_by_role("button", name="Upload and check").click()


@pytest.mark.parametrize("width", [1280, 375])
def test_from_strange_headings_to_undo(portal, width):
    trust = f"RY{width % 7}"
    page = portal.open("officer", width)
    upload(page, in_own_words(trust, f"{trust}01"), "Estate 2015-16.xlsx")
    expect(page.locator("h1")).to_contain_text("Match the columns of the file")
    expect(page.locator(".portal-standing")).to_contain_text("The columns “Site Code”, “Site Name” and “Gross internal floor area (m²)” are missing.")
    look(page, f"columns-{width}")
    for field, heading in OWN_WORDS.items():
        page.get_by_label(field, exact=True).select_option(f"{trust} {heading}")
    page.get_by_role("button", name="Save and check the file").click()
    waited_for(page, "Every row can be read", True)
    expect(page.locator("main")).to_contain_text("for files with these headings (MAP-")
    page.get_by_role("button", name="Confirm the import").click()
    expect(page.locator("main")).to_contain_text("2 new and 0 changed rows of 2 are in the register", timeout=30_000)

    # The next year's file has the same headings, and another code for the first site.
    upload(page, in_own_words(trust, f"{trust}77"), "Estate 2016-17.xlsx")
    waited_for(page, "that the register holds already", True)
    where = page.url
    expect(page.get_by_role("button", name="Confirm the import")).to_have_count(0)
    look(page, f"near-{width}")
    page.get_by_role("link", name="Decide 1 near match").click()
    look(page, f"matches-{width}")
    page.get_by_role("radio", name=re.compile("^This is")).check()
    page.get_by_role("button", name="Save these choices").click()
    expect(page.locator("main")).to_contain_text("none is left that has to be decided")
    page.get_by_role("button", name="Confirm the import").click()
    expect(page.locator("main")).to_contain_text("2 new and 0 changed rows of 2 are in the register", timeout=30_000)
    page.goto(f"/estates/?q={trust}")
    expect(page.locator("main")).not_to_contain_text(f"{trust}77,")

    page.goto(f"{where}undo/")
    page.get_by_role("button", name="Undo the whole import").click()
    expect(page.locator("main")).to_contain_text("The import was undone on", timeout=30_000)
    page.goto("/estates/imports/columns/")
    expect(page.locator("main")).to_contain_text(f"Site Name: {trust} Known locally as")
    look(page, f"mappings-{width}")


def test_without_scripts_the_row_of_the_headings_can_be_said(portal):
    page = portal.open("officer", 375, java_script_enabled=False)
    upload(page, in_own_words("RYX", "RYX01"), "Estate 2015-16.xlsx")
    page.get_by_label("Row of the headings").fill("99")
    page.get_by_role("button", name="Read it so").click()
    expect(page.locator("main")).to_contain_text("Row 99 of the file is empty")
    page.get_by_label("Row of the headings").fill("1")
    page.get_by_role("button", name="Read it so").click()
    expect(page.locator("main")).to_contain_text("Our estate")
    page.get_by_role("button", name="Save and check the file").click()
    expect(page.get_by_role("alert")).to_contain_text("Say which column holds Site Code.")
