"""Returns as they are read: a correction that is begun, what is lacking, periods that are none, texts too long, words of no difference."""

import re
from datetime import date

import pytest

from devo_portal.core.writes import Refused
from pilots import services
from pilots.models import PilotReturn
from pilots.rules.returns import Change, both_blank

from . import test_returns as returns
from .test_returns import complete, section_of, submit

pilot, owed = returns.pilot, returns.owed  # fixtures


def test_one_word_is_corrected_without_completing_seven_sections_again(browse, people, owed):
    by = people["haringey"]
    first = submit(by, complete(by, owed, "Two sites."))
    second = services.correct_return(by=by, pk=first.pk, version=first.version, corrects="Three.")
    assert {each.state for each in second.sections.all()} == {"done"}
    browser = browse("haringey")
    original = browser.get(f"/returns/{first.pk}/").content.decode()
    assert (f"/returns/{first.pk}/correct/" in original, f"/returns/{second.pk}/" in original) == (False, True)
    assert browser.get(f"/returns/{first.pk}/correct/")["Location"] == f"/returns/{second.pk}/"
    for path in ("/returns/", f"/pilots/{owed.pilot_id}/returns/"):
        assert f'href="/returns/{second.pk}/">Correction begun' in browser.get(path).content.decode()
    with pytest.raises(Refused, match=f"/returns/{second.pk}/") as again:
        services.correct_return(by=by, pk=first.pk, version=first.version, corrects="Again.")
    assert again.value.rule == "return-used"
    assert "it was due on 27 July 2018" in browser.get(f"/returns/{second.pk}/submit/").content.decode()
    money = section_of(second, "money")
    services.update_return_section(by=by, pk=money.pk, version=money.version, commentary="Three sites.", state="done")
    assert submit(by, second).state == "submitted"
    assert f"/returns/{first.pk}/correct/" not in browser.get(f"/returns/{first.pk}/").content.decode()


def test_what_is_lacking_is_named_and_no_button_is_offered(browse, people, owed):
    browser = browse("haringey")
    check = browser.get(f"/returns/{owed.pk}/check/").content.decode()
    assert ("Not completed: Progress, Confidence, " in check, "Continue to submit" in check) == (True, False)
    page = browser.get(f"/returns/{owed.pk}/submit/").content.decode()
    assert ("<li>Decisions needed</li>" in page, 'name="declared"' in page) == (True, False)
    complete(people["haringey"], owed)
    assert "Continue to submit" in browser.get(f"/returns/{owed.pk}/check/").content.decode()
    assert 'name="declared"' in browser.get(f"/returns/{owed.pk}/submit/").content.decode()
    submit(people["haringey"], owed)
    assert browser.get(f"/returns/{owed.pk}/submit/")["Location"] == f"/returns/{owed.pk}/"


@pytest.mark.parametrize(("query", "field", "said"), [("from=2018-Q2&to=2018-Q1", "to", "comes before"), ("from=2018-Q9", "from", "such as 2017-Q1")])
def test_a_period_that_is_none_is_asked_for_again(call, browse, query, field, said):
    answer = browse("reader").get(f"/returns/roll-up/?{query}")
    page = answer.content.decode()
    assert (answer.status_code, f'href="#id_{field}">' in page, said in page, f'id="id_{field}_error"' in page) == (400, True, True, True)
    answer = call("reader").get(f"/api/v1/returns-roll-up/?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, f"/{field}")


def test_content_that_is_known_is_not_sent_again_and_no_quarter_is_no_filter(call, owed):
    path = f"/api/v1/pilot-returns/{owed.pk}/content/"
    tag = call("reader").get(path)["ETag"]
    answer = call("reader")("get", path, **{"If-None-Match": tag})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)
    for name in ("period", "period__gte", "period__lte"):
        for plural in ("pilot-returns", "return-calls"):
            assert call("reader").get(f"/api/v1/{plural}/?{name}=2018-Q7").status_code == 400
            assert call("reader").get(f"/api/v1/{plural}/?{name}=2018-Q1").json()["results"]


def test_a_text_has_its_limit_and_is_kept_when_it_is_longer(call, browse, owed):
    section = section_of(owed, "progress")
    for name in ("commentary", "went_well", "stuck"):
        answer = call("haringey").patch(f"/api/v1/return-sections/{section.pk}/", {name: "x" * 10_001}, 1)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, f"/{name}")
    answer = browse("haringey").post(f"/returns/{owed.pk}/progress/", {"commentary": "y" * 10_001, "version": "1"})
    assert (answer.status_code, "at most 10,000 characters" in answer.content.decode(), "y" * 10_001 in answer.content.decode()) == (422, True, True)
    assert call("haringey").patch(f"/api/v1/return-sections/{section.pk}/", {"commentary": "x" * 10_000}, 1).status_code == 200


def test_nothing_said_otherwise_is_no_difference_and_neither_is_what_nobody_began(call, people, owed):
    by = people["haringey"]
    submit(by, complete(by, owed, "None"))
    services.open_call(by=people["officer"], period="2018-Q2", opened_on=date(2018, 10, 1))
    later = PilotReturn.objects.get(call__period="2018-Q2")
    path = f"/api/v1/pilot-returns/{later.pk}/changes/"
    assert call("reader").get(path).json()["changes"] == []
    for name, words in (("money", "Nothing."), ("risks", "A new one.")):
        section = section_of(later, name)
        services.update_return_section(by=by, pk=section.pk, version=section.version, commentary=words)
    assert [each["path"] for each in call("reader").get(path).json()["changes"]] == ["/risks/commentary"]
    assert [both_blank(Change("replace", "", *pair)) for pair in (("None", "none."), ("", None), ("None", "One"), (0, ""))] == [
        True,
        True,
        False,
        False,
    ]


def test_pages_say_it_in_plain_words(browse, people, owed):
    services.update_call(by=people["officer"], pk=owed.call_id, version=1, note="Name the sites.")
    assert "0 of 1 return owed is submitted" in browse("reader").get("/returns/").content.decode()
    assert "What to look out for:</b> Name the sites." in browse("reader").get(f"/returns/{owed.pk}/").content.decode()
    submit(people["haringey"], complete(people["haringey"], owed))
    page = browse("reader").get(f"/returns/{owed.pk}/").content.decode()
    assert "Name the sites." not in page
    assert ("Return submitted" in page, "Section updated" in page, re.search("Pilotreturn|Returnsection", page)) == (True, True, None)
