"""The map of sites in a browser: by keyboard, beside its list, with scripts off, on a narrow screen, with nothing on it."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from estates import services
from estates.models import Site
from tests.browser.conftest import axe

SQUARE = {"type": "Polygon", "coordinates": [[[-0.08, 51.58], [-0.06, 51.58], [-0.06, 51.61], [-0.08, 51.61], [-0.08, 51.58]]]}


@pytest.fixture
def placed(portal):
    """Six sites in a row from Hackney to Haringey, one in Croydon, one outside London, the rest nowhere."""
    sites = list(Site.objects.order_by("name", "id")[:8])
    points = [*((51.56 + number * 0.0085, -0.0723) for number in range(6)), (51.37, -0.1), (51.75, -0.34)]
    for site, (latitude, longitude) in zip(sites, points, strict=True):
        services.place_site(by=portal.people["officer"], pk=site.pk, version=site.version, latitude=latitude, longitude=longitude)
    return list(Site.objects.filter(latitude__isnull=False).order_by("-latitude"))


def kept(page, name):
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def drawn(page):
    expect(page.locator("#map-said")).to_contain_text("in view")
    return page.locator(".portal-map__mark")


def test_the_map_by_keyboard(portal, placed):
    page = portal.open("officer")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto("/estates/map/")
    expect(page.locator("#map-said")).to_contain_text("7 sites in view, as 2 markers")
    assert drawn(page).count() == 2 and page.locator("path.portal-map__borough").count() == 33  # one each, islands and all
    assert not axe(page)
    kept(page, "map-1280")
    page.locator("a[href='#map-list']").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#map")).to_be_focused()
    page.keyboard.press("Tab")
    cluster = page.locator(".portal-map__mark--many")
    expect(cluster).to_be_focused()
    assert cluster.get_attribute("aria-label") == "6 sites. Enter zooms in"
    page.keyboard.press("Enter")
    expect(page.locator("#map")).to_be_focused()
    expect(page.locator("#map-said")).to_contain_text("6 sites in view, as 6 markers")
    expect(page.locator("#map-list tbody tr")).to_have_count(6)
    labels = [mark.get_attribute("aria-label") for mark in page.locator(".portal-map__mark").all()]
    assert labels == [f"{site.name}, {site.organisation.name}" for site in placed[1:7]], "from north to south, as Tab goes"
    page.keyboard.press("Tab")
    expect(page.locator(".portal-map__mark").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup-content a.govuk-link")).to_be_focused()
    expect(page.locator(".leaflet-popup")).to_have_css("opacity", "1")  # it fades in
    assert not axe(page)
    kept(page, "map-popup")
    page.keyboard.press("Escape")
    expect(page.locator(".portal-map__mark").first).to_be_focused()
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup-content a.govuk-link").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(placed[1].name)
    page.go_back()
    expect(page.locator("#map-said")).to_contain_text("6 sites in view")
    page.locator("#map").focus()
    for _ in range(5):
        page.keyboard.press("Shift+ArrowRight")
        page.wait_for_timeout(500)  # while it still moves, the map hears no other arrow
    expect(page.locator("#map-said")).to_contain_text("No site in view", timeout=15_000)
    expect(page.locator("#map-list")).to_contain_text("No site with a place matches this")
    page.keyboard.press("-")
    assert not said


def test_the_same_rows_without_scripts(portal, placed):
    page = portal.open("reader", 375, java_script_enabled=False)
    page.goto("/estates/map/")
    expect(page.locator("#map")).to_be_hidden()
    expect(page.locator("#map-list tbody tr")).to_have_count(8)
    expect(page.locator("#map-list")).to_contain_text("Outside Greater London")
    page.goto("/estates/map/?bbox=-0.08,51.55,-0.06,51.61")
    expect(page.locator("#map-list tbody tr")).to_have_count(6)
    expect(page.locator(".portal-standing")).to_contain_text("6 sites have a place on the map and match what you asked")
    kept(page, "map-no-scripts-375")


@pytest.mark.parametrize("width", [1280, 375])
def test_every_state_of_the_map_and_the_form(portal, placed, width):
    page = portal.open("officer", width)

    def looked_at(path, name):
        page.goto(path)
        if "/map/" in path and page.locator("#map").count():
            expect(page.locator("#map-said")).to_contain_text("in view")
        assert not axe(page), path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        kept(page, f"{name}-{width}")

    looked_at("/estates/map/", "map-full")
    looked_at("/estates/map/?q=zzzz", "map-empty")
    looked_at("/estates/map/?within_m=51.59,-0.0723,2000", "map-near")
    looked_at("/estates/map/?bbox=1,2", "map-error")
    looked_at(f"/estates/sites/{placed[1].pk}/", "site-placed")
    looked_at(f"/estates/sites/{placed[0].pk}/", "site-outside")
    looked_at(f"/estates/sites/{placed[1].pk}/place/", "place-form")
    page.get_by_label("Easting and northing").check()
    page.get_by_label("Easting", exact=False).nth(1).fill("far away")
    page.get_by_label("Outline, as text").fill("{}")
    page.get_by_role("button", name="Save the place").click()
    expect(page.get_by_role("alert")).to_contain_text("Give the easting as a number of metres")
    assert not axe(page)
    kept(page, f"place-errors-{width}")


def test_an_outline_by_file(portal, placed, tmp_path):
    import json

    page = portal.open("officer")
    (tmp_path / "site.geojson").write_text(json.dumps(SQUARE))
    page.goto(f"/estates/sites/{placed[1].pk}/place/")
    page.get_by_label("Outline, as a file").set_input_files(tmp_path / "site.geojson")
    page.get_by_role("button", name="Save the place").click()
    expect(page.locator("dl").filter(has_text="Borough by outline")).to_contain_text("A polygon")
