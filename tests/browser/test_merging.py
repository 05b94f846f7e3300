"""Two records that are one site are merged, and one that is two is split: by keyboard alone."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from estates import services
from estates.models import Site
from tests.browser.conftest import axe
from tests.estates.conftest import MILE_END, eric, imported

pytestmark = pytest.mark.browser


def look(page, name):
    """Screenshots of the page at both widths where a folder for them is named, and axe's verdict."""
    if folder := os.environ.get("SCREENSHOTS"):
        size = page.viewport_size
        for width in (375, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
        page.set_viewport_size(size)
    assert axe(page) == []


def press(page, locator, key="Enter"):
    """Reach it by the tabulator, as somebody without a mouse does, and press a key."""
    wanted = locator.element_handle()
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement === wanted", wanted):
            page.keyboard.press(key)
            return
    pytest.fail(f"the keyboard does not reach {locator}")


@pytest.fixture
def pair(portal):
    """A hospital and its annexe, each with a return of the same year, and something recorded of the annexe."""
    by = portal.people["officer"]
    annexe = {**MILE_END, "Site Code": "R1H99", "Site Name": "MILE END HOSPITAL ANNEXE", "Gross internal floor area (m²)": "7000"}
    if not Site.objects.filter(code="R1H99").exists():
        imported(by, eric([MILE_END, annexe]), "eric_2016-17_barts.csv")
        goes = Site.objects.get(code="R1H99")
        services.create_building(by=by, site=goes.pk, name="Lodge", gross_internal_m2=300)
        services.create_holding(by=by, site=goes.pk, organisation=goes.organisation, tenure="freehold", floor_m2=1000, land_ha="0.5")
        services.create_plot(by=by, site=goes.pk, name="Garden", land_ha="0.5")
    return Site.objects.get(code="R1H99"), Site.objects.get(code="R1H13")


def test_a_merge_and_then_a_split_by_keyboard(portal, pair):
    goes, stays = pair
    page = portal.open("officer")
    page.goto(f"/estates/sites/{goes.pk}/")
    look(page, "site")
    press(page, page.get_by_role("link", name="Merge it with another"))
    expect(page.locator(".portal-standing")).to_contain_text("may be the same")
    look(page, "choose")
    press(page, page.get_by_role("link", name=re.compile("Put side by side.*R1H13")))
    expect(page.locator(".portal-standing")).to_contain_text("choose which")
    look(page, "merge")
    press(page, page.get_by_role("button", name="Merge the two sites"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose which holds")
    look(page, "merge-errors")
    press(page, page.get_by_role("radio", name=re.compile("^The one of R1H13")), "Space")
    page.get_by_label("How you know that the two are one site").focus()
    page.keyboard.type("One address, one boiler.")
    page.keyboard.press("Tab")
    press(page, page.get_by_role("button", name="Merge the two sites"))
    expect(page.get_by_role("alert")).to_contain_text("is a part of Mile End Hospital now")
    expect(page).to_have_url(re.compile(str(stays.pk)))
    look(page, "merged")
    page.goto(f"/estates/sites/{goes.pk}/buildings/")
    expect(page).to_have_url(re.compile(f"{stays.pk}/buildings/"))
    page.goto(f"/estates/sites/{stays.pk}/")
    press(page, page.get_by_role("link", name=re.compile("^History of Mile End Hospital Annexe")))
    expect(page.locator(".portal-standing")).to_contain_text("It was merged into")
    look(page, "history-before")
    page.goto(f"/estates/sites/{stays.pk}/")
    press(page, page.get_by_role("link", name="Split it"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Split the site")
    look(page, "split")
    for label, text in (("New site: name", "The Lodge"), ("New site: site code", "R1H60")):
        page.get_by_label(label).focus()
        page.keyboard.type(text)
    press(page, page.get_by_role("group", name=re.compile("Building Lodge")).get_by_label("Stays with"), "ArrowDown")
    page.get_by_label(re.compile(r"Or share of HOL.* \(m²\)")).focus()
    page.keyboard.type("300")
    page.get_by_label("Why it is more than one site").focus()
    page.keyboard.type("The lodge is let apart.")
    press(page, page.get_by_role("button", name="Show what it would do"))
    table = page.get_by_role("region", name="What it would do")
    expect(table).to_contain_text("The Lodge (R1H60)")
    expect(table).to_contain_text("300.00")
    look(page, "split-preview")
    press(page, page.get_by_role("button", name="Split the site"))
    expect(page.get_by_role("alert")).to_contain_text("2 sites now")
    expect(page.locator("main")).to_contain_text("was split from this site")
    look(page, "split-done")


def test_a_site_is_removed_and_restored(portal, pair):
    page = portal.open("officer")
    site = Site.objects.get(code="R1H13")
    page.goto(f"/estates/sites/{site.pk}/remove/")
    look(page, "remove")
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say why")
    page.get_by_label("Day on which it left").fill("3 May 2017")
    page.get_by_label("Reason for the change").fill("Sold to the council.")
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator(".portal-standing")).to_contain_text("It left the register on 3 May 2017")
    look(page, "removed-history")
    answer = page.goto(f"/estates/sites/{site.pk}/")
    assert answer.status == 410
    look(page, "gone")
    page.get_by_role("link", name="Restore it").click()
    page.get_by_label("Reason for the change").fill("The sale fell through.")
    page.get_by_role("button", name="Restore it").click()
    expect(page.get_by_role("alert")).to_contain_text("in the register again")


def test_the_place_of_a_part_is_put_on_its_map(portal, pair):
    _, stays = pair
    page = portal.open("officer")
    page.goto(f"/estates/sites/{stays.pk}/split/?parts=2")
    maps = page.locator(".portal-map--small.leaflet-container")
    expect(maps).to_have_count(2)
    look(page, "split-maps")
    boxes = [page.get_by_label(re.compile(f"New site 2: {name}")) for name in ("latitude", "longitude")]
    press(page, page.get_by_role("button", name=re.compile("Put the point in the middle.*new site 2", re.IGNORECASE)))
    assert all(float(box.input_value()) for box in boxes)
    expect(page.get_by_role("status").filter(has_text="The point is at")).to_be_visible()
    maps.nth(0).click(position={"x": 200, "y": 150})
    first = page.get_by_label(re.compile("New site 1: latitude"))
    assert 51 < float(first.input_value()) < 52
    first.fill("51.525047")
    page.get_by_label(re.compile("New site 1: longitude")).fill("-0.042192")
    page.keyboard.press("Tab")
    expect(maps.nth(0).locator(".portal-map__mark")).to_be_visible()
    for number, name in ((1, "North"), (2, "South")):
        page.get_by_label(f"New site {number}: name").fill(name)
        page.get_by_label(f"New site {number}: site code").fill(f"R1H7{number}")
    page.get_by_label("Why it is more than one site").fill("Two halves.")
    page.get_by_role("button", name="Show what it would do").click()
    expect(page.locator(".portal-standing")).to_contain_text("It would be 3 sites")
    expect(page.get_by_label(re.compile("New site 1: latitude"))).to_have_value("51.525047")
    look(page, "split-maps-preview")
    page.goto(f"/estates/sites/{stays.pk}/place/")
    page.get_by_role("button", name=re.compile("Put the point in the middle")).click()
    assert float(page.locator("input[name=latitude]").input_value())
    look(page, "place-map")


def test_a_merge_is_undone(portal, pair):
    by, page = portal.people["officer"], portal.open("officer")
    owner = pair[1].organisation
    goes, stays = (Site.objects.create(organisation=owner, code=f"R1HU{number}", name=f"Bancroft House {number}") for number in (1, 2))
    services.create_building(by=by, site=goes.pk, name="Porch")
    goes.refresh_from_db()
    given = {"version": goes.version, "into": stays.pk, "into_version": 1, "reason": "One house."}
    services.merge_sites(by=by, pk=goes.pk, **given)
    answer = page.goto(f"/estates/sites/{goes.pk}/remove/")
    assert answer.status == 410
    look(page, "gone-merged")
    page.goto(f"/estates/sites/{goes.pk}/history/")
    look(page, "history-merged")
    press(page, page.get_by_role("link", name="Undo this merge"))
    page.wait_for_url("**/undo-merge/")
    look(page, "undo-merge")
    press(page, page.get_by_role("button", name="Undo the merge"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say why")
    page.get_by_label("Reason for the change").fill("Two after all.")
    page.get_by_role("button", name="Undo the merge").click()
    expect(page.get_by_role("alert")).to_contain_text("both sites are as they were")
    expect(page).to_have_url(re.compile(str(goes.pk)))
    goes.refresh_from_db()
    stays.refresh_from_db()
    services.merge_sites(by=by, pk=goes.pk, **{**given, "version": goes.version, "into_version": stays.version})
    porch = stays.buildings.get()
    services.update_building(by=by, pk=porch.pk, version=porch.version, storeys=2)
    page.goto(f"/estates/sites/{goes.pk}/undo-merge/")
    expect(page.locator(".portal-standing")).to_contain_text("It cannot be undone: 1 record was edited")
    look(page, "undo-merge-refused")
