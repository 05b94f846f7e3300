"""The portfolio: every figure is what its list counts and what SQL says; every row is what the lists of its pilot say."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devo_portal.core.wire import dumps
from governance.models import Evidence, Milestone
from pilots.models import Benefit, BenefitReading, BudgetMonth, ConfidenceRating, Pilot, PilotReturn, PooledBudget, ReturnCall
from pilots.selectors import standings
from pilots.services import create_pilot
from tests.factories import organisation


@pytest.fixture
def programme(people):
    call_command("load_programme", verbosity=0)
    return people


@pytest.fixture
def board(call):
    return lambda query="": call("reader").get(f"/api/v1/portfolio/{query}").json()


def sql(text, **params):
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return cursor.fetchall()


def told(rows):
    """As JSON has it: money as strings."""
    import orjson

    return orjson.loads(dumps(rows))


def submitted(pilot, at, period="2018-Q1"):
    call, _ = ReturnCall.objects.get_or_create(period=period, defaults={"opened_on": date(2018, 7, 1), "due_on": date(2018, 7, 28)})
    content = "{}"
    digest = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    return PilotReturn.objects.create(call=call, pilot=pilot, state="submitted", submitted_at=at, content=content, sha256=digest)


# --- Figures are lists are SQL ---------------------------------------------------------------------------------------------
FIGURES_IN_SQL = {
    "pilots": "SELECT count(*) FROM pilots_pilot",
    "red": """SELECT count(*) FROM pilots_pilot pilot WHERE 'red' = (SELECT rating FROM pilots_confidencerating WHERE pilot_id = pilot.id
              ORDER BY kind = 'assurance' DESC, rated_on DESC, id DESC LIMIT 1)""",
    "late": """SELECT count(DISTINCT pilot.id) FROM pilots_pilot pilot JOIN governance_milestone point ON point.owner_id = pilot.lead_id
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


def test_every_figure_is_what_its_list_its_query_and_sql_say(programme, call, browse, board):
    submitted(Pilot.objects.get(name="Haringey"), timezone.now() - timedelta(days=3))
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


def test_every_row_is_what_the_lists_of_its_pilot_say(programme, call, board):
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
        if not row["lead"]:
            assert row["milestones"] == {"next": None, "waiting": 0, "late": 0}
            continue
        ahead = reader.get(f"/api/v1/milestones/?owner={row['lead']['id']}&reached=false&order=falls&count=true").json()
        first = ahead["results"][0] if ahead["results"] else None
        assert row["milestones"]["waiting"] == ahead["count"]
        assert row["milestones"]["late"] == sum(each["late"] for each in ahead["results"])
        assert row["milestones"]["next"] == (first and {name: first[name] for name in row["milestones"]["next"]})
    assert any(row["milestones"]["late"] for row in rows) and any(row["money"]["variance_to_date"] for row in rows)


# --- Benefits: set-based is what one by one is -----------------------------------------------------------------------------
DAYS = st.integers(0, 12)
VALUES = st.integers(-3, 6)
A_BENEFIT = st.tuples(
    st.sampled_from(["cash_releasing", "non_cash_releasing", "quantifiable"]),
    st.sampled_from(["£", "homes"]),
    st.sampled_from(["more", "less"]),
    st.one_of(st.none(), VALUES),
    st.dictionaries(DAYS, VALUES, max_size=4),
    st.dictionaries(DAYS, st.tuples(VALUES, st.one_of(st.none(), VALUES)), max_size=3),
    st.one_of(st.none(), st.integers(80, 100)),
)


def made(pilot, evidence, today, benefits):
    start = today - timedelta(days=200)
    for place, (kind, unit, better, baseline, planned, actual, due) in enumerate(benefits):
        held = Benefit.objects.create(
            pilot=pilot,
            name=f"Benefit {place}",
            kind=kind,
            unit=unit,
            better=better,
            method="m",
            baseline=baseline,
            baseline_on=None if baseline is None else start,
            due_on=due and today - timedelta(days=due),
        )
        for day, value in planned.items():
            BenefitReading.objects.create(benefit=held, kind="planned", on=start + timedelta(days=day * 7), value=value)
        for day, (value, corrected) in actual.items():
            kept = {"benefit": held, "kind": "actual", "on": start + timedelta(days=day * 7), "evidence": evidence}
            first = BenefitReading.objects.create(**kept, value=value)
            if corrected is not None:
                BenefitReading.objects.create(**kept, value=corrected, corrects=first)


