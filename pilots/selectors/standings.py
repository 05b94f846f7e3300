"""How pilots stand: asks, benefits, risks, money, milestones and returns, each by one statement for all pilots asked for.

Every loader takes the ids of pilots, or None for all, and answers by pilot (`milestones_of`: by lead organisation). A
pilot of which nothing is recorded has no entry: `NO_ASKS`, `NO_BENEFITS`, `NO_RISKS` and `NO_MONEY` say what to answer then.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Max, Q, QuerySet, Window
from django.utils import timezone

from devo_portal.core.dates import PartialDate
from governance.filters import milestone_late
from governance.models import Milestone

from ..filters import unowned
from ..models import Benefit, Pilot, PilotReturn, Proposition, Risk
from ..rules import benefits as benefit_rules
from ..rules import budgets as budget_rules
from ..rules import risks as risk_rules
from ..rules.portfolios import MONEY_KINDS, MONEY_UNIT

Ids = Sequence[UUID] | None
Told = dict[str, Any]

STATES = tuple(code for code, _ in benefit_rules.State.choices)
ASKS = ("asks", *Proposition.State.values, "unowned")
RISKS = ("risks", "open", "issues", "extreme", "high", "escalated")
_SUMS = (
    "budgets",
    "illustrative",
    "over",
    "plan",
    "planned_to_date",
    "actual_to_date",
    "variance_to_date",
    "held_against",
    "forecast",
    "forecast_against",
    "variance",
)

# What `trajectory()` and `standing()` say of one benefit, said of all at once: their rows are read once each, and the
# trajectory only where something was measured. A test holds the two together.
BENEFITS = """
    WITH actual AS (
        SELECT DISTINCT ON (benefit_id) benefit_id, value, "on" FROM pilots_benefitreading reading
         WHERE kind = 'actual' AND NOT EXISTS (SELECT FROM pilots_benefitreading later WHERE later.corrects_id = reading.id)
         ORDER BY benefit_id, "on" DESC
    ), held AS (
        SELECT benefit.*, actual.value AS actual, actual."on" AS actual_on,
               CASE WHEN after.value IS NULL THEN start.value
                    ELSE round(start.value + (after.value - start.value) * (actual."on" - start."on") / (after."on" - start."on"), 2) END AS planned
          FROM pilots_benefit benefit
          LEFT JOIN actual ON actual.benefit_id = benefit.id
          LEFT JOIN LATERAL (
              SELECT value, "on" FROM pilots_benefitreading
               WHERE benefit_id = benefit.id AND kind = 'planned' AND "on" <= actual."on" ORDER BY "on" DESC LIMIT 1
          ) before ON actual.benefit_id IS NOT NULL
          LEFT JOIN LATERAL (
              SELECT value, "on" FROM pilots_benefitreading
               WHERE benefit_id = benefit.id AND kind = 'planned' AND "on" > actual."on" ORDER BY "on" LIMIT 1
          ) after ON actual.benefit_id IS NOT NULL
          CROSS JOIN LATERAL (
              SELECT coalesce(before.value, benefit.baseline) AS value, coalesce(before."on", benefit.baseline_on) AS "on"
          ) start
         WHERE %(pilots)s::uuid[] IS NULL OR benefit.pilot_id = ANY(%(pilots)s::uuid[])
    ), stated AS (
        SELECT held.*, CASE better WHEN 'more' THEN 1 ELSE -1 END AS way,
               kind = ANY(%(kinds)s) AND unit = %(unit)s AS money,
               kind = ANY(%(kinds)s) AND unit = %(unit)s AND baseline IS NOT NULL AND actual IS NOT NULL AND planned IS NOT NULL AS summed,
               CASE WHEN actual IS NULL THEN 'no_actual' WHEN planned IS NULL THEN 'no_plan' WHEN actual = planned THEN 'on_plan'
                    WHEN (better = 'more') = (actual > planned) THEN 'ahead' ELSE 'behind' END AS state
          FROM held
    )
    SELECT pilot_id, CASE WHEN money THEN kind ELSE '' END, count(*), count(*) FILTER (WHERE illustrative),
           count(*) FILTER (WHERE state = 'behind'), count(*) FILTER (WHERE state = 'on_plan'), count(*) FILTER (WHERE state = 'ahead'),
           count(*) FILTER (WHERE state = 'no_plan'), count(*) FILTER (WHERE state = 'no_actual'),
           count(*) FILTER (WHERE actual IS NULL AND due_on <= %(overdue)s),
           count(*) FILTER (WHERE summed), sum((planned - baseline) * way) FILTER (WHERE summed), sum((actual - baseline) * way) FILTER (WHERE summed)
      FROM stated GROUP BY 1, 2
