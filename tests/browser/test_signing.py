"""A signing run in a browser: asked, agreed, signed with a file; declined with a reason that reaches the officer."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import axe

SCRIPTS = [pytest.param(True, id="scripts"), pytest.param(False, id="no-scripts")]


@pytest.fixture
def unsigned(portal):
    """A signatory that nobody has asked yet, under a new agreement."""
    from governance.models import Agreement, Signature
    from tests.factories import organisation

    number = Agreement.objects.count()
    draft = Agreement.objects.create(name=f"Estates addendum {number}", short_name=f"Addendum {number}", illustrative=True)
    body = organisation("Greater London Authority")
    return Signature.objects.create(agreement=draft, organisation=body, role="Mayor of London", side="london", order=1, illustrative=True)


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_asked_agreed_and_signed_with_a_file(portal, unsigned, scripts):
    page = portal.open("officer", java_script_enabled=scripts)
    page.goto(f"/signatures/?q=Greater London&agreement={unsigned.agreement_id}")
    page.locator("main").get_by_role("link", name="Greater London Authority").click()
    expect(page.locator(".portal-standing")).to_have_text("Not asked yet.")
    page.get_by_role("link", name="Ask", exact=True).click()
    page.get_by_label("Day").fill("31 February 2018")
    page.get_by_role("button", name="Record that it was asked").click()
    expect(page.get_by_role("alert")).to_contain_text("31 February 2018 is not a date in the calendar.")
    page.get_by_label("Day").fill("1 March 2018")
    page.get_by_role("button", name="Record that it was asked").click()
    expect(page.locator(".portal-standing")).to_contain_text("Asked on 1 March 2018; waiting")
    page.get_by_role("link", name="Agree in principle").click()
    page.get_by_label("Day").fill("5 March 2018")
    page.get_by_role("button", name="Record the agreement").click()
    expect(page.locator(".portal-standing")).to_contain_text("Agreed in principle on 5 March 2018 (asked on 1 March 2018); its signature waits")
    page.get_by_role("link", name="Sign", exact=True).click()
    assert not scripts or not axe(page)
    page.get_by_label("Day").fill("8 March 2018")
    page.get_by_label("Evidence: what kind").select_option("paper")
    page.get_by_label("Evidence: what it is").fill("Signature page")
    page.get_by_label("Evidence: file").set_input_files({"name": "page.txt", "mimeType": "text/plain", "buffer": b"Signed by the Mayor."})
    page.get_by_role("button", name="Record the signature").click()
    expect(page.locator(".portal-standing")).to_have_text("Signed on 8 March 2018 on paper.")
    assert not scripts or not axe(page)
    with page.expect_download() as saved:
        page.get_by_role("link", name="page.txt").click()
    assert saved.value.path().read_bytes() == b"Signed by the Mayor."
    unsigned.refresh_from_db()
    assert (unsigned.status, unsigned.signed_on) == ("signed", date(2018, 3, 8))


def test_signing_twice_is_refused_and_what_was_typed_stays(portal, unsigned):
    first, second = portal.open("officer"), portal.open("officer")
    for page in (first, second):
        page.goto(f"/signatures/{unsigned.pk}/ask/")
    first.get_by_role("button", name="Record that it was asked").click()
    second.get_by_label("Note").fill("By telephone.")
    second.get_by_role("button", name="Record that it was asked").click()
    expect(second.get_by_role("alert")).to_contain_text("What you typed is kept")
    second.get_by_role("button", name="Record that it was asked").click()
    expect(second.get_by_role("alert")).to_contain_text("Rule: signature transition")
    expect(second.get_by_label("Note")).to_have_value("By telephone.")
    assert not axe(second)


def test_a_decline_says_why_and_reaches_who_asked(portal, unsigned):
    page = portal.open("officer")
    page.goto(f"/signatures/{unsigned.pk}/ask/")
    page.get_by_role("button", name="Record that it was asked").click()
    page.get_by_role("link", name="Decline").click()
    page.get_by_role("button", name="Record the decline").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter reason.")
    page.get_by_label("Reason").fill("The Mayor waits for the Assembly.")
    page.get_by_role("button", name="Record the decline").click()
    expect(page.locator(".portal-standing")).to_contain_text("“The Mayor waits for the Assembly.”")
    page.get_by_role("link", name="Notices").click()
    notice = page.locator("article").first
    expect(notice).to_contain_text(f"Greater London Authority declined to sign {unsigned.agreement.short_name}")
    expect(notice).to_contain_text("The Mayor waits for the Assembly.")
    notice.get_by_role("link").click()
    expect(page.get_by_role("link", name="Ask", exact=True)).to_be_visible()


def test_all_clinical_commissioning_groups_are_named_at_once(portal, unsigned):
    page = portal.open("officer")
    page.goto(f"/signatures/{unsigned.pk}/mandates/")
    page.get_by_label("Every organisation of a kind").select_option("ccg")
    page.get_by_label("Evidence: what it is").fill("Terms of reference")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#bodies ~ .portal-table").first.get_by_role("row")).to_have_count(33)
    assert not axe(page)


@pytest.mark.parametrize("width", [1280, 375])
def test_pages_of_signing_are_clean(portal, width):
    from governance.models import Mandate, SignatureGroup
    from tests.browser.test_every_page import looked_at

    mandate, group = Mandate.objects.first(), SignatureGroup.objects.first()
    at = f"/signatures/{mandate.signature_id}/"
    for_officers = [
        "/signatures/",
        at,
        f"{at}sign/",
        f"{at}decline/",
        f"{at}mandates/",
        f"/mandates/{mandate.pk}/edit/",
        f"/mandates/{mandate.pk}/remove/",
    ]
    for_administrators = ["/signature-groups/", "/signatures/new/", f"{at}edit/", "/signature-groups/new/", f"/signature-groups/{group.pk}/edit/"]
    assert not looked_at(portal, "officer", for_officers, width)
    assert not looked_at(portal, "administrator", for_administrators, width)
    assert not looked_at(portal, "officer", ["/signature-groups/?q=zzzz"], width)
