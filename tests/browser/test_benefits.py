"""An officer and a partner record what was measured, and what may go wrong, in a browser."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from pilots.models import Benefit, Risk
from tests.browser.conftest import axe


def picture(page, name, width):
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def test_a_partner_records_an_actual_with_its_evidence(portal):
    benefit = Benefit.objects.get(name="New hot-food takeaways near schools")
    page = portal.open("haringey")
    page.goto(f"/benefits/{benefit.pk}/")
    page.get_by_role("link", name="Record an actual").click()
    page.get_by_label("Day").fill("31 March 2019")
    page.get_by_label("Value").fill("2")
    page.get_by_label("Note").fill("Counted by the planning service.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("(Rule: evidence missing.)")
    assert not axe(page)
    expect(page.get_by_label("Note")).to_have_value("Counted by the planning service.")  # nothing typed is lost
    page.get_by_label("Evidence: what it is").fill("Planning committee, return of April 2019")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("The actual is recorded.")
    expect(page.locator(".portal-standing")).to_contain_text("2 permissions a year on 31 March 2019, where 3 permissions a year was planned: ahead")
    assert not axe(page)


def test_an_officer_scores_escalates_and_closes_a_risk_from_the_grid(portal):
    risk = Risk.objects.get(title="Two boards approve the same case")
    page = portal.open("officer")
    page.goto("/risks/grid/")
    page.get_by_role("link", name="1 with likelihood 3 and impact 2").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name=risk.title).click()
    page.get_by_role("link", name="Change or score").click()
    page.get_by_label("Current likelihood").select_option("5")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why the current score changes.")
    page.get_by_label("Reason for the change").fill("It happened twice.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="Current score over time")).to_contain_text("It happened twice.")
    page.get_by_role("link", name="Escalate").click()
    page.get_by_label("Board").select_option(label="London Estates Board")
    page.get_by_label("Reason for the change").fill("It approves one of the two.")
    page.get_by_role("button", name="Escalate").click()
    expect(page.locator(".portal-standing")).to_contain_text("escalated to London Estates Board")
    page.get_by_role("link", name="Close", exact=True).click()
    page.get_by_label("Reason for the change").fill("One form of case is in use.")
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".portal-standing")).to_contain_text("One form of case is in use.")
    assert not axe(page)


@pytest.mark.parametrize("width", [1280, 375])
def test_the_pages_hold_what_they_promise(portal, width):
    page = portal.open("officer", width)
    benefit = Benefit.objects.get(name="Running cost of empty and under-used space")
    risk = Risk.objects.get(title="Receipts may not be kept")
    places = {
        "benefits": "/benefits/",
        "benefit": f"/benefits/{benefit.pk}/",
        "risks": "/risks/",
        "grid": "/risks/grid/",
        "risk": f"/risks/{risk.pk}/",
        "assumptions": "/assumptions/",
        "dependencies": "/pilot-dependencies/",
        "pilot": f"/pilots/{benefit.pilot_id}/",
        "risk-new": "/risks/new/",
        "empty": "/benefits/?q=zzzz",
    }
    wrong = {}
    for name, path in places.items():
        page.goto(path)
        picture(page, name, width)
        over = page.evaluate("document.documentElement.scrollWidth") - width
        found = [*axe(page), *([f"{over} pixels off the screen"] if over > 0 else [])]
        if found:
            wrong[name] = found
    assert not wrong
