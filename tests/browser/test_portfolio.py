"""The portfolio leads from a figure to its rows, and pilots are compared: in a browser, by keyboard, with scripts and without."""

import re

import pytest
from playwright.sync_api import expect

from pilots.models import Pilot
from tests.browser.conftest import axe
from tests.browser.test_every_page import looked_at
from tests.browser.test_journeys import SCRIPTS

HARINGEY, HACKNEY, NORTH = "Haringey", "Hackney", "North Central London"


def query(*names):
    ids = dict(Pilot.objects.values_list("name", "pk"))
    return "&".join(f"pilot={ids[name]}" for name in names)


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_an_officer_compares_three_pilots_by_keyboard(portal, scripts):
    page = portal.open("officer", java_script_enabled=scripts)
    page.goto("/portfolio/")
    page.get_by_label(f"Compare {HARINGEY}").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Compare chosen", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Choose two to five pilots to compare; you chose one.")
    expect(page.get_by_label(HARINGEY)).to_be_checked()  # the choice is kept
    assert not scripts or not axe(page)
    for name in (HACKNEY, NORTH):
        page.get_by_label(name).focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Compare", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("thead th")).to_have_count(4)
    expect(page.get_by_role("row", name="Of these, also in another of these pilots")).to_contain_text("differs")
    expect(page.get_by_role("row", name="Theme")).to_contain_text("differs")
    whole = page.locator("tbody tr:not(.portal-compare__group)").count()
    page.get_by_role("link", name="Show only the").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=f"Show all {whole} rows")).to_be_visible()
    rows = page.locator("tbody tr:not(.portal-compare__group)")
    assert 0 < rows.count() < whole and rows.filter(has_text="differs").count() == rows.count()
    assert not scripts or not axe(page)


def test_a_reader_follows_figures_to_the_rows_that_they_count(portal):
    page = portal.open("reader")
    for tile in ("red", "late", "unled", "open", "behind", "overdue_actual"):
        page.goto("/portfolio/")
        figure = page.locator(f'[data-tile="{tile}"]')
        count = int(figure.locator(".portal-tile__figure").inner_text())
        figure.get_by_role("link", name="List").click()
        expect(page.locator("tbody tr")).to_have_count(count)
    page.goto("/portfolio/")
    row = page.get_by_role("row", name="Haringey", exact=False).first
    link = row.get_by_role("link", name=re.compile("open.*asks of Haringey"))
    count = int(link.inner_text().split()[0])
    link.click()
    expect(page.locator("tbody tr")).to_have_count(count)


@pytest.mark.parametrize("width", [1280, 375])
def test_the_portfolio_and_comparisons_in_every_state(portal, width):
    three = query(HARINGEY, HACKNEY, NORTH)
    paths = ["/portfolio/", "/portfolio/?late=true", "/portfolio/?q=zzzz", "/pilots/compare/", f"/pilots/compare/?{three}"]
    assert not looked_at(portal, "officer", paths, width)
    assert not looked_at(portal, "reader", [f"/pilots/compare/?differences=true&{query(*Pilot.objects.values_list('name', flat=True))}"], width)
    assert not looked_at(portal, "reader", [f"/pilots/compare/?{query(HARINGEY)}", "/portfolio/?colour=red"], width, expected=400)
