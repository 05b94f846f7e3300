"""A meeting in a browser: its agenda, who was there, minutes circulated and agreed."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import axe

SCRIPTS = [pytest.param(True, id="scripts"), pytest.param(False, id="no-scripts")]


@pytest.fixture
def meeting(portal):
    """A meeting of the past that is only planned, of a board with two seats."""
    from governance.models import Board, BoardMember
    from governance.services import create_meeting

    number = Board.objects.count()
    board = Board.objects.create(name=f"Board of a test {number}", short_name=f"BT{number}", quorum=1, illustrative=True)
    for post in ("Chair of the test", "Member of the test"):
        BoardMember.objects.create(board=board, post=post, capacity="chair" if "Chair" in post else "member", illustrative=True)
    return create_meeting(by=portal.people["secretary"], board=board, held_on=date(2018, 3, 14), illustrative=True)


def prepare(page, home):
    """An item, moved up; a paper, refused with a file that is none and then kept as its cover."""
    page.goto(home)
    expect(page.locator(".portal-standing")).to_have_text("Planned; 4 items, 1 for decision; quorum of 1.")
    page.get_by_role("link", name="Add an item", exact=True).click()
    page.get_by_label("Item").press_sequentially("Receipts of sale")
    page.keyboard.press("Enter")
    item = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Receipts of sale"))
    expect(item).to_contain_text("4")
    item.locator("summary").click()
    item.get_by_role("button", name="Move up").click()
    expect(page.locator(".portal-agenda h3").nth(2)).to_have_text("Receipts of sale")
    page.locator(".portal-agenda__item").nth(2).locator("summary").click()
    page.get_by_role("link", name="Add a paper to Receipts of sale").click()
    page.get_by_label("Paper").fill("The offer")
    page.get_by_label("File").set_input_files({"name": "offer.pdf", "mimeType": "application/pdf", "buffer": b"MZ no paper"})
    page.get_by_role("button", name="Add the paper").click()
    expect(page.get_by_role("alert")).to_contain_text("Rule: paper type")
    expect(page.get_by_label("Paper")).to_have_value("The offer")
    page.get_by_role("button", name="Add the paper").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The offer")


def minute(page):
    """Minutes from draft to agreed."""
    page.get_by_role("link", name="Start the minutes").click()
    page.get_by_role("button", name="Start them").click()
    expect(page.locator(".portal-standing")).to_contain_text("A draft")
    page.get_by_role("link", name="Circulate", exact=True).click()
    page.get_by_label("Day").fill("20 March 2018")
    page.get_by_role("button", name="Circulate them").click()
    expect(page.locator(".portal-standing")).to_contain_text("Circulated on 20 March 2018")
    page.get_by_role("link", name="Agree", exact=True).click()
    page.get_by_label("Or agreed on the day").fill("9 May 2018")
    page.get_by_role("button", name="Record that they are agreed").click()
    expect(page.locator(".portal-standing")).to_have_text("Agreed on 9 May 2018; they change no more.")


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_from_agenda_to_agreed_minutes(portal, meeting, scripts):
    page = portal.open("secretary", java_script_enabled=scripts)
    home = f"/meetings/{meeting.pk}/"
    prepare(page, home)
    page.goto(home)
    page.get_by_role("link", name="Publish the agenda").click()
    page.get_by_role("button", name="Publish the agenda").click()
    page.get_by_role("link", name="Mark as held").click()
    page.get_by_role("button", name="Mark it as held").click()
    page.get_by_role("link", name="Record who was there").click()
    assert not scripts or not axe(page)
    page.get_by_role("group", name="Chair of the test").get_by_label("Present").check()
    page.get_by_role("group", name="Member of the test").get_by_label("Apologies").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#attendance + p")).to_contain_text("1 voting member there; 1 needed: the meeting could decide.")
    page.get_by_role("link", name="Write up all items on one page").click()
    page.get_by_label("3. Receipts of sale").fill("The board noted the offer.")
    page.get_by_role("button", name="Save").click()
    minute(page)
    expect(page.get_by_text("The board noted the offer.")).to_be_visible()
    assert not scripts or not axe(page)
    page.goto(home)
    expect(page.get_by_role("link", name="Record who was there")).to_have_count(0)
    assert not scripts or not axe(page)


@pytest.mark.parametrize("width", [1280, 375])
def test_pages_of_a_meeting_are_clean(portal, meeting, width):
    from governance.models import Minutes
    from tests.architecture.routes import address
    from tests.browser.test_every_page import looked_at

    minuted, coming = Minutes.objects.get(number=1, meeting__title="Example of a meeting"), f"/meetings/{meeting.pk}/"
    verbs = ("item", "attendance", "write-up", "interest", "publish", "history")
    paths = [
        f"/meetings/{minuted.meeting_id}/",
        f"/minutes/{minuted.pk}/",
        address("governance:paper")[0],
        coming,
        *(f"{coming}{verb}/" for verb in verbs),
        f"/agenda-items/{meeting.items.first().pk}/paper/",
    ]
    assert not looked_at(portal, "secretary", paths, width)
    assert not looked_at(portal, "reader", [paths[0], coming], width)
