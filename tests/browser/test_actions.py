"""An officer brings the list of actions up to date in two clicks, with scripts and without; a partner does so for its own."""

import os
import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from governance import services
from governance.models import Action
from tests.browser.conftest import axe

SCRIPTS = [pytest.param(True, id="scripts"), pytest.param(False, id="no-scripts")]


def seen(page, name):
    """`SCREENSHOTS=folder` keeps a picture."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def update(page, title=""):
    """The link of a row; what only listeners hear stands behind a space that does not break."""
    return page.get_by_role("link", name=re.compile(rf"^Update\s*: {re.escape(title)}"))


def an_action(title, **fields):
    from governance.models import Board

    board = Board.objects.get(short_name="LWB")
    return Action.objects.create(**{"board": board, "title": title, "raised_on": "2017-09-01", "due_on": "2017-09-05", **fields})


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_an_officer_updates_an_action_in_two_clicks(portal, scripts):
    made = an_action(f"Ask every trust {'with' if scripts else 'without'} scripts")
    page = portal.open("officer", java_script_enabled=scripts)
    page.goto(f"/actions/?overdue=true&board={made.board_id}")
    update(page, made.title).click()
    if scripts:
        expect(page.get_by_label("What was done")).to_be_focused()
        assert not axe(page)
        seen(page, "row-open")
    page.get_by_label("What was done").fill("Every trust has answered.")
    page.get_by_label("Status now").select_option("in_progress")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(re.compile(r"/actions/\?overdue=true&board="))
    if scripts:
        expect(page.get_by_role("status")).to_contain_text(f"Saved: “{made.title}” is in progress.")
        expect(update(page, made.title)).to_be_focused()
    else:
        expect(page.get_by_role("alert")).to_contain_text("The update is saved.")
    expect(page.locator(f"[data-action='{made.pk}']")).to_contain_text("In progress")
    assert made.updates.get().note == "Every trust has answered."


def test_what_is_refused_stays_in_the_row_with_what_was_typed(portal):
    made = an_action("Close it at last")
    page = portal.open("officer")
    page.goto(f"/actions/?q={made.title.replace(' ', '+')}")
    update(page, made.title).click()
    page.get_by_label("What was done").fill("All of it.")
    page.get_by_label("Status now").select_option("complete")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Evidence")).to_be_focused()  # unfolded, with what is wrong beside it
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved. What you typed is still here.")
    expect(page.locator("[data-action]")).to_contain_text("(Rule: evidence missing.)")
    expect(page.get_by_label("What was done")).to_have_value("All of it.")
    assert not axe(page)
    seen(page, "row-refused")
    officer = portal.people["officer"]
    services.report_action(by=officer, pk=made.pk, version=1, note="Somebody else was first.")
    page.get_by_label("Evidence").fill("Minutes")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("changed this record after you opened it")
    expect(page.get_by_label("Evidence")).to_have_value("Minutes")
    page.get_by_role("button", name="Save").click()  # looked at, and sent again
    expect(page.get_by_role("status")).to_contain_text("is complete")
    made.refresh_from_db()
    assert (made.status, made.closed_on, made.updates.count()) == ("complete", timezone.localdate(), 2)


def test_cancel_puts_the_row_back(portal):
    made = an_action("Leave it")
    page = portal.open("officer", width=375)
    page.goto("/actions/?q=Leave+it")
    link = update(page, made.title)
    link.click()
    expect(page.get_by_label("What was done")).to_be_focused()
    box = page.get_by_label("What was done").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 375, "in view, though the table is wider"
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    seen(page, "row-375")
    page.get_by_role("link", name="Cancel").click()
    expect(link).to_be_focused()
    assert not made.updates.exists()


def test_a_partner_updates_only_what_it_leads_and_a_reader_nothing(portal):
    from devo_portal.core.models import Organisation

    ours = an_action("Haringey's own", lead=Organisation.objects.get(name="London Borough of Haringey"))
    partner = portal.open("haringey")
    partner.goto("/actions/?limit=200")
    expect(update(partner)).to_have_count(1)
    update(partner, ours.title).click()
    partner.get_by_label("What was done").fill("Begun.")
    partner.get_by_role("button", name="Save").click()
    expect(partner.get_by_role("status")).to_contain_text("Saved")
    reader = portal.open("reader")
    reader.goto("/actions/")
    expect(update(reader)).to_have_count(0)
    reader.goto(f"/actions/{ours.pk}/")
    expect(reader.get_by_role("link", name="Update")).to_have_count(0)
    expect(reader.locator("#updates + ol")).to_contain_text("Begun.")


@pytest.mark.parametrize("width", [1280, 375])
def test_every_figure_of_the_dashboard_leads_to_its_rows(portal, width):
    page = portal.open("officer", width)
    page.goto("/workforce/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("London Workforce Board")
    assert not axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    seen(page, f"workforce-{width}")
    tile = page.locator(".portal-tile", has_text="Overdue")
    number = tile.locator(".portal-tile__figure").inner_text()
    tile.get_by_role("link").click()
    expect(page.locator("tbody tr")).to_have_count(int(number))
    page.goto("/actions/")
    seen(page, f"actions-{width}")
    page.goto("/actions/new/")
    assert not axe(page)
    seen(page, f"create-{width}")
    made = Action.objects.exclude(updates=None).first()
    page.goto(f"/actions/{made.pk}/")
    assert not axe(page)
    seen(page, f"action-{width}")
    page.goto(f"/actions/{made.pk}/update/")
    assert not axe(page)
    seen(page, f"update-{width}")
