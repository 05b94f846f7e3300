"""What people come to do, done in a browser as they would: by mouse, by keyboard, with scripts off."""

import re

import pytest
from playwright.sync_api import expect

from tests.architecture.routes import address
from tests.browser.conftest import axe
from tests.world import small_return

SCRIPTS = [pytest.param(True, id="scripts"), pytest.param(False, id="no-scripts")]


@pytest.fixture
def password(portal):
    """A password with which the reader signs in through the form."""
    user = portal.people["reader"]
    user.set_password("correct horse battery")
    user.save(update_fields=["password"])
    return user.email, "correct horse battery"


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_signing_in_and_out(portal, password, scripts):
    email, secret = password
    page = portal.open(java_script_enabled=scripts)
    page.goto("/commitments/?theme=estates")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(secret)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(r"/commitments/\?theme=estates"))
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/accounts/login/"))


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_a_pilot_is_added_refused_mended_and_changed(portal, scripts):
    page = portal.open("officer", java_script_enabled=scripts)
    name = f"Southwark {'with' if scripts else 'without'} scripts"
    page.goto("/pilots/")
    page.get_by_role("link", name="Add a pilot").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Prevention", exact=True).check()
    page.get_by_label("Summary").fill("Walks to school.")
    page.get_by_label("Started").fill("31 February 2018")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("31 February 2018 is not a date in the calendar.")
    expect(page.get_by_label("Name")).to_have_value(name)  # nothing typed is lost
    expect(page.get_by_label("Prevention", exact=True)).to_be_checked()
    page.get_by_label("Started").fill("February 2018")
    page.get_by_label("Southwark", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(page.locator("main")).to_contain_text("Proposed; started February 2018; 1 borough")
    page.get_by_role("link", name="Change", exact=True).click()
    page.get_by_label("Where it stands").fill("One school walks.")
    page.get_by_label("Reason for the change").fill("The first school has begun.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("One school walks.")
    page.get_by_role("navigation", name="Sections of the pilot").get_by_role("link", name="History").click()
    expect(page.locator(".portal-history")).to_contain_text("The first school has begun.")


def test_two_editors_choose_field_by_field(portal):
    path, pilot = address("pilots:edit")
    first, second = portal.open("officer"), portal.open("haringey")
    first.goto(path)
    second.goto(path)
    first.get_by_label("Where it stands").fill("The officer's words.")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_role("alert")).to_contain_text("saved")
    second.get_by_label("Where it stands").fill("The borough's words.")
    second.get_by_label("Summary").fill("A better summary.")
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_role("heading", level=1)).to_contain_text("Somebody else saved this first")
    expect(second.locator("main")).to_contain_text("The officer's words.")
    expect(second.locator("main")).to_contain_text("The borough's words.")
    assert not axe(second)
    second.get_by_label("Where it stands, as saved: The officer's words.").check()
    second.get_by_role("button", name="Save what I chose").click()
    pilot.refresh_from_db()
    assert (pilot.status_note, pilot.summary) == ("The officer's words.", "A better summary.")


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_a_return_is_uploaded_looked_at_confirmed_and_in_the_register(portal, scripts):
    page = portal.open("officer", java_script_enabled=scripts)
    page.goto("/estates/imports/new/")
    year = "2016-17" if scripts else "2017-18"
    page.locator("input[type=file]").set_input_files({"name": f"eric_{year}_site.csv", "mimeType": "text/csv", "buffer": small_return(30)})
    page.locator("main form button").first.click()
    waited_for(page, "Confirm the import", scripts)
    assert not scripts or not axe(page)  # axe itself is a script
    page.get_by_role("button", name="Confirm the import").click()
    waited_for(page, "rows? of 30 are in the register", scripts)
    assert not scripts or not axe(page)
    page.goto("/estates/")
    expect(page.locator(".portal-tile").first).to_contain_text("30")


def waited_for(page, words, scripts):
    """With scripts the page brings itself up to date; without, it is opened again."""
    for _ in range(60):
        if page.locator("main").get_by_text(re.compile(words)).count():
            return
        page.wait_for_timeout(500)
        if not scripts:
            page.goto(page.url)
    raise AssertionError(f"{words!r} did not come: {page.locator('main').inner_text()}")


def test_by_keyboard_alone_to_the_first_pilot(portal):
    page = portal.open("reader")
    page.goto("/pilots/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('tbody') !== null"):
            break
    page.keyboard.press("Enter")
    expect(page.locator(".govuk-caption-l")).to_contain_text("Pilot PIL-")


def test_the_page_in_print_has_its_figures_and_no_furniture(portal):
    page = portal.open("officer")
    page.goto("/")
    page.emulate_media(media="print")
    expect(page.locator("[data-tile=late]")).to_be_visible()
    for furniture in (".portal-search", ".govuk-service-navigation", ".portal-tile__links"):
        expect(page.locator(furniture).first).to_be_hidden()
