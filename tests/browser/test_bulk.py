"""Many sites selected, changed in one act and put back in one: with a mouse and without scripts, and by keyboard alone."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from estates.models import BulkChange, Site
from tests.browser.conftest import axe
from tests.browser.test_journeys import SCRIPTS
from tests.estates.conftest import MILE_END, eric, imported

pytestmark = pytest.mark.browser


def picture(page, name, width=1280):
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


@pytest.fixture
def houses(portal):
    """Six sites that only this file's filter finds."""
    if not Site.objects.filter(name__startswith="Terrace").exists():
        rows = [{**MILE_END, "Site Code": f"R1H4{number}", "Site Name": f"TERRACE {number}"} for number in range(6)]
        imported(portal.people["officer"], eric(rows), "eric_2016-17_terraces.csv")
    return "/estates/?q=terrace"


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_select_set_preview_apply_undo(portal, houses, scripts):
    page = portal.open("officer", java_script_enabled=scripts)
    page.goto(houses)
    for number in (1, 3):
        page.get_by_label(re.compile(f"^Select Terrace {number},")).check()
    if scripts:
        expect(page.get_by_role("status")).to_have_text("2 sites selected, of 6 on this page that you may change.")
    page.get_by_role("button", name="Change the selected").click()
    expect(page.locator(".portal-standing")).to_contain_text("2 sites selected")
    page.get_by_label("Set site type").check()
    page.locator("select[name=type]").select_option("support")
    page.get_by_role("button", name="See what would change").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter reason for the change.")
    page.get_by_label("Reason for the change").fill("They are offices now.")
    page.get_by_role("button", name="See what would change").click()
    expect(page.locator(".portal-standing")).to_contain_text("2 sites will change")
    expect(page.get_by_role("region", name="What would change")).to_contain_text("Support facilities")
    assert Site.objects.get(name="Terrace 1").type == "community"
    page.get_by_role("button", name="Change 2 sites").click()
    expect(page.get_by_role("alert")).to_contain_text("2 sites are changed, in one act.")
    expect(page.get_by_role("region", name="Sites of the change").get_by_role("row")).to_have_count(3)
    assert Site.objects.filter(name__in=("Terrace 1", "Terrace 3"), type="support").count() == 2
    page.get_by_role("link", name=re.compile("Terrace 1")).click()
    expect(page.locator("main")).to_contain_text("They are offices now.")
    page.go_back()
    page.get_by_role("link", name="Undo this change").click()
    expect(page.locator(".portal-standing")).to_contain_text("2 sites will hold again")
    page.get_by_role("button", name="Undo the whole change").click()
    expect(page.get_by_role("alert")).to_contain_text("undone")
    assert Site.objects.get(name="Terrace 1").type == "community"
    page.get_by_role("link", name="Changes of many sites").click()
    expect(page.get_by_role("region", name="Changes of many sites").get_by_role("row").nth(1)).to_contain_text("Undone")


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_columns(portal, houses, scripts):
    page = portal.open("reader", java_script_enabled=scripts)
    page.goto(houses)
    page.get_by_text("Columns", exact=True).click()
    group = page.get_by_role("group", name="Show beside the site’s name")
    group.get_by_label("High risk (£)").uncheck()
    group.get_by_label("Postcode").check()
    page.get_by_role("button", name="Show these columns").click()
    table = page.get_by_role("region", name="Sites")
    expect(table.get_by_role("columnheader", name="Postcode")).to_be_visible()
    expect(table.get_by_role("columnheader", name="High risk (£)")).to_have_count(0)
    expect(table.locator("tbody tr")).to_have_count(6)
    table.get_by_role("columnheader", name="Postcode").get_by_role("link").click()
    expect(table.get_by_role("columnheader", name="Postcode")).to_have_attribute("aria-sort", "ascending")
    page.goto("/estates/")
    expect(table.get_by_role("columnheader", name="Postcode")).to_be_visible()
    page.get_by_text("Columns", exact=True).click()
    page.get_by_role("link", name="The usual columns").click()
    expect(table.get_by_role("columnheader", name="Postcode")).to_have_count(0)


