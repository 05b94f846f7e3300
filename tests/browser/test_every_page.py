"""Every page, in every state, at both widths: nothing that axe finds, nothing that runs off the screen, no error in the console.

`SCREENSHOTS=folder` keeps a picture of each.
"""

import os
from pathlib import Path

import pytest

from devo_portal.core.models import Role
from devo_portal.core.policy import ROLES
from tests.architecture.routes import FILES, POSTED, WRITES, address, pages
from tests.browser.conftest import axe

WIDTHS = (1280, 375)


def looked_at(portal, role, paths, width, expected=200, **options):
    """What is wrong with these pages, by path."""
    page = portal.open(role, width, **options)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    wrong = {}
    for path in paths:
        said.clear()
        answer = page.goto(path, wait_until="load")
        problems = axe(page)
        if answer.status != expected:
            problems.append(f"status {answer.status}")
        over = page.evaluate("document.documentElement.scrollWidth") - width
        if over > 0:
            problems.append(f"{over} pixels off the screen")
        problems += [each for each in said if "status of 4" not in each]
        if folder := os.environ.get("SCREENSHOTS"):
            name = path.strip("/").replace("/", "-").replace("?", "-") or "home"
            page.screenshot(path=Path(folder) / f"{role or 'nobody'}-{name[:60]}-{width}.png", full_page=True)
        if problems:
            wrong[path] = problems
    return wrong


# Pages of forms that an officer may not open.
FOR_ADMINISTRATORS = {name for name, permission in WRITES.items() if permission not in ROLES[Role.OFFICER]}


def own_pages(portal):
    """The paths of an officer's pages; an import's are looked at in the journey of one."""
    apart = POSTED | FILES | FOR_ADMINISTRATORS | {"estates:import", "estates:import-progress"}
    return [address(name)[0] for name in pages() if name not in apart]


@pytest.mark.parametrize("width", WIDTHS)
def test_full_pages_of_an_officer(portal, width):
    assert not looked_at(portal, "officer", own_pages(portal), width)


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_for_administrators(portal, width):
    assert not looked_at(portal, "administrator", [address(name)[0] for name in sorted(FOR_ADMINISTRATORS)], width)


def test_pages_that_only_read(portal):
    details = ["governance:agreement", "governance:commitment", "governance:milestone", "governance:action", "pilots:detail", "estates:site"]
    assert not looked_at(portal, "reader", ["/", "/pilots/", "/estates/", *(address(name)[0] for name in details)], 375)


@pytest.mark.parametrize("width", WIDTHS)
def test_empty_lists(portal, width):
    empty = ["pilots", "commitments", "milestones", "actions", "agreements", "boards", "organisations", "areas", "estates"]
    paths = [
        *(f"/{each}/?q=zzzz" for each in empty),
        "/search/?q=zzzz",
        "/search/",
        "/activity/?at__gte=2999-01-01T00:00:00Z",
        "/signatures/?status=asked",
    ]
    assert not looked_at(portal, "officer", paths, width)


def test_refusals(portal):
    assert not looked_at(portal, "officer", ["/nowhere/", "/pilots/01a20080-94d3-7764-868d-265fb93b013a/"], 375, expected=404)
    assert not looked_at(portal, "officer", ["/pilots/?colour=red", "/estates/?limit=0", "/returns/roll-up.pdf?from=2018"], 1280, expected=400)
    typed = ["/schedule/?on=yesterday", "/opt-ins/?on=never", "/milestones/compare/?from=then", "/returns/roll-up/?to=2018-Q9", "/timeline/?late=no"]
    for width in WIDTHS:
        assert not looked_at(portal, "officer", [*typed, "/milestones/?falls__gte=then&strand=none"], width, expected=400)
    assert not looked_at(portal, "reader", ["/pilots/new/", "/estates/imports/new/"], 375, expected=403)


def test_pages_for_those_who_have_not_signed_in(portal):
    assert not looked_at(portal, None, ["/accounts/login/", "/accessibility/", "/accounts/password/reset/"], 375)


def test_wide_text_reflows_at_four_hundred_per_cent(portal):
    """1280 pixels at 400% are 320."""
    assert not looked_at(portal, "officer", ["/", "/pilots/", "/estates/", "/commitments/new/", address("governance:agreement")[0]], 320)