def slow_gains(rows):
    """By class, from the list's rows: how many there are, how many are summed, planned and actual gain."""
    gains = {}
    for row in rows:
        if row["unit"] != "£" or row["kind"] not in ("cash_releasing", "non_cash_releasing"):
            continue
        gain = gains.setdefault(row["kind"], [0, 0, None, None])
        gain[0] += 1
        if None in (row["baseline"], row["actual"], row["planned_then"]):
            continue
        way, base = (1 if row["better"] == "more" else -1), Decimal(row["baseline"])
        gain[1] += 1
        gain[2] = (gain[2] or 0) + way * (Decimal(row["planned_then"]) - base)
        gain[3] = (gain[3] or 0) + way * (Decimal(row["actual"]) - base)
    return {kind: tuple(gain) for kind, gain in gains.items()}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.lists(A_BENEFIT, max_size=5), second=st.lists(A_BENEFIT, max_size=3))
def test_benefits_counted_for_all_at_once_are_those_of_the_list(people, first, second):
    from pilots import selectors

    today = timezone.localdate()
    with transaction.atomic():
        evidence = Evidence.objects.create(kind="paper", title="Return")
        pilots = [Pilot.objects.create(name=name, theme="estates", summary="s") for name in ("One", "Two")]
        made(pilots[0], evidence, today, first)
        made(pilots[1], evidence, today, second)
        said = standings.benefits_of(today=today)
        for pilot in pilots:
            own = said.get(pilot.pk, standings.NO_BENEFITS)
            assert standings.benefits_of([pilot.pk], today).get(pilot.pk, standings.NO_BENEFITS) == own
            summary = selectors.benefit_summary(people["reader"], {"pilot": str(pilot.pk)})
            assert {name: own[name] for name in summary if name != "dis_benefits"} == {n: c for n, c in summary.items() if n != "dis_benefits"}
            rows = selectors.benefits.list(people["reader"], {"pilot": str(pilot.pk), "limit": "500"})["results"]
            assert {each["kind"]: (each["benefits"], each["counted"], each["planned"], each["actual"]) for each in own["money"]} == slow_gains(rows)
        whole = standings.benefits_together(said.values())
        assert whole["benefits"] == len(first) + len(second)
        assert {name: whole[name] for name in standings.STATES} == {name: sum(each[name] for each in said.values()) for name in standings.STATES}
        transaction.set_rollback(True)


# --- Money: set-based is what the budgets' own sums are --------------------------------------------------------------------
A_MONTH = st.tuples(*[st.one_of(st.none(), st.integers(0, 5))] * 3)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(budgets=st.lists(st.tuples(st.integers(0, 1), st.lists(A_MONTH, max_size=12), st.one_of(st.none(), st.integers(0, 40))), max_size=4))
def test_money_summed_for_all_at_once_is_what_the_summary_of_each_pilot_says(people, budgets):
    from pilots import selectors
    from pilots.models import BudgetPartner
    from pilots.rules.budgets import months_of

    with transaction.atomic():
        pilots = [Pilot.objects.create(name=name, theme="estates", summary="s") for name in ("One", "Two")]
        host = organisation("Host")
        for place, (whose, months, amount) in enumerate(budgets):
            held = PooledBudget.objects.create(pilot=pilots[whose], name=f"Budget {place}", year=2017)
            named = zip(months_of(2017), months + months[:1] * (12 - len(months)) if place % 2 else months, strict=False)
            BudgetMonth.objects.bulk_create(
                BudgetMonth(budget=held, month=month, plan=plan, forecast=forecast, actual=actual) for month, (plan, forecast, actual) in named
            )
            if amount is not None:
                BudgetPartner.objects.create(budget=held, organisation=host, amount=amount)
        said = standings.money_of()
        for pilot in pilots:
            summary = selectors.budget_summary(people["reader"], {"pilot": str(pilot.pk)})
            own = said.get(pilot.pk, standings.NO_MONEY)
            assert {name: own[name] for name in summary} == summary
            assert standings.money_of([pilot.pk]).get(pilot.pk, standings.NO_MONEY) == own
        whole = selectors.budget_summary(people["reader"], {})
        together = standings.money_together(said.values())
        assert {name: together[name] for name in whole} == whole
        transaction.set_rollback(True)


