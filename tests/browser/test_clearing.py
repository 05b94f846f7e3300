"""A signing called off, a clearance chased and given, a signing held: done in a browser by an officer."""

import re
import uuid
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import axe
from tests.governance.conftest import agreement, signature

SCRIPTS = [pytest.param(True, id="scripts"), pytest.param(False, id="no-scripts")]


@pytest.fixture
def waiting(portal):
    """An agreement of three that have agreed: a signing planned, and Number 10 asked for its clearance 61 days ago."""
    from governance.models import Clearance, SignatureStep, SigningEvent

    today = timezone.localdate()
    asked = today - timedelta(days=61)
    made = agreement(name=f"Accord {uuid.uuid4().hex[:6]}", short_name="")
    for order, name in enumerate(("HM Treasury", "London Councils", "NHS England"), 1):
        held = signature(made, name, order, status="agreed_in_principle", illustrative=True)
        for state, on in (("asked", asked - timedelta(days=1)), ("agreed_in_principle", asked)):
            SignatureStep.objects.create(signature=held, state=state, on=on)
    clearance = Clearance.objects.create(
        agreement=made, kind="number_10", holder="Number 10", asked_on=asked, contact="office@example.test", illustrative=True
    )
    event = SigningEvent.objects.create(agreement=made, planned_for=today, set_on=asked, illustrative=True)
    return SimpleNamespace(agreement=made, clearance=clearance, event=event, path=f"/agreements/{made.pk}/")


def fits(page, scripts=True):
    """Nothing that axe finds (itself a script), nothing off the screen."""
    if not scripts:
        return True
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url
    assert not axe(page), page.url
    return True


@pytest.mark.parametrize("scripts", SCRIPTS)
@pytest.mark.parametrize("width", [1280, 375])
def test_a_signing_is_called_off(portal, waiting, scripts, width):
    page = portal.open("officer", width, java_script_enabled=scripts)
    page.goto(waiting.path)
    expect(page.locator(".portal-standing")).to_have_text("Agreed by all 3 parties; blocked by 1 clearance: Number 10, 61 days.")
    assert fits(page, scripts)
    page.get_by_role("link", name="Call it off").click()
    assert fits(page, scripts)
    page.get_by_role("button", name="Call it off").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why it is called off.")
    assert fits(page, scripts)
    page.get_by_label("Why it is called off").fill("Number 10 has not cleared it.")
    page.get_by_role("button", name="Call it off").click()
    expect(page.locator(".portal-standing")).to_contain_text("Number 10 has not cleared it.")
    assert fits(page, scripts)
    page.goto(waiting.path)
    expect(page.locator("main")).to_contain_text("was called off: Number 10 has not cleared it.")


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_a_holder_is_chased(portal, waiting, scripts):
    page = portal.open("officer", 375, java_script_enabled=scripts)
    page.goto(waiting.path)
    page.get_by_role("link", name="Remind Number 10").click()
    expect(page.get_by_label("To")).to_have_value("office@example.test")
    expect(page.get_by_label("Message")).to_have_value(re.compile("61 days ago"))
    assert page.get_by_role("link", name="Open in your mail program").get_attribute("href").startswith("mailto:office@example.test?subject=")
    assert fits(page, scripts)
    with page.expect_download() as download:
        page.get_by_role("link", name="Save as an e-mail file").click()
    assert "To: office@example.test" in download.value.path().read_text()


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_a_clearance_is_given_and_the_signing_held(portal, waiting, scripts):
    page = portal.open("officer", java_script_enabled=scripts)
    page.goto(waiting.path)
    page.get_by_role("link", name="Record the signing").click()
    page.get_by_role("button", name="Record the signatures").click()
    expect(page.get_by_role("alert")).to_contain_text("Nobody may sign while a blocking clearance is open: Number 10. (Rule: clearance open.)")
    assert fits(page, scripts)
    page.goto(waiting.path)
    page.get_by_role("link", name="Given by Number 10").click()
    page.get_by_label("What the holder said").fill("Cleared.")
    page.get_by_role("button", name="Record the clearance").click()
    expect(page.locator(".portal-standing")).to_contain_text("61 days after it was asked for")
    assert fits(page, scripts)
    page.goto(waiting.path)
    expect(page.locator(".portal-standing")).to_contain_text("Agreed by all 3 parties; nothing stands in the way; signing planned for")
    page.get_by_role("link", name="Record the signing").click()
    page.get_by_label("Evidence: what it is").fill("The signed sheet")
    page.get_by_role("button", name="Record the signatures").click()
    page.goto(waiting.path)
    expect(page.locator(".portal-standing")).to_contain_text("Signed by all 3 parties on")
    expect(page.locator(".portal-standing")).to_contain_text("after 61 days blocked by 1 clearance: Number 10.")
    assert fits(page, scripts)


def test_another_day_is_looked_at(portal):
    from governance.models import Agreement

    mou = Agreement.objects.get(signed="2017-11-16")
    page = portal.open("reader", 375)
    page.goto(f"/agreements/{mou.pk}/")
    expect(page.locator(".portal-standing")).to_contain_text("after 246 days blocked by 1 clearance: Number 10.")
    page.get_by_label("Day", exact=True).fill("31 February 2017")
    page.get_by_role("button", name="Show that day").click()
    expect(page.locator("#on_error")).to_contain_text("31 February 2017 is not a date in the calendar.")
    assert fits(page)
    page.get_by_label("Day", exact=True).fill("15 May 2017")
    page.get_by_role("button", name="Show that day").click()
    expect(page.locator(".portal-standing")).to_contain_text("Agreed by all 8 parties; blocked by 1 clearance: Number 10, 61 days.")
    assert fits(page)
    page.locator(".portal-turns").get_by_role("link", name="15 March 2017").click()
    expect(page.locator(".portal-standing")).to_contain_text("Number 10, 0 days.")
    page.get_by_role("link", name="Show how it stands today").click()
    expect(page.locator(".portal-standing")).to_contain_text("Signed by all 8 parties on 16 November 2017")


@pytest.mark.parametrize("width", [1280, 375])
def test_pages_of_clearances_and_signings(portal, waiting, width):
    from tests.browser.test_every_page import looked_at

    own = f"/clearances/{waiting.clearance.pk}/", f"/signing-events/{waiting.event.pk}/"
    forms = [f"{own[0]}{verb}/" for verb in ("edit", "ask", "give", "refuse", "ask-again", "chase")]
    forms += [f"{own[1]}{verb}/" for verb in ("edit", "hold", "call-off")]
    day = f"{waiting.path}?on={date.fromordinal(timezone.localdate().toordinal() - 30)}"
    lists = ["/clearances/", "/clearances/?q=zzzz", "/signing-events/", "/signing-events/?status=held", "/agreements/"]
    assert not looked_at(portal, "officer", [*own, *forms, *lists, "/clearances/new/", "/signing-events/new/", waiting.path, day], width)
    assert not looked_at(portal, "reader", [*own, *lists, waiting.path], width)
