"""A pilot's record, section by section, and a stage moved through its gate: in a browser."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from pilots.models import BusinessCase, Pilot
from pilots.rules.sections import SECTIONS
from tests.browser.conftest import axe
from tests.browser.test_every_page import looked_at
from tests.browser.test_journeys import SCRIPTS


def picture(page, name, width=1280):
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def sections(page):
    return page.get_by_role("navigation", name="Sections of the pilot")


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_an_officer_changes_two_sections(portal, scripts):
    pilot = Pilot.objects.get(name="Hackney" if scripts else "Lewisham")
    page = portal.open("officer", java_script_enabled=scripts)
    page.goto(f"/pilots/{pilot.pk}/")
    page.get_by_role("link", name="Change", exact=True).click()
    page.get_by_label("Where it stands").fill("It stands well.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("The section is saved.")
    expect(page.locator("main")).to_contain_text("It stands well.")
    sections(page).get_by_role("link", name="Places and partners").click()
    expect(sections(page).locator("[aria-current=page]")).to_have_text("Places and partners")
    page.get_by_role("link", name="Change places and partners").click()
    page.get_by_label("Southwark", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".portal-standing")).to_contain_text("2 boroughs")
    expect(page.locator("main")).to_contain_text("Southwark")
    sections(page).get_by_role("link", name="History").click()
    expect(page.locator(".portal-history")).to_contain_text("It stands well.")
    expect(page.locator(".portal-history")).to_contain_text("Southwark")


def test_two_people_in_two_sections_do_not_meet(portal):
    pilot = Pilot.objects.get(name="Haringey")
    officer, partner = portal.open("officer"), portal.open("haringey")
    officer.goto(f"/pilots/{pilot.pk}/edit/")
    partner.goto(f"/pilots/{pilot.pk}/asks/edit/")
    officer.get_by_label("Where it stands").fill("The officer’s words.")
    officer.get_by_role("button", name="Save").click()
    expect(officer.get_by_role("alert")).to_contain_text("saved")
    partner.get_by_label("What it asks for").fill("The borough’s words.")
    partner.get_by_role("button", name="Save").click()
    expect(partner.get_by_role("alert")).to_contain_text("saved")
    pilot.refresh_from_db()
    assert (pilot.status_note, pilot.asks) == ("The officer’s words.", "The borough’s words.")


def test_a_partner_editor_has_its_own_pilot_only(portal):
    own, other = Pilot.objects.get(name="Haringey"), Pilot.objects.get(name="Hackney")
    page = portal.open("haringey")
    for name in ("edit", "places/edit", "asks/edit", "move-stage"):
        assert page.goto(f"/pilots/{other.pk}/{name}/").status == 403, name
        assert page.goto(f"/pilots/{own.pk}/{name}/").status == 200, name
    assert page.goto(f"/business-cases/{other.cases.first().pk}/edit/").status == 403
    page.goto(f"/pilots/{other.pk}/people/")
    expect(page.get_by_role("link", name="Add a post")).to_have_count(0)
    page.goto(f"/pilots/{own.pk}/move-stage/")
    expect(page.get_by_role("main")).to_contain_text("No delegation in force today lets you move it.")  # told before, not after
    expect(page.get_by_role("button", name="Move it")).to_have_count(0)
    page.goto(f"/pilots/{own.pk}/people/")
    page.get_by_role("link", name="Add a post").click()
    page.get_by_label("Finance lead").check()
    page.get_by_label("Organisation").select_option(label="London Borough of Haringey")
    page.get_by_label("Post", exact=True).fill("Finance Business Partner")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row", name="Finance Business Partner")).to_contain_text("In post")
    assert not axe(page)


def test_a_reader_sees_every_section_and_no_button(portal):
    pilot = Pilot.objects.get(name="Haringey")
    page = portal.open("reader")
    page.goto(f"/pilots/{pilot.pk}/")
    for section in SECTIONS:
        sections(page).get_by_role("link", name=section.name, exact=True).click()
        expect(sections(page).locator("[aria-current=page]")).to_have_text(section.name)
        expect(page.locator("main .govuk-button")).to_have_count(0)
        expect(page.locator("main form")).to_have_count(0)
        expect(page.locator(".portal-standing")).to_have_count(1)


def test_sections_by_keyboard_alone(portal):
    pilot = Pilot.objects.get(name="Haringey")
    page = portal.open("officer")
    page.goto(f"/pilots/{pilot.pk}/")

    def tab_to(words):
        for _ in range(90):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.closest('main') ? document.activeElement.innerText : ''").strip() == words:
                return
        raise AssertionError(f"no way to {words!r} by keyboard")

    tab_to("People")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/people/$"))
    tab_to("Asks")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/asks/$"))
    tab_to("Change its own words")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Change its asks")
    page.get_by_label("What it asks for").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Typed by hand.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Typed by hand.")


def test_a_gate_is_mended_and_passed(portal):
    pilot = Pilot.objects.create(name="Southwark", theme="prevention", summary="Walks to school.", starts="2018-02")
    page = portal.open("officer")
    page.goto(f"/pilots/{pilot.pk}/move-stage/")
    page.get_by_label("Launched (on to the next stage)").check()
    page.get_by_label("Reason for the change").fill("The first school has begun.")
    page.get_by_role("button", name="Move it").click()
    for missing in ("Name its lead organisation.", "Name at least one place.", "Name the post of its senior responsible owner."):
        expect(page.get_by_role("alert")).to_contain_text(f"{missing} (Rule: gate not met.)")
    assert not axe(page)
    picture(page, "gate-refused")
    page.get_by_role("listitem").get_by_role("link", name="Name its lead organisation.").click()
    page.get_by_role("link", name="Change places and partners").click()
    page.get_by_label("Lead organisation").select_option(label="London Borough of Southwark")
    page.get_by_role("group", name="Places").get_by_label("Southwark", exact=True).check()
    page.get_by_role("button", name="Save").click()
    sections(page).get_by_role("link", name="People").click()
    page.get_by_role("link", name="Add a post").click()
    expect(page.get_by_label("Pilot", exact=True)).to_have_value(str(pilot.pk))
    page.get_by_label("Senior responsible owner").check()
    page.get_by_label("Organisation").select_option(label="London Borough of Southwark")
    page.get_by_label("Post", exact=True).fill("Chief Executive")
    page.get_by_role("button", name="Save").click()
    sections(page).get_by_role("link", name="Overview").click()
    expect(page.locator("main")).to_contain_text("It has all that the next stage, “launched”, asks for.")
    page.get_by_role("link", name="Move the stage").click()
    page.get_by_label("Launched (on to the next stage)").check()
    page.get_by_label("Reason for the change").fill("The first school has begun.")
    page.get_by_role("button", name="Move it").click()
    expect(page.locator(".portal-standing")).to_contain_text("Launched; started February 2018; 1 borough")
    sections(page).get_by_role("link", name="History").click()
    expect(page.locator(".portal-history")).to_contain_text("By delegation")


@pytest.mark.parametrize("width", [1280, 375])
def test_pages_of_sections_and_cases_in_every_state(portal, width):
    haringey, bhr = Pilot.objects.get(name="Haringey"), Pilot.objects.get(name__startswith="Barking")
    bare, _ = Pilot.objects.get_or_create(name="Nothing yet", defaults={"theme": "estates", "summary": "s"})
    pages = ["", "places/", "asks/", "business-cases/", "confidence/", "benefits/", "risks/", "money/", "people/", "history/", "move-stage/"]
    for pilot in (haringey, bhr, bare):
        assert not looked_at(portal, "officer", [f"/pilots/{pilot.pk}/{each}" for each in pages], width)
    assert not looked_at(portal, "reader", [f"/pilots/{haringey.pk}/{each}" for each in pages[:-1]], width)
    cases = [f"/business-cases/{each.pk}/" for each in BusinessCase.objects.all()[:6]]
    forms = [f"{cases[0]}{verb}/" for verb in ("edit", "submit", "approve", "send-back", "withdraw")]
    new = [f"/business-cases/new/?pilot={haringey.pk}", f"/pilot-roles/new/?pilot={haringey.pk}"]
    role = haringey.roles.first()
    assert role
    roles = [f"/pilot-roles/{role.pk}/{verb}/" for verb in ("edit", "end")]
    assert not looked_at(portal, "officer", [*cases, *forms, *new, *roles, f"/pilots/{haringey.pk}/places/edit/"], width)
