"""The portfolio's page at 500 pilots and 20,000 readings of 2,000 benefits, against one statement of SQL that answers the same."""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import orjson
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from bench.measures import Measure, paired
from devo_portal.core.accounts import BearerToken
from pilots.rules.budgets import months_of
from pilots.rules.confidence import SCALES, THREE

PILOTS, BENEFITS, POINTS = 500, 4, 5  # of each benefit, so many points planned and as many measured
ROWS = 50

# Written apart from the selectors. It holds every figure of the page and, of its first 50 rows, all that is read from a table.
FLOOR = """
WITH stands AS (
    SELECT reading.* FROM pilots_benefitreading reading
      LEFT JOIN pilots_benefitreading later ON later.corrects_id = reading.id WHERE later.id IS NULL
), latest AS (
    SELECT DISTINCT ON (benefit_id) benefit_id, "on", value FROM stands WHERE kind = 'actual' ORDER BY benefit_id, "on" DESC
), around AS (
    SELECT latest.benefit_id, max(plan."on") FILTER (WHERE plan."on" <= latest."on") AS before_on,
           min(plan."on") FILTER (WHERE plan."on" > latest."on") AS after_on
      FROM latest JOIN pilots_benefitreading plan ON plan.benefit_id = latest.benefit_id AND plan.kind = 'planned' GROUP BY latest.benefit_id
), held AS (
    SELECT benefit.pilot_id, benefit.kind, benefit.unit, benefit.baseline, benefit.due_on, benefit.illustrative,
           CASE benefit.better WHEN 'more' THEN 1 ELSE -1 END AS way, latest.value AS actual,
           CASE WHEN latest.value IS NULL OR coalesce(before.value, benefit.baseline) IS NULL THEN NULL
                WHEN after.value IS NULL THEN coalesce(before.value, benefit.baseline)
                ELSE round(coalesce(before.value, benefit.baseline) + (after.value - coalesce(before.value, benefit.baseline))
                     * (latest."on" - coalesce(before."on", benefit.baseline_on)) / (after."on" - coalesce(before."on", benefit.baseline_on)), 2)
           END AS planned
      FROM pilots_benefit benefit LEFT JOIN latest ON latest.benefit_id = benefit.id LEFT JOIN around ON around.benefit_id = benefit.id
      LEFT JOIN pilots_benefitreading before ON before.benefit_id = benefit.id AND before.kind = 'planned' AND before."on" = around.before_on
      LEFT JOIN pilots_benefitreading after ON after.benefit_id = benefit.id AND after.kind = 'planned' AND after."on" = around.after_on
), benefits AS (
    SELECT pilot_id, count(*) AS benefits, count(*) FILTER (WHERE illustrative) AS illustrative,
           count(*) FILTER (WHERE (actual - planned) * way < 0) AS behind, count(*) FILTER (WHERE actual = planned) AS on_plan,
           count(*) FILTER (WHERE (actual - planned) * way > 0) AS ahead, count(*) FILTER (WHERE actual IS NULL) AS no_actual,
           count(*) FILTER (WHERE planned IS NULL AND actual IS NOT NULL) AS no_plan,
           count(*) FILTER (WHERE actual IS NULL AND due_on <= %(today)s::date - 90) AS overdue_actual,
           sum((planned - baseline) * way) FILTER (WHERE kind = 'cash_releasing' AND unit = '£' AND actual IS NOT NULL) AS gain_planned,
           sum((actual - baseline) * way) FILTER (WHERE kind = 'cash_releasing' AND unit = '£' AND planned IS NOT NULL) AS gain_actual
      FROM held GROUP BY pilot_id
), years AS (
    SELECT budget_id, sum(plan) FILTER (WHERE actual IS NOT NULL) AS planned, sum(actual) AS actual, sum(coalesce(actual, forecast, plan)) AS outturn,
           sum(plan) AS plan
      FROM pilots_budgetmonth GROUP BY budget_id
), money AS (
    SELECT pilot_id, count(*) AS budgets, sum(plan) AS plan, sum(planned) AS planned_to_date, sum(actual) AS actual_to_date,
           sum(actual - planned) AS variance_to_date, sum(outturn) AS forecast, sum(outturn - plan) AS variance
      FROM pilots_pooledbudget budget JOIN years ON years.budget_id = budget.id GROUP BY pilot_id
), asks AS (
    SELECT pilot_id, count(*) AS asks, count(*) FILTER (WHERE state = 'open') AS open, count(*) FILTER (WHERE state = 'granted') AS granted,
           count(*) FILTER (WHERE state = 'refused') AS refused, count(*) FILTER (WHERE state = 'superseded') AS superseded,
           count(*) FILTER (WHERE pursued_by_id IS NULL) AS unowned
      FROM pilots_proposition GROUP BY pilot_id
), rated AS (
    SELECT DISTINCT ON (pilot_id) pilot_id, rating, kind, rated_on, illustrative FROM pilots_confidencerating
     ORDER BY pilot_id, kind, rated_on DESC, id DESC
), own AS (
    SELECT DISTINCT ON (pilot_id) pilot_id, rating FROM pilots_confidencerating WHERE kind = 'owner' ORDER BY pilot_id, rated_on DESC, id DESC
), points AS (
    SELECT owner_id, id, ref, name, falls, planned, forecast, illustrative, falls < left(%(today)s, length(falls)) AS late,
           row_number() OVER (PARTITION BY owner_id ORDER BY falls, id) AS place, count(*) OVER (PARTITION BY owner_id) AS waiting,
           count(*) FILTER (WHERE falls < left(%(today)s, length(falls))) OVER (PARTITION BY owner_id) AS past
      FROM governance_milestone WHERE actual IS NULL AND owner_id IS NOT NULL
), returned AS (
    SELECT pilot_id, max(submitted_at) AS at, max(call.period) AS period
      FROM pilots_pilotreturn sent JOIN pilots_returncall call ON call.id = sent.call_id WHERE state = 'submitted' GROUP BY pilot_id
), whole AS (
    SELECT pilot.id, pilot.ref, pilot.name, pilot.stage, pilot.lead_id, lead.name AS lead_name, lead.ref AS lead_ref, pilot.illustrative,
           rated.rating AS confidence, rated.kind AS confidence_kind, rated.rated_on AS confidence_on, rated.illustrative AS confidence_illustrative,
           own.rating AS owner_rating, to_json(asks.*) AS asks, to_json(benefits.*) AS benefits, to_json(money.*) AS money, to_json(points.*) AS next,
           points.past, returned.at, returned.period, row_number() OVER (ORDER BY pilot.name, pilot.id) AS place
      FROM pilots_pilot pilot LEFT JOIN core_organisation lead ON lead.id = pilot.lead_id LEFT JOIN rated ON rated.pilot_id = pilot.id
      LEFT JOIN own ON own.pilot_id = pilot.id LEFT JOIN asks ON asks.pilot_id = pilot.id LEFT JOIN benefits ON benefits.pilot_id = pilot.id
      LEFT JOIN money ON money.pilot_id = pilot.id
      LEFT JOIN points ON points.owner_id = pilot.lead_id AND points.place = 1 AND pilot.stage <> 'closed'
      LEFT JOIN returned ON returned.pilot_id = pilot.id
)
SELECT json_build_object(
    'pilots', (SELECT json_build_object(
        'pilots', count(*), 'red', count(*) FILTER (WHERE confidence = 'red'), 'late', count(*) FILTER (WHERE past > 0),
        'unled', count(*) FILTER (WHERE lead_id IS NULL), 'unrated', count(*) FILTER (WHERE confidence IS NULL),
        'never_returned', count(*) FILTER (WHERE at IS NULL)) FROM whole),
    'asks', (SELECT json_build_object('open', sum(open), 'granted', sum(granted), 'refused', sum(refused), 'superseded', sum(superseded),
        'unowned', sum(unowned)) FROM asks),
    'benefits', (SELECT json_build_object('behind', sum(behind), 'better', sum(on_plan + ahead), 'no_actual', sum(no_actual),
        'overdue_actual', sum(overdue_actual)) FROM benefits),
    'money', (SELECT json_build_object('variance_to_date', sum(variance_to_date)::text, 'variance', sum(variance)::text) FROM money),
    'rows', (SELECT json_agg(whole ORDER BY place) FROM whole WHERE place <= %(rows)s)
)::text
"""


