"""Boards as people come to them: who sat on a day, a seat refused and added, a series seen before it is planned, the calendar."""

import re

import pytest
from playwright.sync_api import expect

from tests.architecture.routes import address
from tests.browser.test_every_page import looked_at

NAMES = ["boards", "board", "board-edit", "board-members", "seat-create", "seat-edit", "seat-end"]
SERIES = ["meetings", "series-list", "series", "series-create", "series-extend", "series-cancel", "calendar"]


@pytest.mark.parametrize("width", [1280, 375])
def test_the_pages_of_boards_and_their_meetings(portal, width):
    from governance.models import Board

    leb, lhb = (Board.objects.get(short_name=name) for name in ("LEB", "LHB"))
    plain = [address(f"governance:{name}")[0] for name in [*NAMES, *SERIES]]
    asked = [f"/boards/{leb.pk}/members/?on=2018-02-01", f"/boards/{lhb.pk}/members/?on=1999-01-01", "/meeting-series/?q=zzzz", f"/boards/{leb.pk}/"]
    assert not looked_at(portal, "officer", [*plain, *asked], width)
    assert not looked_at(portal, "reader", [f"/boards/{leb.pk}/", f"/boards/{leb.pk}/members/"], width)


SCRIPTS = pytest.mark.parametrize("scripts", [pytest.param(True, id="scripts"), pytest.param(False, id="no-scripts")])


@SCRIPTS
def test_from_the_board_to_its_seats(portal, scripts):
    post = f"Director of homes {'with' if scripts else 'without'} scripts"
    page = portal.open("secretary", java_script_enabled=scripts)
    page.goto("/boards/")
    page.get_by_role("link", name="London Estates Board").click()
    page.get_by_role("link", name="Who sat on another day").click()
    page.get_by_label("On another day").fill("1 February 2018")
    page.get_by_role("button", name="Show who sat").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Who sat on 1 February 2018")
    expect(page.locator(".portal-standing")).to_contain_text("No independent co-chair is recorded on 1 February 2018")
    expect(page.get_by_role("row", name=re.compile("Mayor|Representative of NHS trusts")).first).to_contain_text("When they joined is not known.")

    page.get_by_role("link", name="Add a seat").click()
    page.get_by_label("Post").fill(post)
    page.get_by_label("Independent").check()
    page.get_by_label("NHS Property Services").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("(Rule: independent of members.)")
    page.get_by_label("NHS Property Services").uncheck()
    page.get_by_label("Joined").fill("2017")
    page.get_by_role("button", name="Save").click()
    row = page.get_by_role("row", name=re.compile(post))
    expect(row).to_contain_text("Independent of every member")
    row.get_by_role("link", name="End").click()
    page.get_by_label("Left").fill("March 2018")
    page.get_by_label("Reason").fill("Moved to another body.")
    page.get_by_role("button", name="End the seat").click()
    expect(page.get_by_role("row", name=re.compile(post))).to_contain_text("March 2018")


@SCRIPTS
def test_a_series_is_planned_and_cancelled_and_calendars_show_meetings(portal, scripts):
    page = portal.open("secretary", java_script_enabled=scripts)
    page.goto("/meeting-series/new/")
    page.get_by_label("Board", exact=True).select_option(label="London Estates Board")
    page.get_by_label("Series", exact=True).fill(f"Working group {scripts}")
    page.get_by_label("Month", exact=True).check()
    page.get_by_label("First meeting").fill(f"25 April {2031 if scripts else 2036}")
    page.get_by_label("Last possible day").fill(f"30 June {2031 if scripts else 2036}")
    page.get_by_role("button", name="Show the days first").click()
    expect(page.get_by_role("heading", name="meetings would be planned")).to_be_visible()
    page.get_by_role("button", name="Plan the meetings").click()
    expect(page.locator(".portal-standing")).to_contain_text("still to come")
    page.get_by_role("link", name="Cancel what remains").click()
    page.get_by_role("button", name="Cancel the meetings").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why the meetings are cancelled.")
    page.get_by_label("Reason").fill("The group has done its work.")
    page.get_by_role("button", name="Cancel the meetings").click()
    expect(page.locator(".portal-standing")).to_contain_text("none still to come")

    page.goto("/meetings/")
    page.get_by_role("link", name="In your own calendar").click()
    subscribed = page.get_by_label("London Estates Board").input_value()
    path = subscribed[subscribed.index("/calendar/") :]
    answer = portal.open().request.get(f"{portal.address}{path}")
    assert answer.status == 200
    assert "BEGIN:VEVENT" in answer.text()