# --- What is wrong first ---------------------------------------------------------------------------------------------------
def test_the_sentence_says_what_is_wrong_first_and_what_the_filter_leaves(people, board):
    assert board()["standing"] == "No pilot is recorded yet."
    pilot = create_pilot(by=people["officer"], name="Haringey", theme="prevention", summary="s", lead=organisation("Haringey"))
    ConfidenceRating.objects.create(pilot=pilot, scale="three", rating="green", rated_on=date(2022, 1, 1))
    assert board()["standing"] == "1 pilot, none of them red, late, unrated or without a lead."
    Pilot.objects.create(name="Bare", theme="estates", summary="s")
    Milestone.objects.create(name="Gone by", strand="pilots", planned="2017-01", owner=organisation("Haringey"))
    said = board()["standing"]
    assert said == "Of 2 pilots, 1 with a milestone past its date, 1 without a lead organisation and 1 not yet rated."
    assert board("?late=true")["standing"] == f"1 pilot matches what you asked. {said}"
    none = board("?q=zzzz")
    assert (none["count"], none["results"], none["standing"].split(".")[0]) == (0, [], "No pilot matches what you asked")
    assert none["figures"] == board()["figures"]  # figures are of the whole


@pytest.mark.parametrize("filter_name", ["late", "unled", "unrated", "never_returned"])
def test_what_may_be_wrong_parts_the_pilots_in_two(programme, board, filter_name):
    submitted(Pilot.objects.get(name="Hackney"), timezone.now())
    yes, no = ([row["name"] for row in board(f"?{filter_name}=true" if way else f"?{filter_name}=false")["results"]] for way in (True, False))
    assert yes and no and sorted(yes + no) == sorted(Pilot.objects.values_list("name", flat=True))


def test_a_lead_of_two_pilots_makes_both_late(people, board):
    for name in ("One", "Two", "Three"):
        lead = organisation("Both") if name != "Three" else None
        Pilot.objects.create(name=name, theme="estates", summary="s", lead=lead)
    Milestone.objects.create(name="Gone by", strand="pilots", planned="2017-01", owner=organisation("Both"))
    figure = next(each for each in board()["figures"] if each["key"] == "late")
    assert figure["value"] == 2 == board("?late=true")["count"]


def test_days_since_the_last_return_that_was_submitted(people, board):
    pilot = create_pilot(by=people["officer"], name="Haringey", theme="prevention", summary="s", lead=organisation("Haringey"))
    assert board()["results"][0]["last_return"] == {"returned_at": None, "days": None, "period": None}
    today = timezone.localdate()
    late_evening = timezone.make_aware(datetime.combine(today - timedelta(days=40), time(23, 30)))
    submitted(pilot, late_evening, "2018-Q2")
    submitted(pilot, late_evening - timedelta(days=90))
    PilotReturn.objects.create(call=ReturnCall.objects.get(period="2018-Q1"), pilot=pilot, number=2, corrects="A figure")  # a draft counts not
    last = board()["results"][0]["last_return"]
    assert (last["days"], last["period"]) == (40, "2018-Q2")


# --- The page --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("order", ["name", "stage_place", "confidence_level", "next_on", "returned_at"])
def test_every_order_walks_to_its_end(programme, board, order):
    submitted(Pilot.objects.get(name="Hackney"), timezone.now())
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


def test_the_worst_confidence_comes_first(programme, board):
    levels = ["red", "amber_red", "amber", "amber_green", "green"]
    rated = [row["confidence"] for row in board("?order=confidence_level")["results"]]
    assert rated[-1] is None and [levels.index(each) for each in rated[:-1]] == sorted(levels.index(each) for each in rated[:-1])


def test_an_unknown_question_is_refused_by_name(programme, call, browse):
    assert call("reader").get("/api/v1/portfolio/?colour=red").status_code == 400
    assert call("reader").get("/api/v1/portfolio/?fields=id").status_code == 400
    assert "colour" in browse("reader").get("/portfolio/?colour=red").content.decode()
    assert call(None).get("/api/v1/portfolio/").status_code == 401


@pytest.mark.parametrize("query", ["", "?page=1&limit=2", "?late=true&order=-next_on", "?q=haringey&cursor="])
def test_the_page_costs_twelve_queries_at_most(programme, browse, query):
    client = browse("officer")
    client.get(f"/portfolio/{query}")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/portfolio/{query}").status_code == 200
    assert len(queries) <= 12, [each["sql"][:90] for each in queries]