def floor(request: HttpRequest) -> HttpResponse:
    if BearerToken().authenticate(request) is None:
        return HttpResponse(status=401)
    with connection.cursor() as cursor:
        cursor.execute(FLOOR, {"today": timezone.localdate().isoformat(), "rows": ROWS})
        return HttpResponse(cursor.fetchone()[0], content_type="application/json")


def fill() -> None:
    """Pilots in proportion: asks, ratings, risks, a budget of twelve months, milestones of the lead, returns. The same each time."""
    from devo_portal.core.models import Organisation
    from governance.models import Milestone
    from pilots.models import ConfidenceRating, Pilot, Proposition, Risk

    chance, today = random.Random(2017), timezone.localdate()
    leads = Organisation.objects.bulk_create(Organisation(name=f"Lead {place:03}", kind="authority") for place in range(PILOTS))
    stages = [stage for stage in Pilot.Stage.values if stage != "proposed"]
    pilots = Pilot.objects.bulk_create(
        Pilot(
            name=f"Pilot {place:03}",
            theme=chance.choice(Pilot.Theme.values),
            stage=chance.choice(stages),
            summary="s",
            starts="2016-04",
            lead=None if place % 25 == 7 else leads[place],
        )
        for place in range(PILOTS)
    )
    asks = [Proposition(pilot=pilot, title=f"Ask {number}", kind="planning", pursued_by=pilot.lead) for pilot in pilots for number in range(3)]
    for place, ask in enumerate(asks):
        if place % 3 == 1:
            ask.state, ask.refusal = "refused", "It needs a law."
        if place % 3 == 2:
            ask.state, ask.superseded_by = "superseded", asks[place - 2]
    Proposition.objects.bulk_create(asks)
    ConfidenceRating.objects.bulk_create(
        ConfidenceRating(pilot=pilot, kind=kind, scale=THREE, rating=chance.choice(SCALES[THREE]), rated_on=today - timedelta(days=days))
        for place, pilot in enumerate(pilots)
        for kind in ("assurance", "owner")
        for days in (10, 100)
        if place % 20
    )
    score = {f"{basis}_{side}": 3 for basis in ("inherent", "current", "target") for side in ("likelihood", "impact")}
    Risk.objects.bulk_create(
        Risk(pilot=pilot, title=f"Risk {number}", cause="c", event="e", effect="f", **score) for pilot in pilots for number in range(3)
    )
    Milestone.objects.bulk_create(
        Milestone(
            name=f"Milestone {number}", strand="pilots", owner=lead, planned=f"{today + timedelta(days=chance.randint(-20, 300) + number * 90)}"
        )
        for lead in leads
        for number in range(3)
    )
    fill_benefits(pilots, chance, today)
    fill_money(pilots, chance)
    fill_returns(pilots, chance)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def fill_benefits(pilots: list[Any], chance: random.Random, today: date) -> None:
    """Every tenth has no actual; one actual in fifty is corrected."""
    from governance.models import Evidence
    from pilots.models import Benefit, BenefitReading

    evidence, start = Evidence.objects.create(kind="paper", title="Returns"), today - timedelta(days=900)
    kinds = (("cash_releasing", "£"), ("quantifiable", "homes"), ("quantifiable", "days"), ("qualitative", "points"))
    benefits = Benefit.objects.bulk_create(
        Benefit(
            pilot=pilot,
            name=f"Benefit {number}",
            kind=kinds[number % 4][0],
            unit=kinds[number % 4][1],
            better=chance.choice(["more", "less"]),
            method="m",
            baseline=100,
            baseline_on=start,
            due_on=today - timedelta(days=chance.randint(-300, 300)),
        )
        for pilot in pilots
        for number in range(BENEFITS)
    )
    readings = []
    for place, benefit in enumerate(benefits):
        for point in range(1, POINTS + 1):
            on, value = start + timedelta(days=point * 170), Decimal(chance.randint(5000, 15000)) / 100
            readings.append(BenefitReading(benefit=benefit, kind="planned", on=on + timedelta(days=60), value=value))
            if place % 10:
                readings.append(BenefitReading(benefit=benefit, kind="actual", on=on, value=value + chance.randint(-9, 9), evidence=evidence))
            else:
                readings.append(BenefitReading(benefit=benefit, kind="planned", on=on, value=value))
    BenefitReading.objects.bulk_create(readings, batch_size=5000)
    wrong = [each for each in readings if each.kind == "actual"][::50]
    BenefitReading.objects.bulk_create(
        BenefitReading(benefit=each.benefit, kind="actual", on=each.on, value=each.value + 1, evidence=evidence, corrects=each) for each in wrong
    )
    assert BenefitReading.objects.count() >= PILOTS * BENEFITS * POINTS * 2 == 20_000


