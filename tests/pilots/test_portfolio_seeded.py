"""The portfolio of the seed programme: every figure is what its list counts and what SQL says; every row is what the lists say."""

from datetime import timedelta

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from devo_portal.core.wire import dumps
from pilots.models import Pilot
from tests.pilots import seeded
from tests.pilots.test_portfolio import submitted


@pytest.fixture(scope="module", autouse=True)
def programme(django_db_setup, django_db_blocker):
    with seeded.programme(django_db_blocker):
        yield


@pytest.fixture
def board(call):
    return lambda query="": call("reader").get(f"/api/v1/portfolio/{query}").json()


def sql(text, **params):
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return cursor.fetchall()


def told(rows):
    """As JSON has it: money as strings."""
    return orjson.loads(dumps(rows))


# --- Figures are lists are SQL ---------------------------------------------------------------------------------------------
FIGURES_IN_SQL = {
    "pilots": "SELECT count(*) FROM pilots_pilot",
    "red": """SELECT count(*) FROM pilots_pilot pilot WHERE 'red' = (SELECT rating FROM pilots_confidencerating WHERE pilot_id = pilot.id
              ORDER BY kind = 'assurance' DESC, rated_on DESC, id DESC LIMIT 1)""",
    "late": """SELECT count(DISTINCT pilot.id) FROM pilots_pilot pilot
               JOIN governance_milestone point ON point.owner_id = pilot.lead_id AND pilot.stage <> 'closed'
               CROSS JOIN LATERAL (SELECT coalesce(point.forecast, point.planned) AS day) due
               WHERE point.actual IS NULL AND due.day < left(%(today)s, length(due.day))""",
    "unled": "SELECT count(*) FROM pilots_pilot WHERE lead_id IS NULL",
    "unrated": "SELECT count(*) FROM pilots_pilot WHERE id NOT IN (SELECT pilot_id FROM pilots_confidencerating)",
    "never_returned": "SELECT count(*) FROM pilots_pilot WHERE id NOT IN (SELECT pilot_id FROM pilots_pilotreturn WHERE state = 'submitted')",
    "open": "SELECT count(*) FROM pilots_proposition WHERE state = 'open'",
    "granted": "SELECT count(*) FROM pilots_proposition WHERE clause_id IS NOT NULL",
    "refused": "SELECT count(*) FROM pilots_proposition WHERE refusal <> ''",
    "superseded": "SELECT count(*) FROM pilots_proposition WHERE superseded_by_id IS NOT NULL",
    "unowned": "SELECT count(*) FROM pilots_proposition WHERE pursued_by_id IS NULL",
    "no_actual": "SELECT count(*) FROM pilots_benefit WHERE id NOT IN (SELECT benefit_id FROM pilots_benefitreading WHERE kind = 'actual')",
    "overdue_actual": """SELECT count(*) FROM pilots_benefit WHERE due_on <= %(today)s::date - 90
                         AND id NOT IN (SELECT benefit_id FROM pilots_benefitreading WHERE kind = 'actual')""",
}


def test_every_figure_is_what_its_list_its_query_and_sql_say(people, call, browse, board):
    submitted(Pilot.objects.get(name="Haringey"), timezone.now() - timedelta(days=3), "2017-Q1")
    figures = {each["key"]: each for each in board()["figures"]}
    assert set(figures) - set(FIGURES_IN_SQL) == {"behind", "better", "variance_to_date", "variance"}
    assert figures["red"]["value"] and figures["late"]["value"] and figures["unled"]["value"] and figures["unrated"]["value"]
    for key, figure in figures.items():
        assert call("reader").get(figure["api"]).json()[figure["field"]] == figure["value"], key
        page = browse("reader").get(figure["page"])
        listed = [value for value in page.context_data.values() if isinstance(value, dict) and figure["field"] in value]
        assert figure["value"] in [told(value[figure["field"]]) for value in listed], key
        if figure["field"] == "count":
            assert len(call("reader").get(f"{figure['api']}&limit=500").json()["results"]) == figure["value"], key
    for key, query in FIGURES_IN_SQL.items():
        assert sql(query, today=timezone.localdate().isoformat())[0][0] == figures[key]["value"], key


