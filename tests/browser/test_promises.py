"""A promise is kept, and what it rested on goes: done in a browser, with scripts and without."""

import pytest
from playwright.sync_api import expect

from governance.models import Commitment, Condition, Decision
from tests.browser.conftest import axe
from tests.browser.test_every_page import looked_at
from tests.browser.test_journeys import SCRIPTS
from tests.factories import delegate


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_a_commitment_waits_for_its_condition_is_complete_and_is_opened_again(portal, scripts):
    held = Commitment.objects.get(code="INT-2" if scripts else "INT-5")
    office = "London Health and Care Devolution Programme Office"
    delegate(office, "commitment.status", decision=Decision.objects.filter(status="agreed").first())
    page = portal.open("officer", java_script_enabled=scripts)
    page.goto(f"/commitments/{held.pk}/")
    text = Condition.objects.get(commitment=held).text
    page.get_by_role("link", name="Complete", exact=True).click()
    expect(page.locator("main")).to_contain_text(f"A condition is open: {text}")
    page.get_by_label("Evidence: what it is").fill("Minutes of the board, March 2018")
    page.get_by_role("button", name="Complete").click()
    expect(page.get_by_role("alert")).to_contain_text("Rule: condition open.")
    expect(page.get_by_label("Evidence: what it is")).to_have_value("Minutes of the board, March 2018")  # nothing typed is lost
    assert not scripts or not axe(page)
    page.goto(f"/commitments/{held.pk}/")
    page.get_by_role("link", name=text).click()
    page.get_by_role("link", name="It is met").click()
    page.get_by_label("Day").fill("12 March 2018")
    page.get_by_label("What was found").fill("All of them agreed.")
    page.get_by_label("Evidence: what it is").fill("Letters of the groups")
    page.get_by_role("button", name="Record as met").click()
    expect(page.locator(".portal-standing")).to_contain_text("Met since 12 March 2018")
    assert not scripts or not axe(page)
    page.goto(f"/commitments/{held.pk}/")
    page.get_by_role("link", name="Complete", exact=True).click()
    page.get_by_label("Evidence: what it is").fill("Minutes of the board, March 2018")
    page.get_by_label("Reason for the change").fill("The board took note.")
    page.get_by_role("button", name="Complete").click()
    expect(page.locator(".portal-standing")).to_contain_text("Complete")
    expect(page.locator("main")).to_contain_text("Minutes of the board, March 2018")
    page.get_by_role("link", name=text).click()
    page.get_by_role("link", name="It has failed").click()
    page.get_by_role("button", name="Record as failed").click()
    expect(page.get_by_role("alert")).to_contain_text("What was found")
    page.get_by_label("What was found").fill("One of them withdrew.")
    page.get_by_role("button", name="Record as failed").click()
    expect(page.locator(".portal-standing")).to_contain_text("Failed since")
    page.goto(f"/commitments/{held.pk}/")
    expect(page.locator(".portal-standing")).to_contain_text("At risk")
    expect(page.locator(".portal-history")).to_contain_text("One of them withdrew.")
    assert not scripts or not axe(page)


@pytest.mark.parametrize("width", [1280, 375])
def test_pages_of_promises_in_every_state(portal, width):
    held, red = Commitment.objects.get(code="EST-1"), Commitment.objects.get(code="INT-3")
    done, regulation = Commitment.objects.get(code="GOV-1"), Commitment.objects.get(code="REG-1")
    waits = Condition.objects.filter(commitment=held).first()
    records = [f"/commitments/{each.pk}/" for each in (held, red, done, regulation)]
    lists = [
        "/commitments/",
        "/conditions/",
        "/assessments/",
        "/principles/",
        "/principle-links/",
        "/pilot-links/",
        "/coverage/",
        "/joint-arrangements/",
    ]
    forms = [
        f"/commitments/{held.pk}/complete/",
        f"/commitments/{done.pk}/reopen/",
        f"/conditions/{waits.pk}/fail/",
        "/assessments/new/",
        "/commitments/new/",
    ]
    others = [
        f"/conditions/{waits.pk}/",
        f"/assessments/{red.assessments.get().pk}/",
        f"/joint-arrangements/{regulation.joint_arrangements.first().pk}/",
    ]
    served = done.principle_links.get().principle_id
    assert not looked_at(portal, "officer", ["/", *lists, *records, *others, *forms, f"/principles/{served}/"], width)
    empty = [f"{each}?q=zzzz" for each in lists if each != "/coverage/"]
    assert not looked_at(portal, "reader", [*empty, records[0], others[0]], width)