def test_by_keyboard_alone(portal, houses):
    page = portal.open("officer")
    page.goto(houses)

    def to(locator, most=120):
        for _ in range(most):
            page.keyboard.press("Tab")
            if locator.evaluate("each => each === document.activeElement"):
                return
        pytest.fail(f"no way by keyboard to {locator}")

    to(page.get_by_label("Select every site on this page"))
    page.keyboard.press("Space")
    expect(page.get_by_role("status")).to_contain_text("6 sites selected")
    to(page.get_by_label(re.compile("^Select Terrace 0,")))
    page.keyboard.press("Space")
    expect(page.get_by_role("status")).to_contain_text("5 sites selected")
    page.keyboard.press("Enter")  # in a box, as in any field of a form
    expect(page.locator(".portal-standing")).to_contain_text("5 sites selected")
    to(page.get_by_label("Set postcode"))
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("e1 4dg")
    to(page.get_by_label("Reason for the change"))
    page.keyboard.type("From the survey.")
    page.keyboard.press("Enter")
    to(page.get_by_role("button", name="Change 5 sites"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("5 sites are changed")
    assert Site.objects.filter(name__startswith="Terrace", postcode="E1 4DG").count() == 5
    to(page.get_by_role("link", name="Undo this change"))
    page.keyboard.press("Enter")
    to(page.get_by_role("button", name="Undo the whole change"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("undone")
    assert not Site.objects.filter(postcode="E1 4DG").exists()


def looker(page, width):
    """Looks at a page as it stands: axe, what runs off the screen, a picture."""

    def looked_at(name):
        picture(page, f"bulk-{name}", width)
        assert not axe(page), name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name

    return looked_at


@pytest.mark.parametrize("width", [1280, 375])
def test_the_register_with_its_boxes_is_accessible(portal, houses, width):
    page = portal.open("officer", width)
    looked_at = looker(page, width)
    page.goto("/estates/?columns=name,ref,code,type,postcode,year,flags,updated_at")
    page.get_by_text("Columns", exact=True).click()
    looked_at("columns")
    page.goto("/estates/?columns=name,type,gross_internal_m2,land_ha,land_not_delivering_ha,backlog_total,backlog_high")
    page.get_by_label(re.compile("^Select ")).nth(1).check()
    looked_at("register")


@pytest.mark.parametrize("width", [1280, 375])
def test_every_step_is_accessible(portal, houses, width):
    page = portal.open("officer", width)

    looked_at = looker(page, width)
    page.goto(houses)
    page.get_by_label("All 6 sites that the filters leave").check()
    page.get_by_role("button", name="Change the selected").click()
    looked_at("choose")
    for name in ("Set site type", "Set borough", "Set whether they are sensitive", "Set source"):
        page.get_by_label(name).check()
    page.get_by_role("button", name="See what would change").click()
    looked_at("wrong")
    page.locator("select[name=type]").select_option("support")
    page.get_by_role("group", name="Sensitive").get_by_label("No").check()
    page.locator("[name=source]").fill("Survey of 2017")
    page.get_by_label("Reason for the change").fill("From the survey.")
    page.get_by_role("button", name="See what would change").click()
    looked_at("preview")
    site = Site.objects.get(name="Terrace 2")
    Site.objects.filter(pk=site.pk).update(address=f"Edited meanwhile, {width}")
    page.get_by_role("button", name="Change 6 sites").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("1 site changed since you looked: Terrace 2.")
    looked_at("moved")
    page.get_by_role("button", name="Change 6 sites").click()
    looked_at("change")
    record = BulkChange.objects.order_by("-made_at").first()
    page.goto(f"/estates/changes/{record.pk}/undo/")
    looked_at("undo")
    Site.objects.filter(pk=site.pk).update(source="The deeds")
    page.reload()
    looked_at("edited")
    page.goto(f"/estates/changes/{record.pk}/")
    looked_at("change-edited")
    Site.objects.filter(pk=site.pk).update(source="Survey of 2017")
    page.goto(f"/estates/changes/{record.pk}/undo/")
    page.get_by_role("button", name="Undo the whole change").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say why the sites become sensitive")
    page.get_by_label("Reason for the change").fill("Too early.")
    page.get_by_role("button", name="Undo the whole change").click()
    page.goto("/estates/changes/")
    looked_at("changes")
