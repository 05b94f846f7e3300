"""Pilots side by side: each cell is what the lists say, each difference is one, and a bad choice is refused in words."""

from datetime import timedelta
from urllib.parse import urlsplit

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from devo_portal.core.wire import dumps
from pilots.models import Pilot
from tests.pilots import seeded
from tests.pilots.test_portfolio import submitted

UNKNOWN = "01a20080-94d3-7764-868d-265fb93b013a"


@pytest.fixture(scope="module", autouse=True)
def programme(django_db_setup, django_db_blocker):
    with seeded.programme(django_db_blocker):
        submitted(Pilot.objects.get(name="Haringey"), timezone.now() - timedelta(days=3), "2017-Q1")
        yield


@pytest.fixture
def asked(people):
    """The query that compares pilots by name."""
    ids = dict(Pilot.objects.values_list("name", "pk"))
    return lambda *names, **more: "&".join([*(f"pilot={ids[name]}" for name in names), *(f"{key}={value}" for key, value in more.items())])


@pytest.fixture
def compared(call, asked):
    return lambda *names, **more: call("reader").get(f"/api/v1/pilot-comparison/?{asked(*names, **more)}").json()


def rows_of(answer):
    return {row["code"]: row for group in answer["groups"] for row in group["rows"]}


def values(answer, code):
    return [cell["value"] for cell in rows_of(answer)[code]["cells"]]


ALL = ("Haringey", "Hackney", "Lewisham", "North Central London", "Barking and Dagenham, Havering and Redbridge")


def test_every_count_is_what_its_query_lists(compared, call):
    answer = compared(*ALL)
    counted = 0
    for code, row in rows_of(answer).items():
        for cell in row["cells"]:
            if row["kind"] == "count" and cell["api"]:
                where = cell["api"] if "count=true" in cell["api"] else f"{cell['api']}&count=true"
                assert call("reader").get(where).json()["count"] == cell["value"], (code, where)
                counted += 1
    assert counted > 100


def test_a_cell_is_what_the_portfolio_says_of_its_pilot(compared, call):
    answer = compared(*ALL)
    told = {row["name"]: row for row in call("reader").get("/api/v1/portfolio/").json()["results"]}
    for place, pilot in enumerate(answer["pilots"]):
        row, said = told[pilot["name"]], {code: line["cells"][place]["value"] for code, line in rows_of(answer).items()}
        for name in ("plan", "planned_to_date", "actual_to_date", "variance_to_date", "forecast", "variance"):
            assert said[f"money_{name}"] == row["money"][name]
        assert [said[f"gain_{gain['kind']}"] for gain in row["benefits"]["money"]] == row["benefits"]["money"]
        assert (said["next"], said["days"], said["period"]) == (row["milestones"]["next"], row["last_return"]["days"], row["last_return"]["period"])
        assert said["stage"] == {"code": row["stage"], "label": row["stage_label"]}


def test_risks_are_those_of_the_summary(compared, call):
    answer = compared("Haringey", "Hackney")
    for place, pilot in enumerate(answer["pilots"]):
        summary = call("reader").get(f"/api/v1/risks/summary/?pilot={pilot['id']}").json()
        for name in ("open", "issues", "extreme", "high", "escalated"):
            assert values(answer, f"risks_{name}")[place] == summary[name]


def test_a_borough_in_two_of_the_pilots_is_named_in_both(compared):
    answer = compared("Haringey", "North Central London", "Hackney")
    assert values(answer, "shared") == [["Haringey"], ["Haringey"], []]
    assert values(compared("Haringey", "Hackney"), "shared") == [[], []]


def test_columns_stand_in_the_order_asked_and_each_once(compared):
    assert [pilot["name"] for pilot in compared("Lewisham", "Hackney", "Lewisham")["pilots"]] == ["Lewisham", "Hackney"]


def test_a_row_is_the_same_only_where_every_pilot_has_the_same(compared):
    answer = compared("Haringey", "Lewisham", "North Central London")
    said = rows_of(answer)
    assert said["stage"]["same"] and not said["theme"]["same"] and said["starts"]["same"]
    ratings = [value and value["code"] for value in values(answer, "confidence_assurance")]
    assert said["confidence_assurance"]["same"] is (len(set(ratings)) == 1) is False
    assert answer["rows"] == len(said) and answer["differing"] == sum(not row["same"] for row in said.values())