"""

# The sums of `budget_summary` by pilot.
MONEY = """
    WITH year AS (
        SELECT budget_id, CASE WHEN count(plan) = 12 THEN sum(plan) END AS plan, sum(actual) AS actual,
               CASE WHEN count(*) FILTER (WHERE actual IS NOT NULL AND plan IS NULL) = 0
                    THEN sum(plan) FILTER (WHERE actual IS NOT NULL) END AS planned,
               CASE WHEN count(coalesce(actual, forecast, plan)) = 12 AND count(coalesce(actual, forecast)) > 0
                    THEN sum(coalesce(actual, forecast, plan)) END AS outturn
          FROM pilots_budgetmonth GROUP BY budget_id
    ), partners AS (
        SELECT budget_id, sum(amount) AS amount FROM pilots_budgetpartner GROUP BY budget_id
    ), budget AS (
        SELECT pilot_id, illustrative, coalesce(year.plan, partners.amount) AS plan, year.actual, year.planned, year.outturn
          FROM pilots_pooledbudget pooled
          LEFT JOIN year ON year.budget_id = pooled.id LEFT JOIN partners ON partners.budget_id = pooled.id
         WHERE %(pilots)s::uuid[] IS NULL OR pilot_id = ANY(%(pilots)s::uuid[])
    )
    SELECT pilot_id, count(*), count(*) FILTER (WHERE illustrative), count(*) FILTER (WHERE actual > planned),
           sum(plan), sum(planned), sum(actual), sum(actual - planned), sum(planned) FILTER (WHERE actual IS NOT NULL),
           sum(outturn), sum(plan) FILTER (WHERE outturn IS NOT NULL), sum(outturn - plan)
      FROM budget GROUP BY pilot_id
"""


def _rows(sql: str, pilots: Ids, **params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"pilots": None if pilots is None else list(pilots), **params})
        return cursor.fetchall()


def _of(rows: QuerySet[Any], pilots: Ids) -> QuerySet[Any]:
    return (rows if pilots is None else rows.filter(pilot__in=pilots)).order_by().values("pilot_id")


def _counted(rows: QuerySet[Any], names: Sequence[str], counts: Mapping[str, Count]) -> dict[UUID, Told]:
    """By pilot: these names with their counts. The columns are numbered, for some names are columns of the table."""
    numbered = {f"n{place}": counts[name] for place, name in enumerate(names)}
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows.annotate(**numbered).values_list("pilot_id", *numbered)}


# --- Asks and risks --------------------------------------------------------------------------------------------------------
NO_ASKS: Told = dict.fromkeys(ASKS, 0)
NO_RISKS: Told = dict.fromkeys(RISKS, 0)


def asks_of(pilots: Ids = None) -> dict[UUID, Told]:
    """`{asks, open, granted, refused, superseded, unowned}`."""
    states = {state: Count("pk", filter=Q(state=state)) for state in Proposition.State.values}
    return _counted(_of(Proposition.objects.all(), pilots), ASKS, {"asks": Count("pk"), **states, "unowned": Count("pk", filter=unowned())})


def risks_of(pilots: Ids = None) -> dict[UUID, Told]:
    """`{risks, open, issues, extreme, high, escalated}`: all but the first are open ones."""
    live = Q(status=Risk.Status.OPEN)
    rows = _of(Risk.objects.alias(score=F("current_likelihood") * F("current_impact")), pilots)
    bands = {name: Count("pk", filter=live & Q(score__gte=least, score__lte=most)) for name, least, most in risk_rules.BANDS}
    counts = {
        "risks": Count("pk"),
        "open": Count("pk", filter=live),
        "issues": Count("pk", filter=live & Q(kind=Risk.Kind.ISSUE)),
        "escalated": Count("pk", filter=live & Q(escalated_to__isnull=False)),
        **bands,
    }
    return _counted(rows, RISKS, counts)


# --- Benefits --------------------------------------------------------------------------------------------------------------
NO_BENEFITS: Told = {"benefits": 0, "illustrative": 0, **dict.fromkeys(STATES, 0), "overdue_actual": 0, "money": []}


def benefits_of(pilots: Ids = None, today: date | None = None) -> dict[UUID, Told]:
    """`{benefits, illustrative, behind, on_plan, ahead, no_plan, no_actual, overdue_actual, money}`.

    `money`, by class of benefits in pounds: `{kind, kind_label, benefits, counted, planned, actual, variance}`. Planned
    and actual are what was gained on the baseline, whichever way is the better, of the `counted` of which both are known.
    """
    overdue = (today or timezone.localdate()) - timedelta(days=benefit_rules.OVERDUE_AFTER)
    told: dict[UUID, Told] = {}
    for pilot, kind, *counts, counted, planned, actual in _rows(BENEFITS, pilots, kinds=list(MONEY_KINDS), unit=MONEY_UNIT, overdue=overdue):
        mine = told.setdefault(pilot, {**NO_BENEFITS, "money": []})
        for name, count in zip(("benefits", "illustrative", *STATES, "overdue_actual"), counts, strict=True):
            mine[name] += count
        if kind:
            mine["money"].append(_gained(kind, counts[0], counted, planned, actual))
    for each in told.values():
        each["money"].sort(key=lambda gain: gain["kind"])
    return told


def _gained(kind: str, benefits: int, counted: int, planned: Decimal | None, actual: Decimal | None) -> Told:
    return {
        "kind": kind,
        "kind_label": str(Benefit.Kind(kind).label),
        "benefits": benefits,
        "counted": counted,
        "planned": planned,
        "actual": actual,
        "variance": None if planned is None or actual is None else actual - planned,
    }


def benefits_together(told: Iterable[Told]) -> Told:
    """The same over several pilots."""
    whole: Told = {**NO_BENEFITS}
    gains: dict[str, list[Told]] = {}
    for each in told:
        for name in whole.keys() - {"money"}:
            whole[name] += each[name]
        for gain in each["money"]:
            gains.setdefault(gain["kind"], []).append(gain)
    summed = [
        _gained(kind, *(sum(each[name] for each in rows) for name in ("benefits", "counted")), *(_sum(rows, name) for name in ("planned", "actual")))
        for kind, rows in sorted(gains.items())
    ]
    return {**whole, "money": summed}


# --- Money -----------------------------------------------------------------------------------------------------------------
def money_of(pilots: Ids = None) -> dict[UUID, Told]:
    """The fields of BudgetSummarySerializer, over each pilot's pooled budgets of all years."""
    return {pilot: _with_percents(dict(zip(_SUMS, sums, strict=True))) for pilot, *sums in _rows(MONEY, pilots)}


