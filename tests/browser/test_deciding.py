"""From a proposal to the record that it changed, and what is told where that record has moved meanwhile."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from governance import services
from governance.models import Board, Commitment, Decision
from tests.browser.conftest import axe
from tests.governance.deciding import meeting_of
from tests.governance.promises import piece

SCRIPTS = [pytest.param(True, id="scripts"), pytest.param(False, id="no-scripts")]


def proposed(page, title, meeting, code):
    """Propose it for a meeting, with a commitment complete as its effect: three steps, and nobody types an id."""
    page.goto("/decisions/")
    page.get_by_role("link", name="Propose a decision").click()
    page.get_by_label("Board", exact=True).select_option(label=meeting.board.name)
    page.get_by_label("What was decided").or_(page.get_by_label("What is to be decided")).fill(title)
    page.get_by_label("Meeting").select_option(label=str(meeting))
    page.get_by_role("button", name="Propose").click()
    page.get_by_role("link", name="Add an effect").click()
    page.get_by_label("Status of a commitment").check()
    page.get_by_role("button", name="Continue").click()
    held = Commitment.objects.get(code=code)
    page.get_by_label("Which one?").select_option(value=str(held.pk))
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Complete", exact=True).check()
    page.get_by_role("button", name="Add the effect").click()
    expect(page.locator("main")).to_contain_text("1 record would change")
    return held


def fit(code):
    """Nothing of its own keeps it from being complete."""
    held = Commitment.objects.get(code=code)
    held.conditions.update(state="met", decided_on=timezone.localdate())
    held.evidence.add(piece(f"Paper on {code}"))


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_a_board_decides_and_the_record_says_so(portal, scripts):
    code, board = ("EST-3", "EST-4")[scripts], Board.objects.get(short_name="LEB")
    fit(code)
    meeting = meeting_of(board, there=1, held_on=timezone.localdate() - timedelta(days=2 + scripts), quorum=2)
    page = portal.open("secretary", java_script_enabled=scripts)
    held = proposed(page, f"{code} is complete", meeting, code)
    if scripts:
        assert not axe(page)
    page.get_by_role("link", name="Agreed", exact=True).click()
    page.get_by_role("button", name="Agreed: apply what it changes").click()
    expect(page.get_by_role("alert")).to_contain_text("1 voting member there; 2 needed")
    expect(page.get_by_role("alert")).to_contain_text("no quorum")
    meeting_of_more(meeting)
    page.get_by_label("The decision in full").fill("The commitment is kept.")
    page.get_by_role("button", name="Agreed: apply what it changes").click()
    expect(page.locator("main")).to_contain_text("1 record changed")
    number = Decision.objects.get(title=f"{code} is complete").number
    page.locator("#changed + ul").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(f"/commitments/{held.pk}/"))
    expect(page.locator(".portal-standing")).to_contain_text("Complete")
    page.locator(".portal-history").get_by_role("link", name=number).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{code} is complete")
    services.start_minutes(by=portal.people["secretary"], meeting=meeting)
    page.reload()
    page.get_by_role("link", name="Its minute").click()
    expect(page.locator(f"#decision-{Decision.objects.get(title=f'{code} is complete').pk}")).to_contain_text("The commitment is kept.")


def meeting_of_more(meeting):
    """A second member comes in."""
    from governance.models import Attendance, BoardMember

    Attendance.objects.create(meeting=meeting, member=BoardMember.objects.create(board=meeting.board, post="Another member"), state="present")


def test_what_moved_since_is_told_and_taken_up_again(portal):
    code, board = "EST-5", Board.objects.get(short_name="LEB")
    fit(code)
    page = portal.open("secretary")
    held = proposed(page, "Marriage value is complete", meeting_of(board, there=1, quorum=1, held_on=timezone.localdate() - timedelta(days=9)), code)
    page.get_by_role("link", name="Agreed", exact=True).click()
    held.refresh_from_db()
    services.update_commitment(by=portal.people["officer"], pk=held.pk, version=held.version, status="delayed", reason="The land is contaminated.")
    page.get_by_label("Reasons").fill("Typed before it was known.")
    page.get_by_role("button", name="Agreed: apply what it changes").click()
    expect(page.get_by_role("alert")).to_contain_text("effects moved")
    moved = page.get_by_role("region", name="Changed since it was read").last
    for words in ("Status", "Delayed", portal.people["officer"].name):
        expect(moved).to_contain_text(words)
    expect(page.get_by_label("Reasons")).to_have_value("Typed before it was known.")
    assert not axe(page)
    held.refresh_from_db()
    assert held.status == "delayed"
    page.get_by_role("link", name="Take its effects up again").click()
    assert not axe(page)
    page.get_by_role("button", name="Take them up").click()
    page.get_by_role("link", name="Agreed", exact=True).click()
    page.get_by_role("button", name="Agreed: apply what it changes").click()
    expect(page.locator("main")).to_contain_text("1 record changed")
    held.refresh_from_db()
    assert held.status == "complete"


def test_pages_of_decisions_and_delegations_have_nothing_for_axe(portal):
    page = portal.open("officer", width=375)
    decision = Decision.objects.filter(status="proposed").first()
    steps = f"/decisions/{decision.pk}/effects/new/"
    held = Commitment.objects.get(code="EST-1")
    paths = ["/decisions/", "/decisions/?q=zzzz", f"/decisions/{decision.pk}/", "/delegations/", "/delegations/?q=zzzz", "/delegations/new/"]
    paths += [steps, f"{steps}?kind=commitment.status", f"{steps}?kind=commitment.status&record=", f"{steps}?kind=commitment.status&record={held.pk}"]
    paths += [f"/decisions/{decision.pk}/agree/", f"/decisions/{Decision.objects.filter(delegations__isnull=False).first().pk}/"]
    found = {}
    for path in paths:
        page.goto(path)
        if problems := axe(page):
            found[path] = problems
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, path
    assert not found
