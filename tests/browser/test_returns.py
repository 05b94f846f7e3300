"""A quarterly return from its first section to its fingerprint: by mouse, by keyboard alone, without scripts; and read by a reader."""

import re

import pytest
from playwright.sync_api import expect

from pilots.models import Pilot, PilotReturn
from tests.browser.conftest import axe

SECTIONS = ["Progress", "Confidence", "Benefits", "Risks", "Money", "Asks", "Decisions needed"]


@pytest.fixture
def owed(portal):
    """Hackney's return of a quarter of its own for each journey: the earliest that it still owes."""
    from pilots import services

    periods = {each.call.period for each in PilotReturn.objects.filter(pilot__name="Hackney").select_related("call")}
    period = next(each for each in ("2016-Q1", "2016-Q2", "2016-Q3", "2016-Q4", "2017-Q1") if each not in periods)
    services.open_call(by=portal.people["officer"], period=period, pilots=[Pilot.objects.get(name="Hackney")])
    return PilotReturn.objects.get(call__period=period, pilot__name="Hackney")


def fingerprint(record):
    record.refresh_from_db()
    assert record.state == "submitted"
    return record.sha256


@pytest.mark.parametrize("scripts", [pytest.param(True, id="scripts"), pytest.param(False, id="no-scripts")])
def test_a_return_is_completed_start_to_end(portal, owed, scripts):
    page = portal.open("hackney", java_script_enabled=scripts)
    page.goto(f"/pilots/{owed.pilot_id}/returns/")
    page.get_by_role("link", name=re.compile(owed.call.quarter.label.split(" (")[0])).first.click()
    expect(page.locator(".portal-standing")).to_contain_text("0 of 7 sections are completed")
    page.get_by_role("link", name="Progress", exact=True).click()
    page.get_by_label("Summary of the quarter").fill("Half of the story")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#task-progress")).to_contain_text("In progress")
    page.get_by_role("link", name="Check the answers").click()
    expect(page.locator(".portal-standing")).to_contain_text("Not completed: Progress, Confidence")
    expect(page.get_by_role("link", name="Continue to submit")).to_have_count(0)
    page.goto(f"/returns/{owed.pk}/submit/")
    expect(page.locator("main")).to_contain_text("These are not:")
    expect(page.get_by_role("button", name="Submit the return")).to_have_count(0)
    page.goto(f"/returns/{owed.pk}/")
    for section in SECTIONS:
        page.locator("main").get_by_role("link", name=section, exact=True).click()
        if section != "Progress":
            page.get_by_role("textbox", name=re.compile("^(What|Where|Decisions)")).fill(f"{section}: as planned.")
        else:
            expect(page.get_by_label("Summary of the quarter")).to_have_value("Half of the story")
            page.get_by_label("What went well").fill("Partners meet.")
        page.get_by_label("Yes, I have completed this section").check()
        assert not scripts or not axe(page)  # axe itself is a script
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("alert")).to_contain_text("The section is saved.")
    expect(page.locator(".portal-standing")).to_contain_text("7 of 7 sections are completed")
    page.get_by_role("link", name="Check the answers").click()
    page.get_by_role("link", name="Change Money").click()
    page.get_by_label("What explains the money").fill("The pool is paused.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Check the answers").click()
    expect(page.locator("main")).to_contain_text("The pool is paused.")
    page.get_by_role("link", name="Continue to submit").click()
    page.get_by_role("button", name="Submit the return").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick the declaration")
    page.get_by_label("I declare").check()
    page.get_by_role("button", name="Submit the return").click()
    expect(page.locator("main")).to_contain_text(fingerprint(owed))
    assert not scripts or not axe(page)
    expect(page.get_by_role("link", name="Progress", exact=True)).to_have_count(0)


def test_a_return_is_completed_by_keyboard_alone(portal, owed):
    page = portal.open("hackney")
    page.goto(f"/returns/{owed.pk}/")

    def to(locator, most=150):
        """Tab until this has the focus."""
        for _ in range(most):
            if locator.evaluate("element => element === document.activeElement"):
                return
            page.keyboard.press("Tab")
        raise AssertionError("the keyboard does not reach it")

    for section in SECTIONS:
        to(page.locator("main").get_by_role("link", name=section, exact=True))
        page.keyboard.press("Enter")
        page.wait_for_load_state()
        to(page.locator("textarea[name=commentary]"))
        page.keyboard.type("None")
        to(page.locator("input[name=state]").first)
        page.keyboard.press("Space")
        to(page.get_by_role("button", name="Save"))
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/returns/{owed.pk}/")
    to(page.get_by_role("link", name="Check the answers"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/check/")
    to(page.get_by_role("link", name="Continue to submit"), 400)
    page.keyboard.press("Enter")
    page.wait_for_url("**/submit/**")
    to(page.get_by_label("I declare"))
    page.keyboard.press("Space")
    to(page.get_by_role("button", name="Submit the return"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/returns/{owed.pk}/")
    expect(page.locator("main")).to_contain_text(fingerprint(owed))


def test_two_officers_in_one_section_choose_field_by_field(portal, owed):
    path = f"/returns/{owed.pk}/risks/"
    first, second = portal.open("officer"), portal.open("hackney")
    first.goto(path)
    second.goto(path)
    first.get_by_label("What changed in the risks").fill("The officer's words.")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_role("alert")).to_contain_text("saved")
    second.get_by_label("What changed in the risks").fill("Hackney's words.")
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_role("heading", level=1)).to_contain_text("Somebody else saved this first")
    expect(second.locator("main")).to_contain_text("Hackney's words.")
    assert not axe(second)
    second.get_by_role("button", name="Save what I chose").click()
    assert owed.sections.get(section="risks").commentary == "Hackney's words."


def test_a_reader_reads_it_and_changes_nothing(portal, owed):
    page = portal.open("reader", width=375)
    page.goto(f"/returns/{owed.pk}/")
    expect(page.locator("main")).to_contain_text("You can read it.")
    expect(page.get_by_role("link", name="Progress", exact=True)).to_have_count(0)
    assert not axe(page)
    page.get_by_role("link", name="Read it as it stands").click()
    expect(page.get_by_role("link", name="Continue to submit")).to_have_count(0)
    assert not axe(page)
