"""A date as written: read to the month or the year where its words name one, left as words where they do not."""

import calendar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules.commitments import said_in
from tests.governance.conftest import commitment
from tests.governance.promises import path

MONTHS = list(calendar.month_name)[1:]


@given(st.sampled_from(["from ", "possibly from ", "by the end of ", "", "before "]), st.none() | st.integers(1, 12), st.integers(1900, 2099))
def test_words_that_name_a_month_or_a_year_are_read_and_never_to_the_day(before, month, year):
    read = said_in(f"{before}{MONTHS[month - 1] + ' ' if month else ''}{year}")
    assert read is not None
    assert (read.date, read.precision) == ((f"{year}-{month:02}", "month") if month else (str(year), "year"))


@pytest.mark.parametrize(
    "words_",
    ["early in the New Year", "by the end of the decade", "2017-18", "in 2018/19, a grant of one year", "2017 or 2018", "2017 to 2020", "20180", ""],
)
def test_words_that_name_none_stay_words(words_):
    assert said_in(words_) is None


@pytest.mark.parametrize("channel", ["api", "page", "admin"])
def test_the_date_is_read_from_its_words_where_none_is_given(call, browse, world, channel):
    values = {"agreement": str(world.mou.pk), "code": "NEW-1", "text": "T", "theme": "estates", "strength": "will", "due_text": "from April 2018"}
    if channel == "api":
        call("officer").post("/api/v1/commitments/", values)
    else:
        where = "/admin/governance/commitment/add/" if channel == "admin" else "/commitments/new/"
        client = browse("administrator" if channel == "admin" else "officer")
        assert client.post(where, {**values, "text_status": "paraphrase", "status": "not_started"}).status_code == 302
    due = call("reader").get("/api/v1/commitments/?q=NEW-1").json()["results"][0]["due"]
    assert due == {"date": "2018-04", "precision": "month", "text": "from April 2018"}


def test_a_date_read_from_words_follows_them_and_one_that_was_given_stays(call, world):
    officer = call("officer")
    slipped = officer.patch(path(world.commitment), {"due_text": "from May 2019"}, 1)
    assert (slipped.status_code, slipped.json()["errors"][0]["pointer"]) == (400, "/reason")
    moved = officer.patch(path(world.commitment), {"due_text": "from May 2019", "reason": "Agreed."}, 1).json()
    assert moved["due"] == {"date": "2019-05", "precision": "month", "text": "from May 2019"}
    given = officer.patch(path(world.commitment), {"due": "2019-07", "due_text": "in the summer", "reason": "Agreed."}, 2).json()
    assert given["due"] == {"date": "2019-07", "precision": "month", "text": "in the summer"}
    assert officer.patch(path(world.commitment), {"due_text": "when it is warm"}, 3).json()["due"]["date"] == "2019-07"
    cleared = officer.patch(path(world.commitment), {"due": None, "due_text": "early in the New Year", "reason": "Nobody knows."}, 4).json()
    assert (cleared["due"], cleared["due_text"]) == (None, "early in the New Year")


def test_what_has_no_date_stands_last_in_both_directions(call, people, world):
    for code, due in (("A", "2017"), ("B", None), ("C", "2018-04-02"), ("D", None), ("E", "2018")):
        commitment(code, agreement=world.mou, due=due, due_text="" if due else "by the end of the decade")

    def walked(order):
        url, codes = f"/api/v1/commitments/?order={order}&limit=2&fields=code", []
        while url:
            answer = call("reader").get(url).json()
            codes += [each["code"] for each in answer["results"]]
            url = answer["next"]
        return codes

    assert walked("due")[:4] == ["A", "E", "EST-1", "C"] and set(walked("due")[4:]) == {"B", "D"}
    assert walked("-due")[:4] == ["C", "EST-1", "E", "A"] and set(walked("-due")[4:]) == {"B", "D"}


def test_the_form_says_why_it_asks_for_a_month(browse, world):
    hint = str(browse("officer").get("/commitments/new/").context["form"].fields["due"].help_text)
    assert "early in the New Year" in hint and "stands last" in hint
