"""Money as people come to it: a month's figures put in by two at once, what both claim for Haringey shared out; scripts or none."""

import re

import pytest
from playwright.sync_api import expect

from tests.architecture.routes import address
from tests.browser.conftest import axe
from tests.browser.test_every_page import looked_at

SCRIPTS = [pytest.param(True, id="scripts"), pytest.param(False, id="no-scripts")]
PAGES = ["budgets", "budget", "budget-create", "budget-edit", "budget-partners", "budget-months", "claims", "claimedthing", "claimedthing-share"]


def followed(name="Pooled budget for selected services"):
    from pilots.models import PooledBudget

    return f"/budgets/{PooledBudget.objects.get(name=name).pk}/"


@pytest.mark.parametrize("width", [1280, 375])
def test_the_pages_of_money(portal, width):
    named = [address(f"pilots:{name}")[0] for name in [*PAGES, "claim-create", "claim-edit", "claimedthing-create", "claimedthing-remove"]]
    assert not looked_at(portal, "officer", [*named, followed(), f"{followed()}months/", "/budgets/?q=zzzz", "/claims/?q=zzzz"], width)


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_figures_are_put_in_and_two_at_once_lose_nothing(portal, scripts):
    mine, theirs = (portal.open("officer", java_script_enabled=scripts) for _ in range(2))
    path = followed("City and Hackney pooled budget")
    for page in (mine, theirs):
        page.goto(f"{path}months/")
    month = "May" if scripts else "June"
    theirs.get_by_label(f"{month} 2017, forecast (£)").fill("£37,000,000")
    theirs.get_by_role("button", name="Save").click()
    expect(theirs.get_by_role("alert")).to_contain_text("The months are saved.")
    mine.get_by_label(f"{month} 2017, plan (£)").fill("36 000 000.50")
    mine.get_by_role("button", name="Save").click()
    expect(mine.get_by_role("heading", level=1)).to_contain_text("Somebody else saved this first")
    expect(mine.get_by_role("row", name=f"{month} 2017, forecast (£)").get_by_label("as saved")).to_be_checked()
    assert not axe(mine) if scripts else True
    mine.get_by_role("button", name="Save what I chose").click()
    expect(mine.get_by_role("row", name=re.compile(f"{month} 2017")).first).to_contain_text("36,000,000.50")
    expect(mine.get_by_role("row", name=re.compile(f"{month} 2017")).first).to_contain_text("37,000,000.00")


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_who_bears_what_is_said_and_changes_with_the_rule(portal, scripts):
    page = portal.open("officer", java_script_enabled=scripts)
    page.goto(followed())
    expect(page.locator(".portal-standing")).to_contain_text("£1.2 million over plan at month 7 (October 2018)")
    page.get_by_role("link", name="Partners and shares").click()
    page.get_by_label("By fixed shares").check()
    page.get_by_label("Reason for the change").fill("The partners agreed.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Fixed shares must come to 100%")
    rule = "In equal parts" if scripts else "By contribution"
    page.get_by_label(rule).check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".portal-standing")).to_contain_text(f"by the rule ({rule.lower()})")
    total = page.get_by_role("region", name="Who bears what").get_by_role("row", name=re.compile("^All"))
    expect(total).to_contain_text("£1,200,000.00")


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_a_double_claim_is_found_shared_and_counted(portal, scripts):
    name = "New homes on health land in Haringey" if scripts else "Clinical commissioning group's part of the City and Hackney pooled plan, 2017-18"
    page = portal.open("officer", java_script_enabled=scripts)
    page.goto("/claims/")
    expect(page.get_by_role("region", name="Claimed twice and not shared")).to_contain_text(name)
    page.get_by_role("link", name=re.compile(f"^Share it.*{re.escape(name)}")).click()
    shares = page.get_by_role("textbox", name=re.compile("share"))
    shares.nth(0).fill("70")
    shares.nth(1).fill("40")
    page.get_by_role("button", name="Save the shares").click()
    expect(page.get_by_role("alert")).to_contain_text("would come to 110%")
    expect(page.locator("main")).to_contain_text("110% as typed")
    assert not axe(page) if scripts else True
    shares.nth(1).fill("30")
    page.get_by_role("button", name="Save the shares").click()
    expect(page.locator(".portal-standing")).to_contain_text("counted once, by shares that come to 100%")
    page.goto("/claims/")
    expect(page.get_by_role("region", name="Claimed by more than one, and counted once")).to_contain_text(name)
    totals = [
        page.get_by_role("region", name=f"Counted, by {each}").get_by_role("row", name=re.compile("^Total")).inner_text()
        for each in ("pilot", "borough")
    ]
    assert totals[0] == totals[1]


def test_a_partner_changes_what_is_its_own(portal):
    page = portal.open("haringey", 375)
    page.goto("/claims/")
    expect(page.get_by_role("link", name=re.compile("^Share it"))).to_have_count(0)
    page.goto(followed())
    expect(page.get_by_role("link", name="Put in figures")).to_have_count(0)
    assert page.goto(f"{followed()}months/").status == 403
