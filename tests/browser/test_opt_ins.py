"""Opting in and out in a browser, the matrix by keyboard and on paper, and every state of these pages looked at by axe."""

from datetime import date

import pytest
from playwright.sync_api import expect

from devo_portal.core.models import Area
from devo_portal.core.writes import change
from governance.models import Condition, Function, OptIn
from tests.browser.conftest import axe

SCRIPTS = [pytest.param(True, id="scripts"), pytest.param(False, id="no-scripts")]


def cell(code, area):
    return f"/opt-ins/cell/?function={Function.objects.get(code=code).pk}&area={Area.objects.get(name=area).pk}"


def record(page, state, on, **fields):
    page.get_by_label(state, exact=True).check()
    page.get_by_label("From", exact=False).first.fill(on)
    for label, value in fields.items():
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Record").click()


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_opting_in_is_refused_by_name_until_the_condition_is_met(portal, scripts):
    area = "Bexley" if scripts else "Bromley"
    function = Function.objects.get(code="F-04")
    hangs_on = Condition.objects.create(function=function, area=Area.objects.get(name=area), text="A risk share is signed.", illustrative=True)
    page = portal.open("officer", java_script_enabled=scripts)
    page.goto("/opt-ins/")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=area))
    row.get_by_role("link", name="No state, F-04").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(area)
    expect(page.locator(".portal-standing")).to_contain_text("1 condition in the way")
    record(page, "Applied", "1 April 2018")
    expect(page.locator(".portal-standing")).to_contain_text("Applied since 1 April 2018")
    record(page, "In force", "1 October 2018")
    expect(page.get_by_role("alert")).to_contain_text(f"{hangs_on.ref}, open ({area}): A risk share is signed (Rule: condition open.)")
    assert not scripts or not axe(page)
    rows, officer = Condition.objects.all(), portal.people["officer"]
    with change(rows, hangs_on.pk, by=officer, may="function.edit", version=1, event="condition.met") as met:
        met.state, met.decided_on = "met", date(2018, 9, 1)
    page.get_by_role("button", name="Record").click()
    expect(page.locator(".portal-standing")).to_contain_text("In force since 1 October 2018; no condition in the way")
    page.goto("/opt-ins/?on=2018-10-01")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=area))
    expect(row.get_by_role("link", name="In force, F-04")).to_be_visible()


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_opting_out_of_what_the_sub_region_holds(portal, scripts):
    area = "Islington" if scripts else "Barnet"
    page = portal.open("officer", 375, java_script_enabled=scripts)
    page.goto(cell("F-02", area))
    expect(page.locator(".portal-standing")).to_contain_text("In force since 1 April 2018, inherited from North Central London")
    record(page, "Withdrawn", "1 January 2020")
    expect(page.get_by_role("alert")).to_contain_text("Say why it withdraws or opts out.")
    expect(page.get_by_label("Withdrawn", exact=True)).to_be_checked()
    page.get_by_label("Reason for the change").fill("It will commission with its neighbour.")
    page.get_by_role("button", name="Record").click()
    expect(page.locator(".portal-standing")).to_contain_text("Withdrawn since 1 January 2020")
    expect(page.locator("main")).to_contain_text("“It will commission with its neighbour.”")
    page.goto(f"/functions/{Function.objects.get(code='F-02').pk}/")
    expect(page.locator(".portal-areas", has_text=f"{area}: withdrawn")).to_be_visible()


def test_two_officers_at_one_cell(portal):
    first, second = portal.open("officer"), portal.open("administrator")
    OptIn.objects.create(
        function=Function.objects.get(code="F-07"),
        area=Area.objects.get(name="Sutton"),
        state="interested",
        starts_on=date(2018, 1, 1),
        illustrative=True,
    )
    for page in (first, second):
        page.goto(cell("F-07", "Sutton"))
    record(first, "Applied", "1 April 2018")
    record(second, "Withdrawn", "1 May 2018", **{"Reason for the change": "Not for us."})
    expect(second.get_by_role("alert")).to_contain_text("Somebody else has moved this since you opened the page")
    expect(second.locator(".portal-standing")).to_contain_text("Applied since 1 April 2018")
    second.get_by_role("button", name="Record").click()
    expect(second.locator(".portal-standing")).to_contain_text("Withdrawn since 1 May 2018")


