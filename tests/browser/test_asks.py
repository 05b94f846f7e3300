"""An ask is granted by a clause, and a pilot is rated by its own: in a browser, with scripts and without."""

import pytest
from playwright.sync_api import expect

from pilots.models import Pilot, Proposition
from tests.browser.conftest import axe
from tests.browser.test_every_page import looked_at
from tests.browser.test_journeys import SCRIPTS


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_an_officer_grants_an_ask_citing_a_clause(portal, scripts):
    ask = Proposition.objects.get(title="Immunisation and screening" if scripts else "Public health")
    page = portal.open("officer", java_script_enabled=scripts)
    page.goto("/propositions/?state=open")
    page.get_by_role("link", name=ask.title).click()
    expect(page.locator(".portal-standing")).to_contain_text("Open; no organisation pursues it")
    page.get_by_role("link", name="It is granted").click()
    page.get_by_label("Decided on").fill("16 November 2017")
    page.get_by_role("button", name="Record as granted").click()
    expect(page.get_by_role("alert")).to_contain_text("Name the clause that grants it. (Rule: clause missing.)")
    expect(page.get_by_label("Decided on")).to_have_value("16 November 2017")  # nothing typed is lost
    assert not scripts or not axe(page)
    clause = page.get_by_label("Granted by clause")
    clause.select_option(label=clause.locator("option", has_text="3.4 Working together").first.inner_text())
    page.get_by_role("button", name="Record as granted").click()
    expect(page.locator(".portal-standing")).to_contain_text("Granted on 16 November 2017 by clause 3.4")
    expect(page.locator(".portal-ladder")).to_contain_text("One group on health and care systems")
    assert not scripts or not axe(page)
    page.goto("/ladder/")
    expect(page.get_by_role("row", name=ask.title)).to_contain_text("3.4 Working together")


def test_a_partner_editor_has_its_own_pilot_only(portal):
    own, other = Pilot.objects.get(name="Haringey"), Pilot.objects.get(name="Hackney")
    page = portal.open("haringey")
    page.goto(f"/pilots/{other.pk}/")
    expect(page.get_by_role("link", name="Rate confidence")).to_have_count(0)
    page.goto(f"/propositions/{other.propositions.first().pk}/")
    expect(page.get_by_role("link", name="Change", exact=True)).to_have_count(0)
    assert page.goto(f"/pilots/{other.pk}/rate/").status == 403
    page.goto(f"/pilots/{own.pk}/")
    page.get_by_role("link", name="Rate confidence").click()
    expect(page.get_by_label("Assurance")).to_have_count(0)
    page.get_by_label("Red", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "Red is worse than the owner rating before it, Green of 31 March 2021. (Rule: commentary missing.)"
    )
    assert not axe(page)
    page.get_by_label("Commentary").fill("The strand has stopped.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".portal-standing")).to_contain_text("its owner rates it Red")
    expect(page.get_by_role("img", name="Delivery confidence of Haringey")).to_be_visible()
    assert not axe(page)


@pytest.mark.parametrize("width", [1280, 375])
def test_pages_of_asks_in_every_state(portal, width):
    of = {each.state: each for each in Proposition.objects.order_by("-title")}
    haringey, bare = Pilot.objects.get(name="Haringey"), Pilot.objects.get(name="Lewisham")
    records = [f"/propositions/{each.pk}/" for each in of.values()]
    forms = [f"/propositions/{of['open'].pk}/{verb}/" for verb in ("edit", "grant", "refuse", "supersede", "delete")]
    pages = [f"/pilots/{haringey.pk}/", f"/pilots/{haringey.pk}/confidence/", f"/pilots/{bare.pk}/confidence/", f"/pilots/{haringey.pk}/rate/"]
    assert not looked_at(portal, "officer", ["/propositions/", "/ladder/", *records, *forms, *pages, "/propositions/new/"], width)
    assert not looked_at(portal, "reader", ["/propositions/?q=zzzz", records[0]], width)