def test_two_ratings_of_one_word_are_the_same_though_their_days_differ(compared):
    answer = compared("Haringey", "North Central London")  # both Amber, seven days apart
    first, second = values(answer, "confidence_assurance")
    assert first["code"] == second["code"] and first["on"] != second["on"] and first["illustrative"]
    assert rows_of(answer)["confidence_assurance"]["same"]


def test_only_the_rows_that_differ(compared):
    whole, only = compared("Haringey", "Hackney"), compared("Haringey", "Hackney", differences="true")
    assert only["only_differences"] and (only["rows"], only["differing"]) == (whole["rows"], whole["differing"])
    assert rows_of(only) == {code: row for code, row in rows_of(whole).items() if not row["same"]}
    assert 0 < len(rows_of(only)) == only["differing"] < whole["rows"]
    assert all(group["rows"] for group in only["groups"])


def test_the_sentence_says_what_is_wrong_first(compared):
    said = compared("Hackney", "Barking and Dagenham, Havering and Redbridge", "Haringey")["standing"]
    assert said.startswith(
        "Rated red: Hackney; whose lead has a late milestone: Hackney and Haringey; without a lead organisation: Barking and Dagenham"
    )
    assert "differ in" in said


# --- A bad choice ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("names", "said"), [((), "none"), (("Haringey",), "one"), (("Haringey", "Haringey"), "one")])
def test_too_few_are_refused_in_words_and_the_choice_is_kept(call, browse, asked, names, said):
    query = asked(*names, differences="true")
    refused = call("reader").get(f"/api/v1/pilot-comparison/?{query}")
    assert (refused.status_code, refused.json()["detail"]) == (400, f"Choose two to five pilots to compare; you chose {said}.")
    assert refused.json()["errors"][0]["pointer"] == "/pilot"
    page = browse("reader").get(f"/pilots/compare/?{query}")
    text = page.content.decode()
    assert page.status_code == 400 and f"you chose {said}." in text
    assert text.count(" checked>") == len(set(names))


def test_six_are_refused(call, browse, asked):
    Pilot.objects.create(name="Sixth", theme="estates", summary="s")
    query = "&".join(f"pilot={pk}" for pk in Pilot.objects.values_list("pk", flat=True))
    refused = call("reader").get(f"/api/v1/pilot-comparison/?{query}")
    assert (refused.status_code, refused.json()["detail"]) == (400, "Choose two to five pilots to compare; you chose 6.")
    page = browse("reader").get(f"/pilots/compare/?{query}")
    assert page.status_code == 400 and page.content.decode().count(" checked>") == 6


def test_an_unknown_pilot_is_not_found_and_a_bad_id_or_name_is_refused(call, browse, asked):
    for query, status in (
        (f"{asked('Haringey')}&pilot={UNKNOWN}", 404),
        (f"{asked('Haringey')}&pilot=7", 400),
        (f"{asked('Haringey', 'Hackney')}&colour=red", 400),
    ):
        assert call("reader").get(f"/api/v1/pilot-comparison/?{query}").status_code == status, query
        assert browse("reader").get(f"/pilots/compare/?{query}").status_code == status, query
    assert call("reader").get(f"/api/v1/pilot-comparison/?{asked('Haringey', 'Hackney', differences='yes')}").status_code == 400
    assert call(None).get(f"/api/v1/pilot-comparison/?{asked('Haringey', 'Hackney')}").status_code == 401


# --- The page --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("more", [{}, {"differences": "true"}])
def test_the_page_shows_what_the_api_says_within_its_queries(call, browse, asked, more):
    query, client = asked(*ALL, **more), browse("reader")
    client.get(f"/pilots/compare/?{query}")
    with CaptureQueriesContext(connection) as queries:
        page = client.get(f"/pilots/compare/?{query}")
    assert len(queries) <= 12
    assert orjson.loads(dumps(page.context_data["comparison"])) == call("reader").get(f"/api/v1/pilot-comparison/?{query}").json()


def test_every_link_of_the_page_opens(call, browse, asked, compared):
    client = browse("reader")
    for row in rows_of(compared("Haringey", "Hackney")).values():
        for cell in row["cells"]:
            if cell["page"]:
                assert client.get(cell["page"]).status_code == 200, cell["page"]
            if cell["api"]:
                assert call("reader").get(cell["api"]).status_code == 200, cell["api"]
                assert urlsplit(cell["api"]).path.startswith("/api/v1/")