def test_every_row_is_what_the_lists_of_its_pilot_say(people, call, board):
    reader, rows = call("reader"), board()["results"]
    assert len(rows) == Pilot.objects.count() == 5
    for row in rows:
        own = f"pilot={row['id']}"
        for state in ("open", "granted", "refused", "superseded"):
            assert reader.get(f"/api/v1/propositions/?{own}&state={state}&count=true").json()["count"] == row["asks"][state], row["name"]
        assert reader.get(f"/api/v1/propositions/?{own}&unowned=true&count=true").json()["count"] == row["asks"]["unowned"]
        summary = reader.get(f"/api/v1/benefits/summary/?{own}").json()
        assert {name: count for name, count in summary.items() if name != "dis_benefits"} == {
            name: row["benefits"][name] for name in summary if name != "dis_benefits"
        }
        sums = reader.get(f"/api/v1/budgets/summary/?{own}").json()
        assert {name: row["money"][name] for name in sums} == sums, row["name"]
        pilot = reader.get(row["url"]).json()
        assert {name: pilot[name] for name in ("stage", "confidence", "confidence_kind", "confidence_on", "owner_rating", "lead")} == {
            name: row[name] for name in ("stage", "confidence", "confidence_kind", "confidence_on", "owner_rating", "lead")
        }
        if not row["lead"] or row["stage"] == "closed":
            assert row["milestones"] == {"next": None, "waiting": 0, "late": 0}
            continue
        ahead = reader.get(f"/api/v1/milestones/?owner={row['lead']['id']}&reached=false&order=falls&count=true").json()
        first = ahead["results"][0] if ahead["results"] else None
        assert row["milestones"]["waiting"] == ahead["count"]
        assert row["milestones"]["late"] == sum(each["late"] for each in ahead["results"])
        assert row["milestones"]["next"] == (first and {name: first[name] for name in row["milestones"]["next"]})
    assert any(row["milestones"]["late"] for row in rows) and any(row["money"]["variance_to_date"] for row in rows)


@pytest.mark.parametrize("filter_name", ["late", "unled", "unrated", "never_returned"])
def test_what_may_be_wrong_parts_the_pilots_in_two(people, board, filter_name):
    submitted(Pilot.objects.get(name="Hackney"), timezone.now(), "2017-Q1")
    yes, no = ([row["name"] for row in board(f"?{filter_name}=true" if way else f"?{filter_name}=false")["results"]] for way in (True, False))
    assert yes and no and sorted(yes + no) == sorted(Pilot.objects.values_list("name", flat=True))


# --- The page --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("order", ["name", "stage_place", "confidence_level", "next_on", "returned_at"])
def test_every_order_walks_to_its_end(people, board, order):
    submitted(Pilot.objects.get(name="Hackney"), timezone.now(), "2017-Q1")
    whole = [row["name"] for row in board(f"?order={order}")["results"]]
    for way in ("", "-"):
        seen, query = [], f"?order={way}{order}&limit=2"
        while query:
            answer = board(query)
            assert answer["count"] == 5
            seen += [row["name"] for row in answer["results"]]
            query = answer["next"] and "?" + answer["next"].split("?")[1]
        assert sorted(seen) == sorted(whole)
        assert way or seen == whole


def test_the_worst_confidence_comes_first(people, board):
    levels = ["red", "amber_red", "amber", "amber_green", "green"]
    rated = [row["confidence"] for row in board("?order=confidence_level")["results"]]
    assert rated[-1] is None and [levels.index(each) for each in rated[:-1]] == sorted(levels.index(each) for each in rated[:-1])


def test_an_unknown_question_is_refused_by_name(people, call, browse):
    assert call("reader").get("/api/v1/portfolio/?colour=red").status_code == 400
    assert call("reader").get("/api/v1/portfolio/?fields=id").status_code == 400
    assert "colour" in browse("reader").get("/portfolio/?colour=red").content.decode()
    assert call(None).get("/api/v1/portfolio/").status_code == 401


@pytest.mark.parametrize("query", ["", "?page=1&limit=2", "?late=true&order=-next_on", "?q=haringey&cursor="])
def test_the_page_costs_twelve_queries_at_most(people, browse, query):
    client = browse("officer")
    client.get(f"/portfolio/{query}")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/portfolio/{query}").status_code == 200
    assert len(queries) <= 12, [each["sql"][:90] for each in queries]
