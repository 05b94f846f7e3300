"""Files of other bodies on their way into the register, in a browser."""

import os
from pathlib import Path

from playwright.sync_api import expect

from devo_portal.core.models import Organisation
from tests.browser.conftest import axe
from tests.estates.test_kinds_brownfield import YARD, register

SHOTS = os.environ.get("SHOTS", "")


def shown(page, name):
    """With SHOTS, a folder, a picture of the page for a person to look at."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def test_an_officer_imports_a_brownfield_register_and_sees_what_was_left_out(portal):
    page = portal.open("officer")
    page.goto("/estates/imports/new/")
    shown(page, "kinds-upload")
    ended = {**YARD, "SiteReference": "BLR-018", "EndDate": "2018-12-31"}
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "brownfield.csv", "mimeType": "text/csv", "buffer": register(YARD, ended, {**YARD, "SiteReference": "BLR-019"})}
    )
    if page.get_by_label("Import for").count():
        page.get_by_label("Import for").select_option(index=1)
    page.get_by_role("button", name="Upload and check").click()
    expect(page.get_by_role("button", name="Confirm the import")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("The file says that it has closed or ended.")).to_be_visible()
    assert axe(page) == []
    shown(page, "kinds-import-1280")
    page.set_viewport_size({"width": 375, "height": 800})
    shown(page, "kinds-import-375")
    page.get_by_role("button", name="Confirm the import").click()
    expect(page.get_by_role("link", name="Undo this import")).to_be_visible(timeout=30_000)
    page.goto("/estates/?q=BLR-017")
    expect(page.get_by_role("link", name="Depot, Ashley Road, N17")).to_be_visible()


def test_the_estate_of_a_trust_shows_what_it_returns_of_itself(portal):
    page = portal.open("reader")
    page.goto(f"/estates/organisations/{Organisation.objects.get(ods_code='R00').pk}/")
    expect(page.get_by_role("heading", name="What it returns as a whole")).to_be_visible()
    expect(page.get_by_role("region", name="What it returns as a whole").get_by_role("row")).to_have_count(2)
    assert axe(page) == []
    shown(page, "kinds-owner-1280")
    page.set_viewport_size({"width": 375, "height": 800})
    shown(page, "kinds-owner-375")