def money_together(told: Iterable[Told]) -> Told:
    """The same over several pilots."""
    rows = list(told)
    whole: Told = {name: _sum(rows, name) for name in _SUMS}
    return _with_percents({**whole, **{name: whole[name] or 0 for name in ("budgets", "illustrative", "over")}})


def _with_percents(sums: Told) -> Told:
    return {
        **sums,
        "variance_to_date_percent": budget_rules.percent(sums["variance_to_date"], sums["held_against"]),
        "variance_percent": budget_rules.percent(sums["variance"], sums["forecast_against"]),
    }


def _sum(rows: Sequence[Told], name: str) -> Any:
    """None where nothing is known of any."""
    known = [each[name] for each in rows if each[name] is not None]
    return sum(known) if known else None


NO_MONEY: Told = money_together([])


# --- Milestones and returns ------------------------------------------------------------------------------------------------
_MILESTONE = ("owner_id", "id", "ref", "name", "planned", "forecast", "falls", "late", "illustrative", "waiting", "past")


def milestones_of(pilots: Ids = None) -> dict[UUID, Told]:
    """By lead organisation of pilots that are not closed, of the milestones that it answers for and has not reached: the first, and how many.

    A milestone belongs to the programme: no record ties it to a pilot nearer than its lead does.

    `{next: {id, ref, url, name, falls, late, slip_days, illustrative}, waiting, late}`.
    """
    leads = Pilot.objects.filter(lead__isnull=False).exclude(stage=Pilot.Stage.CLOSED)
    rows = (
        Milestone.objects.filter(reached=False, owner__in=(leads if pilots is None else leads.filter(pk__in=pilots)).values("lead"))
        .annotate(
            late=Q(milestone_late()),
            waiting=Window(Count("pk"), partition_by="owner"),
            past=Window(Count("pk", filter=milestone_late()), partition_by="owner"),
        )
        .order_by("owner_id", "falls", "id")
        .distinct("owner_id")
        .values_list(*_MILESTONE)
    )
    told = {}
    for owner, pk, ref, name, planned, forecast, falls, late, illustrative, waiting, past in rows:
        first = {
            "id": pk,
            "ref": ref,
            "url": f"/api/v1/milestones/{pk}/",
            "name": name,
            "falls": falls,
            "late": late,
            "slip_days": _slip(planned, forecast),
            "illustrative": illustrative,
        }
        told[owner] = {"next": first, "waiting": waiting, "late": past}
    return told


NO_MILESTONES: Told = {"next": None, "waiting": 0, "late": 0}


def milestones_led(told: Mapping[Any, Told], lead: UUID | None, stage: str) -> Told:
    """Those of a pilot's lead; a closed pilot waits for none."""
    return NO_MILESTONES if stage == Pilot.Stage.CLOSED else told.get(lead, NO_MILESTONES)


def _slip(planned: PartialDate | None, forecast: PartialDate | None) -> int | None:
    """Days from plan to forecast; None unless both are known to the day."""
    if not planned or not forecast or {planned.precision, forecast.precision} != {"day"}:
        return None
    return (forecast.first - planned.first).days


def returns_of(pilots: Ids = None, today: date | None = None) -> dict[UUID, Told]:
    """`{returned_at, days, period}` of the return that was submitted last; `days` since then, `period` the latest quarter."""
    today = today or timezone.localdate()
    rows = _of(PilotReturn.objects.filter(state=PilotReturn.State.SUBMITTED), pilots).annotate(at=Max("submitted_at"), of=Max("call__period"))
    return {
        pilot: {"returned_at": at, "days": (today - timezone.localdate(at)).days, "period": period}
        for pilot, at, period in rows.values_list("pilot_id", "at", "of")
    }


NO_RETURN: Told = {"returned_at": None, "days": None, "period": None}
