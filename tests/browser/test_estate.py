"""The estate dashboard leads from a figure to the sites that it counts: in a browser, with scripts and without."""

import pytest
from playwright.sync_api import expect

from devo_portal.core.models import Organisation
from estates.models import Site
from tests.browser.conftest import axe
from tests.browser.test_every_page import looked_at
from tests.browser.test_journeys import SCRIPTS


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_a_reader_goes_from_a_figure_to_the_sites_that_it_counts(portal, scripts):
    page = portal.open("reader", java_script_enabled=scripts)
    page.goto("/estates/")
    page.get_by_role("navigation", name="Estates").get_by_role("link", name="Dashboard").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Estate dashboard")
    for key in ("gross_internal_m2", "idle_m2", "running_cost"):
        page.goto("/estates/dashboard/")
        link = page.locator(f'[data-figure="{key}"]').get_by_role("link").first
        count = int(link.inner_text().split()[0])
        link.click()
        expect(page.locator("tbody tr")).to_have_count(count)
    page.goto("/estates/dashboard/?by=owner")
    row = page.get_by_role("region", name="By owner").locator("tbody tr").first
    count = int(row.get_by_role("cell").first.get_by_role("link").inner_text().split()[0])
    row.get_by_role("cell").first.get_by_role("link").click()
    expect(page.locator("tbody tr")).to_have_count(count)


def test_a_reader_changes_the_breakdown_and_the_year_by_keyboard(portal):
    page = portal.open("reader")
    page.goto("/estates/dashboard/")
    page.get_by_role("navigation", name="Breakdown").get_by_role("link", name="Borough").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name="No borough recorded")).to_be_visible()
    page.get_by_role("navigation", name="Year of the returns").get_by_role("link", name="2016-17").focus()
    page.keyboard.press("Enter")
    expect(page.locator('main [aria-current="true"]')).to_have_text(["2016-17", "Borough"])
    page.get_by_role("navigation", name="Breakdown").get_by_role("link", name="Owner").click()
    page.get_by_role("region", name="By owner").get_by_role("rowheader").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Against its peers")).to_be_visible()
    assert not axe(page)


@pytest.mark.parametrize("width", [1280, 375])
def test_the_estate_in_every_state(portal, width):
    owner, without = Site.objects.order_by("name")[0].organisation, Organisation.objects.get(gss_code="E09000014")
    paths = ["/estates/dashboard/", *(f"/estates/dashboard/?by={by}" for by in ("borough", "sub_region", "year"))]
    paths += [
        "/estates/dashboard/?type=learning_disabilities&flagged=true",
        f"/estates/organisations/{owner.pk}/",
        f"/estates/organisations/{without.pk}/",
    ]
    assert not looked_at(portal, "reader", paths, width)
    assert not looked_at(portal, "reader", ["/estates/dashboard/?by=colour", "/estates/dashboard/?year=1999-00"], width, expected=400)


def test_before_any_return_the_page_says_what_will_be_there(portal):
    ids = list(Site.objects.values_list("pk", flat=True))
    Site.objects.filter(pk__in=ids).update(sensitive=True)  # to a reader as though there were none
    try:
        page = portal.open("reader")
        page.goto("/estates/dashboard/")
        expect(page.locator("main")).to_contain_text("It begins with an import")
        assert not axe(page)
    finally:
        Site.objects.filter(pk__in=ids).update(sensitive=False)