def test_the_matrix_is_walked_by_arrow_keys(portal):
    page = portal.open("reader")
    page.goto("/opt-ins/")
    expect(page.locator("#matrix-keys")).to_be_visible()

    def here():
        return page.evaluate("(() => { const c = document.activeElement.closest('td, th'); return c && [c.parentElement.rowIndex, c.cellIndex] })()")

    last = Function.objects.count()
    page.get_by_role("link", name="London", exact=True).focus()
    assert here() == [1, 0]
    for key, place in (("ArrowRight", [1, 1]), ("ArrowDown", [2, 1]), ("End", [2, last]), ("ArrowRight", [2, last]), ("ArrowDown", [3, last])):
        page.keyboard.press(key)
        assert here() == place, key
    for key, place in (("Home", [3, 0]), ("ArrowUp", [2, 0]), ("ArrowUp", [1, 0]), ("ArrowUp", [1, 0])):  # “Area” is no link
        page.keyboard.press(key)
        assert here() == place, key
    page.get_by_role("link", name="London", exact=True).focus()
    page.keyboard.press("ArrowRight")
    for _ in range(38):
        page.keyboard.press("ArrowDown")
    assert here() == [39, 1]
    seen = page.evaluate(
        "(() => { const a = document.activeElement.getBoundingClientRect(), b = document.querySelector('.portal-matrix').getBoundingClientRect();"
        " return a.bottom <= b.bottom + 1 && a.top >= b.top })()"
    )
    assert seen
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("F-01")


def test_the_matrix_is_reached_by_tab_without_scripts(portal):
    page = portal.open("reader", java_script_enabled=False)
    page.goto("/opt-ins/")
    expect(page.locator("#matrix-keys")).to_be_hidden()
    assert page.locator("#matrix tbody td a").count() == 39 * Function.objects.count()


def test_the_matrix_on_paper_is_whole_and_repeats_its_header(portal):
    """At 33 authorities by 20 functions."""
    for number in range(Function.objects.count() + 1, 21):
        name = f"Commissioning of something with a name of some length, {number}"
        Function.objects.create(code=f"F-{number}", name=name, rung="s75_lead", to_whom="Boroughs", illustrative=True)
    page = portal.open("officer")
    page.goto("/opt-ins/")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1046, "height": 720})  # A4 on its side, less its margins
    wide, tall, head = page.evaluate(
        "(() => { const m = document.querySelector('.portal-matrix'), t = m.querySelector('table');"
        " return [t.getBoundingClientRect().width, m.scrollHeight - m.clientHeight, getComputedStyle(t.tHead).display] })()"
    )
    assert (wide <= 1046, tall, head) == (True, 0, "table-header-group")
    expect(page.locator(".portal-filters")).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 375])
def test_nothing_that_axe_finds(portal, width):
    function, area = Function.objects.get(code="F-04"), Area.objects.get(name="Lewisham")
    paths = [
        "/opt-ins/",
        f"/opt-ins/?function={function.pk}",
        "/opt-ins/?on=1990-01-01",
        "/opt-ins/?on=1990-01-01&state=varied",
        cell("F-04", "Lewisham"),
        cell("F-02", "Camden"),
        f"/functions/{function.pk}/",
        f"/areas/{area.pk}/functions/",
        "/functions/?q=zzzz",
    ]
    for role in ("officer", "reader"):
        page = portal.open(role, width)
        said = []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)  # noqa: B023  # read in the same turn
        for path in paths:
            assert page.goto(path).status == 200, path
            assert axe(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert said == [], path