def fill_money(pilots: list[Any], chance: random.Random) -> None:
    from pilots.models import BudgetMonth, PooledBudget

    budgets = PooledBudget.objects.bulk_create(PooledBudget(pilot=pilot, name="Pool", year=2017) for pilot in pilots)
    BudgetMonth.objects.bulk_create(
        (
            BudgetMonth(
                budget=budget, month=month, plan=1000, actual=chance.randint(1, 2000) if place < 7 else None, forecast=chance.randint(900, 1100)
            )
            for budget in budgets
            for place, month in enumerate(months_of(2017))
        ),
        batch_size=5000,
    )


def fill_returns(pilots: list[Any], chance: random.Random) -> None:
    from hashlib import sha256

    from pilots.models import PilotReturn, ReturnCall

    periods = [f"2017-Q{quarter}" for quarter in range(1, 5)]
    calls = ReturnCall.objects.bulk_create(ReturnCall(period=period, opened_on=date(2018, 5, 1), due_on=date(2018, 6, 1)) for period in periods)
    now, content = timezone.now(), '{"sections": "' + "words " * 300 + '"}'
    digest = sha256(content.encode()).hexdigest()
    PilotReturn.objects.bulk_create(
        PilotReturn(call=call, pilot=pilot, state="submitted", submitted_at=now - timedelta(chance.randint(1, 400)), content=content, sha256=digest)
        for pilot in pilots[: PILOTS - 20]
        for call in calls
    )


