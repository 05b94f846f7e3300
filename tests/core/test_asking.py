"""A value in an address that cannot be asked: the page comes back with what is wrong beside its field; a file's refusal says what was expected."""

import re

import pytest

from tests import world
from tests.architecture.routes import FILES, POSTED, address, pages

BAD = "yester\0day"  # no day, no number, no id, no word of any list, and no text either
EVERYWHERE = ("limit", "page", "order", "cursor", "colour")


@pytest.fixture
def people(filled, db):
    return world.people()


def _asked(answer):
    """The parameters that a page's own GET forms take."""
    names = set(re.findall(r'name="([^"]+)"', " ".join(re.findall(r'<form[^>]*method="get".*?</form>', answer.content.decode(), re.DOTALL))))
    filters = (answer.context or {}).get("filters")
    return names | set(filters.fields if filters else ())


def _wrong(client, path, name):
    """What is wrong with the refusal of one parameter, or nothing. A page that does not read it is no refusal."""
    answer = client.get(path, {name: BAD})
    if answer.status_code in (200, 302):
        return ""
    if answer.status_code != 400:
        return f"{answer.status_code}"
    text = answer.content.decode()
    if "There is a problem" not in text or "<title>Error: " not in text:
        return "no summary"
    links = re.findall(r'<li><a href="#([^"]+)">', text)
    if missing := [each for each in links if f'id="{each}"' not in text]:
        return f"leads nowhere: {missing}"
    own = " ".join(re.findall(r'<form(?![^>]*action=)[^>]*method="get".*?</form>', text, re.DOTALL))
    boxes = [each for each in re.findall(r"<(?:input|select)\b[^>]*>", own) if f'name="{name}"' in each]
    boxes = [each for each in boxes if 'type="hidden"' not in each]
    if boxes and not (links and ("govuk-error-message" in text or path.startswith("/estates/"))):  # estates' own boxes are linked to alone
        return "not beside its box"
    return ""


def test_every_page_comes_back_with_what_is_wrong_beside_its_field(browse):
    client, wrong, refused = browse("officer"), [], 0
    for page in pages():
        if page in POSTED | FILES:
            continue
        path, _ = address(page)
        answer = client.get(path)
        if answer.status_code != 200:
            continue
        for name in sorted(asked | set(EVERYWHERE) if (asked := _asked(answer)) else {"colour"}):
            if said := _wrong(client, path, name):
                wrong.append((path, name, said))
            refused += 1
    assert not wrong, "\n".join(map(str, wrong))
    assert refused > 300


def test_a_refused_file_says_what_was_expected_and_leads_back(browse):
    client = browse("officer")
    for path, back in (
        ("/returns/roll-up.csv?from=2018", "/returns/roll-up/"),
        ("/returns/roll-up.pdf?from=2018", "/returns/roll-up/"),
        (f"{address('governance:agreement-sheet')[0]}?on=yesterday", address("governance:agreement")[0]),
    ):
        answer = client.get(path)
        text = answer.content.decode()
        assert (answer.status_code, answer["Content-Type"]) == (400, "text/html; charset=utf-8"), path
        assert f'href="{back}"' in text, path
        assert re.search(r"such as (2017-Q1|16 November 2017)", text), path


@pytest.mark.parametrize(
    ("path", "name", "typed"),
    [
        ("/schedule/", "on", "yesterday"),
        ("/returns/roll-up/", "to", "2018-Q9"),
        ("/opt-ins/", "on", "31 February 2018"),
        ("/milestones/compare/", "from", "then"),
    ],
)
def test_what_was_typed_is_kept_beside_what_is_wrong(browse, path, name, typed):
    answer = browse("reader").get(path, {name: typed})
    text = answer.content.decode()
    assert answer.status_code == 400
    assert re.search(rf'id="(id_)?{name}_error" class="govuk-error-message"', text)
    assert typed in text
    assert re.search(rf'<(input|select)[^>]*name="{name}"[^>]*aria-describedby="[^"]*{name}_error', text)


def test_what_can_be_asked_still_is(browse):
    answer = browse("reader").get("/milestones/", {"falls__gte": "yesterday", "strand": "estates"})
    assert answer.status_code == 400
    assert answer.context["milestones"]["results"]
    assert {each["strand"] for each in answer.context["milestones"]["results"]} == {"estates"}
