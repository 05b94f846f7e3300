"""The quality of the register, acted on: an owner mends and confirms, an officer waives. In a browser."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from devo_portal.core.models import Role
from estates.models import Site
from tests.browser.conftest import axe
from tests.browser.test_journeys import SCRIPTS
from tests.estates.conftest import MILE_END, eric, imported
from tests.factories import person

pytestmark = pytest.mark.browser


def picture(page, name, width=1280):
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


@pytest.fixture
def owner(portal):
    """An editor of a trust with sites without a postcode, which nobody has confirmed."""
    if "trust" not in portal.people:
        more = [{**MILE_END, "Site Code": f"R1H{number}", "Site Name": f"SITE {number}"} for number in range(20, 24)]
        imported(portal.people["officer"], eric([MILE_END, *more]), "eric_2016-17_barts.csv")
        portal.people["trust"] = person(Role.PARTNER_EDITOR, Site.objects.get(code="R1H13").organisation.name)
    return "trust"


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_an_owner_mends_a_finding_and_confirms_sites(portal, owner, scripts):
    page = portal.open(owner, java_script_enabled=scripts)
    page.goto("/estates/")
    page.get_by_role("link", name="Quality", exact=True).click()
    expect(page.locator(".portal-standing")).to_contain_text("to be confirmed")
    first = page.get_by_role("region", name="Scores by owner").locator("tbody tr").first
    expect(first).to_contain_text("Yours")
    first.get_by_role("rowheader").get_by_role("link").click()
    standing = page.locator(".portal-standing").inner_text()
    before = int(re.match(r"([0-9]+) finding", standing).group(1))
    mended = page.get_by_role("region", name="Findings", exact=True).locator("tbody tr").filter(has_text="No postcode").first
    mended.get_by_role("link", name=re.compile("^Mend")).click()
    page.get_by_label("Postcode").fill("e1 4dg")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("saved")
    page.get_by_role("navigation", name="Sections of the site").get_by_role("link", name="Quality").click()
    expect(page.locator("main")).not_to_contain_text("No postcode")
    page.get_by_role("link", name=re.compile("^All sites of")).click()
    expect(page.locator(".portal-standing")).to_contain_text(f"{before - 1} finding")
    boxes = page.get_by_role("group", name="Choose those that are still correct").get_by_role("checkbox")
    many = boxes.count()
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_label("Note").fill("Both were walked.")
    page.get_by_role("button", name="Confirm the chosen sites").click()
    expect(page.get_by_role("alert")).to_contain_text("2 sites are confirmed.")
    expect(page.get_by_role("group", name="Choose those that are still correct").get_by_role("checkbox")).to_have_count(many - 2)
    expect(page.get_by_role("link", name=re.compile("^Waive "))).to_have_count(0)


def test_an_officer_waives_a_finding_with_a_reason(portal, owner):
    page = portal.open("officer")
    site = Site.objects.get(code="R1H13")
    page.goto(f"/estates/sites/{site.pk}/quality/")
    page.get_by_role("link", name=re.compile("^Waive No borough")).click()
    expect(page.get_by_label("Finding")).to_have_value("no_borough")
    page.get_by_role("button", name="Waive it").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("why it is right as it stands")
    page.get_by_label("Why it is right as it stands").fill("It lies outside London.")
    page.get_by_role("button", name="Waive it").click()
    expect(page.get_by_role("alert")).to_contain_text("waived")
    expect(page.get_by_role("region", name="Waived")).to_contain_text("It lies outside London.")
    page.get_by_role("link", name=re.compile("^See the waiver")).click()
    expect(page.locator("main")).to_contain_text("Holds")
    page.get_by_role("link", name=re.compile("^Withdraw")).click()
    page.get_by_label("Reason for the change").fill("It is in Hackney.")
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_role("region", name="To mend")).to_contain_text("No borough")


@pytest.mark.parametrize("width", [1280, 375])
def test_the_pages_are_accessible(portal, owner, width):
    site = Site.objects.get(code="R1H13")
    for role, paths in {
        "officer": {"quality": "", "rules": "rules/", "waivers": "waivers/"},
        owner: {"owner": f"{site.organisation_id}/", "confirm": f"{site.organisation_id}/confirm/"},
    }.items():
        page = portal.open(role, width)
        for name, path in paths.items():
            page.goto(f"/estates/quality/{path}")
            picture(page, f"quality-{name}", width)
            assert not axe(page), path
    page = portal.open("officer", width)
    for name in ("quality", "confirm", "waive"):
        page.goto(f"/estates/sites/{site.pk}/{name}/")
        picture(page, f"site-{name}", width)
        assert not axe(page), name
