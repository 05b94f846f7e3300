"""The schedule as people come to it: what holds it up, what if, a baseline taken, two days compared; scripts or none."""

import re

import pytest
from playwright.sync_api import expect

from tests.architecture.routes import address
from tests.browser.test_every_page import looked_at

SCRIPTS = [pytest.param(True, id="scripts"), pytest.param(False, id="no-scripts")]
PAGES = ["schedule", "timeline", "baselines", "dependencies", "windows", "bankholidays", "milestones-compare", "baseline-create", "dependency-create"]


@pytest.mark.parametrize("width", [1280, 375])
def test_the_pages_of_the_schedule(portal, width):
    plain = [address(f"governance:{name}")[0] for name in [*PAGES, "baseline", "milestone", "bankholiday-create", "window-edit", "dependency-remove"]]
    asked = [
        "/schedule/?on=2017-04-03",
        "/schedule/?q=zzzz",
        "/timeline/?q=zzzz",
        "/timeline/?limit=5&late=true",
        "/baselines/?q=zzzz",
        "/dependencies/?q=zzzz",
        "/statutory-windows/?q=zzzz",
    ]
    compared = ["/milestones/compare/?from=2014-01-01", f"{address('governance:baseline')[0]}?moved=gone", "/bank-holidays/?q=zzzz"]
    assert not looked_at(portal, "officer", [*plain, *asked, *compared], width)


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_what_if_is_shown_and_left_again(portal, scripts):
    page = portal.open("reader", java_script_enabled=scripts)
    page.goto("/schedule/")
    before = page.locator(".portal-standing").inner_text()
    assert "critical" in before
    page.get_by_role("link", name=re.compile("A week later.*Priority sites")).click()
    expect(page.locator("main")).to_contain_text(re.compile(r"falls 5 working days later, [1-9] others? moves?"))
    page.get_by_role("link", name="Show the schedule as it is").click()
    expect(page.locator(".portal-standing")).to_have_text(before)


def test_a_milestone_is_made_to_wait_and_a_cycle_is_refused(portal):
    page = portal.open("officer")
    page.goto("/schedule/")
    page.locator("table").get_by_role("link", name="Pilots send their quarterly returns", exact=True).click()
    page.get_by_role("link", name="Add what it waits for").click()
    page.get_by_label("Waits for the milestone").select_option(label="School super zones are evaluated")
    page.get_by_label("Working days between").fill("3")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("School super zones are evaluated and 3 working days")
    page.get_by_role("link", name="School super zones are evaluated", exact=True).click()
    page.get_by_role("link", name="Add what it waits for").click()
    page.get_by_label("Waits for the milestone").select_option(label="Pilots send their quarterly returns")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("They would wait for each other")
    expect(page.get_by_role("alert")).to_contain_text("(Rule: dependency cycle.)")


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_a_baseline_is_taken_and_a_slip_shows_against_it(portal, scripts):
    name = f"Plan {'with' if scripts else 'without'} scripts"
    page = portal.open("officer", java_script_enabled=scripts)
    page.goto("/baselines/")
    page.get_by_role("link", name="Take a baseline").click()
    page.get_by_label("Baseline", exact=True).fill(name)
    page.get_by_role("button", name="Take the baseline").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose approved by the decision.")
    expect(page.get_by_label("Baseline", exact=True)).to_have_value(name)
    page.get_by_label("Approved by the decision").select_option(index=1)
    page.get_by_role("button", name="Take the baseline").click()
    expect(page.locator(".portal-standing")).to_contain_text("none is later now")
    page.get_by_role("link", name="Sub-regional estate plans are compared at the London Estates Board").first.click()
    page.get_by_role("link", name="Change", exact=True).first.click()
    page.get_by_label("Forecast").fill("2 June 2031" if scripts else "3 June 2031")
    page.get_by_label("Reason for the change").fill("The papers are late.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("The papers are late.")
    page.get_by_role("link", name=name).click()
    expect(page.locator(".portal-standing")).to_contain_text("1 is later now")
    page.goto("/milestones/compare/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("What changed between two days")
    page.get_by_label("From").fill("1 January 2016")
    page.get_by_role("button", name="Compare").click()
    expect(page).to_have_url(re.compile("from=1\\+January\\+2016"))


@pytest.mark.parametrize(("scripts", "width"), [(True, 1280), (False, 1280), (True, 375)])
def test_the_timeline_is_looked_at_filtered_and_followed(portal, scripts, width):
    """From the picture to what is late, to another baseline, to a milestone; by keyboard as well."""
    page = portal.open("reader", java_script_enabled=scripts, width=width)
    page.goto("/timeline/")
    expect(page.locator(".portal-standing")).to_contain_text("on the critical path")
    picture = page.get_by_role("region", name="Timeline as a picture")
    picture.focus()
    expect(picture).to_be_focused()
    expect(picture).to_contain_text("Today, ")
    wide = picture.evaluate("each => [each.scrollWidth > each.clientWidth, document.documentElement.scrollWidth <= window.innerWidth]")
    assert wide == [width == 375, True]  # where it is narrow, the picture scrolls and the page does not
    rows = page.get_by_role("region", name="Timeline as a table").locator("tbody tr:has(td)")
    assert picture.locator("a").count() == rows.count()
    page.get_by_text("Filter, or choose another baseline").click()
    page.get_by_label("Against the baseline").select_option(label="As announced with the Spring Budget")
    page.get_by_label("Late", exact=True).select_option(label="Yes")
    page.get_by_role("button", name="Apply filters").click()
    expect(page.locator(".portal-standing")).to_contain_text("later than in “As announced with the Spring Budget”")
    words = picture.locator(".portal-timeline__word").all_text_contents()
    assert words
    assert all("Late" in word for word in words)
    picture.get_by_role("link", name="Haringey's final business case").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Haringey's final business case")


def test_a_milestone_that_a_board_must_take_says_so(portal):
    page = portal.open("officer")
    page.goto("/timeline/")
    page.get_by_role("region", name="Timeline as a table").get_by_role("link", name="Sub-regional estate plans are compared").click()
    expect(page.locator("main")).to_contain_text("Falls on a meeting of")
    page.get_by_role("link", name="Change", exact=True).first.click()
    expect(page.get_by_label("Falls on a meeting of")).to_have_value(re.compile("[0-9a-f-]{36}"))
    page.goto("/schedule/")
    expect(page.get_by_role("region", name="What waits for what")).to_contain_text("A meeting of the London Estates Board")
