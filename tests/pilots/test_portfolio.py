"""The portfolio: what is counted for all pilots at once is what is counted one by one, and what is wrong is said first."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.models import Evidence, Milestone
from pilots.models import Benefit, BenefitReading, BudgetMonth, ConfidenceRating, Pilot, PilotReturn, PooledBudget, ReturnCall
from pilots.selectors import standings
from pilots.services import create_pilot
from tests.factories import organisation


@pytest.fixture
def board(call):
    return lambda query="": call("reader").get(f"/api/v1/portfolio/{query}").json()


def submitted(pilot, at, period="2018-Q1"):
    call, _ = ReturnCall.objects.get_or_create(period=period, defaults={"opened_on": date(2018, 7, 1), "due_on": date(2018, 7, 28)})
    content = "{}"
    digest = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    return PilotReturn.objects.create(call=call, pilot=pilot, state="submitted", submitted_at=at, content=content, sha256=digest)


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
        for gain in whole["money"]:  # the sentence's two links count what it says
            asked = {"kind": [gain["kind"]], "limit": "500"}
            for name in ("counted", "benefits"):
                rows = selectors.benefits.list(people["reader"], asked | {"summed" if name == "counted" else "in_pounds": "true"})["results"]
                assert len(rows) == gain[name]
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
    assert said == "Of 2 pilots, 1 whose lead has a milestone past its date, 1 without a lead organisation and 1 not yet rated."
    assert board("?late=true")["standing"] == f"1 pilot matches what you asked. {said}"
    none = board("?q=zzzz")
    assert (none["count"], none["results"], none["standing"].split(".")[0]) == (0, [], "No pilot matches what you asked")
    assert none["figures"] == board()["figures"]  # figures are of the whole


def test_a_lead_of_two_pilots_makes_both_late(people, board):
    for name in ("One", "Two", "Three"):
        lead = organisation("Both") if name != "Three" else None
        Pilot.objects.create(name=name, theme="estates", summary="s", lead=lead)
    Milestone.objects.create(name="Gone by", strand="pilots", planned="2017-01", owner=organisation("Both"))
    figure = next(each for each in board()["figures"] if each["key"] == "late")
    assert figure["value"] == 2 == board("?late=true")["count"]


def test_a_milestone_counts_once_and_a_closed_pilot_waits_for_none(people, board):
    lead = organisation("Both")
    for name, stage in (("One", "testing"), ("Two", "testing"), ("Shut", "closed")):
        Pilot.objects.create(name=name, theme="estates", summary="s", lead=lead, stage=stage, starts="2016")
    Pilot.objects.create(name="Other", theme="estates", summary="s", lead=organisation("Gone"), stage="closed", starts="2016")
    for owner in (lead, organisation("Gone")):
        Milestone.objects.create(name="Gone by", strand="pilots", planned="2017-01", owner=owner)
    said = board("?order=-next_on")
    figure = next(each for each in said["figures"] if each["key"] == "late")
    assert (figure["value"], board("?late=true")["count"], board("?late=false")["count"]) == (2, 2, 2)
    assert figure["note"].startswith("1 milestone, each counted once")
    rows = {row["name"]: row["milestones"] for row in said["results"]}
    assert rows["Shut"] == rows["Other"] == {"next": None, "waiting": 0, "late": 0}
    assert rows["One"]["late"] == rows["Two"]["late"] == 1


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