def same(ours: dict[str, Any], base: dict[str, Any]) -> None:
    """Every figure and every row alike, or the ratio says nothing."""
    figures = {each["key"]: each["value"] for each in ours["figures"]}
    assert figures == {**base["pilots"], **base["asks"], **base["benefits"], **base["money"]}, (figures, base)
    assert len(ours["results"]) == len(base["rows"]) == ROWS
    for row, other in zip(ours["results"], base["rows"], strict=True):
        for name in ("id", "name", "stage", "confidence", "confidence_kind", "confidence_on", "owner_rating"):
            assert row[name] == other[name], (name, row, other)
        for noun in ("asks", "benefits"):
            told = {name: count for name, count in row[noun].items() if name != "money"}
            assert told == {name: other[noun][name] for name in told}, (noun, row, other)
        for name, value in other["money"].items():
            if name != "pilot_id":
                assert Decimal(row["money"][name]) == Decimal(str(value)), (name, row, other)
        gains = {each["kind"]: each for each in row["benefits"]["money"]}
        for name in ("planned", "actual"):
            mine, theirs = gains["cash_releasing"][name], other["benefits"][f"gain_{name}"]
            assert (mine is None and theirs is None) or Decimal(mine) == Decimal(str(theirs)), (row, other)
        first = row["milestones"]["next"]
        assert (first and (first["id"], first["late"])) == (other["next"] and (other["next"]["id"], other["next"]["late"]))
        assert row["last_return"]["period"] == other["period"]


def measures(get: Callable[[str], Callable[[], Any]], page: Callable[[str], Any]) -> Iterator[Measure]:
    """`get` makes a call of the API by its path; `page` opens a page."""
    fill()
    base = get("/api/v1/floor/portfolio/")
    ours = get("/api/v1/portfolio/")
    same(orjson.loads(ours().content), orjson.loads(base().content))
    assert page("/portfolio/").content.count(b'name="pilot"') == ROWS
    yield paired("API portfolio of 500 pilots", ours, base, limit=4, rounds=40)
    yield paired("HTML portfolio of 500 pilots", lambda: page("/portfolio/"), base, limit=4, rounds=40)
