"""Benefits: what was planned, what was measured, and how the one stands to the other."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devo_portal.core.writes import Refused, check
from governance.models import Evidence
from pilots import services
from pilots.models import Benefit, BenefitReading
from pilots.selectors import benefits
from pilots.services import create_pilot
from tests.factories import organisation

PAPER = {"title": "The pilot's return", "kind": "paper"}


@pytest.fixture
def pilot(people):
    return create_pilot(by=people["officer"], name="Haringey", theme="prevention", summary="s", lead=organisation("Haringey"))


@pytest.fixture
def benefit(people, pilot):
    """100 at the start of 2017, to be 40 at the end of 2018; less is better."""
    made = services.create_benefit(
        by=people["officer"],
        pilot=pilot,
        name="Days in hospital",
        kind="cash_releasing",
        unit="£",
        better="less",
        method="m",
        baseline=Decimal("100.00"),
        baseline_on=date(2017, 1, 1),
        due_on=date(2018, 12, 31),
    )
    services.create_benefit_reading(by=people["officer"], benefit=made, kind="planned", on=date(2018, 12, 31), value=Decimal("40.00"))
    return made


def measure(people, benefit, on, value, **fields):
    return services.create_benefit_reading(
        by=people["officer"], benefit=benefit, kind="actual", on=on, value=Decimal(value), evidence=Evidence(**PAPER), **fields
    )


def answer(call, benefit):
    return call("reader").get(f"/api/v1/benefits/{benefit.pk}/").json()


# --- What is refused ---------------------------------------------------------------------------------------------------
def test_an_actual_without_evidence_is_refused_by_service_page_api_and_table(call, browse, people, benefit):
    body = {"benefit": str(benefit.pk), "kind": "actual", "on": "2018-01-01", "value": "70.00"}
    refused = call("haringey").post("/api/v1/benefit-readings/", body)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/evidence-missing")
    page = browse("haringey").post(f"/benefits/{benefit.pk}/measure/", {"on": "1 January 2018", "value": "70.25", "note": "Typed."})
    assert page.status_code == 409
    assert "(Rule: evidence missing.)" in page.content.decode() and "Typed." in page.content.decode() and "70.25" in page.content.decode()
    with pytest.raises(IntegrityError, match="pilots_benefitreading_actual_has_evidence"), transaction.atomic():
        BenefitReading.objects.create(benefit=benefit, kind="actual", on=date(2018, 1, 1), value=1)
    assert not BenefitReading.objects.filter(kind="actual").exists()
    with pytest.raises(Refused) as model:  # the model says it too, to whoever comes by another way
        check(BenefitReading(benefit=benefit, kind="actual", on=date(2018, 1, 1), value=1))
    assert model.value.rule == "evidence-missing"


def test_an_actual_before_the_baseline_is_refused_and_its_evidence_is_not_kept(call, people, benefit):
    body = {"benefit": str(benefit.pk), "kind": "actual", "on": "2016-12-31", "value": "70.00", "evidence": PAPER}
    refused = call("haringey").post("/api/v1/benefit-readings/", body)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/before-baseline")
    assert "1 January 2017" in refused.json()["detail"]
    assert not Evidence.objects.exists()
    assert call("haringey").post("/api/v1/benefit-readings/", {**body, "on": "2017-01-01"}).status_code == 201


def test_a_baseline_does_not_pass_what_was_read_already(people, benefit):
    measure(people, benefit, date(2017, 6, 30), "90")
    with pytest.raises(Refused) as refused:
        services.update_benefit(by=people["officer"], pk=benefit.pk, version=1, baseline_on=date(2017, 7, 1), reason="Recounted.")
    assert refused.value.rule == "before-baseline"


def test_one_reading_of_a_kind_a_day(call, people, benefit):
    measure(people, benefit, date(2017, 6, 30), "90")
    body = {"benefit": str(benefit.pk), "kind": "actual", "on": "2017-06-30", "value": "91.00", "evidence": PAPER}
    again = call("haringey").post("/api/v1/benefit-readings/", body)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/day-read")
    planned = {"benefit": str(benefit.pk), "kind": "planned", "on": "2017-06-30", "value": "91.00"}
    assert call("haringey").post("/api/v1/benefit-readings/", planned).status_code == 201


def test_an_actual_in_the_future_is_refused(call, benefit):
    ahead = (timezone.localdate() + timedelta(days=1)).isoformat()
    body = {"benefit": str(benefit.pk), "kind": "actual", "on": ahead, "value": "1", "evidence": PAPER}
    refused = call("haringey").post("/api/v1/benefit-readings/", body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/on")


def test_what_its_readings_mean_does_not_change_under_them(people, benefit):
    for fields in ({"unit": "days"}, {"better": "more"}):
        with pytest.raises(Refused) as refused:
            services.update_benefit(by=people["officer"], pk=benefit.pk, version=1, **fields)
        assert refused.value.rule == "benefit-measured"


# --- Actuals stay ------------------------------------------------------------------------------------------------------
def test_an_actual_is_never_changed_or_deleted(call, people, benefit):
    actual = measure(people, benefit, date(2018, 1, 1), "70")
    path = f"/api/v1/benefit-readings/{actual.pk}/"
    changed = call("officer").patch(path, {"value": "60.00", "reason": "r"}, 1)
    assert (changed.status_code, changed.json()["type"]) == (409, "/problems/actual-kept")
    gone = call("officer")("delete", path, {"reason": "r"}, **{"If-Match": '"1"'})
    assert (gone.status_code, gone.json()["type"]) == (409, "/problems/actual-kept")
    for write in (lambda rows: rows.update(value=1), lambda rows: rows.delete()):
        with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
            write(BenefitReading.objects.filter(pk=actual.pk))


def test_a_correction_stands_in_its_place_and_both_stay(call, browse, people, benefit):
    wrong = measure(people, benefit, date(2018, 1, 1), "170")
    page = browse("haringey").post(f"/benefit-readings/{wrong.pk}/correct/", {"version": 1, "value": "70", "reason": ""})
    assert page.status_code == 422 and "Say what was wrong." in page.content.decode()
    done = browse("haringey").post(f"/benefit-readings/{wrong.pk}/correct/", {"version": 1, "value": "70", "reason": "A digit too many."})
    assert done.status_code == 302
    body = answer(call, benefit)
    first, second = [each for each in body["readings"] if each["kind"] == "actual"]
    assert (body["actual"], first["corrected_by"]["ref"], second["corrects"]["ref"]) == ("70.00", second["ref"], first["ref"])
    assert first["evidence"]["id"] == second["evidence"]["id"]  # none other was given
    with pytest.raises(Refused) as refused:
        services.correct_benefit_reading(by=people["officer"], pk=wrong.pk, version=1, value=Decimal(1), reason="r")
    assert refused.value.rule == "corrected-already"
    right = BenefitReading.objects.get(corrects=wrong)
    body = {"benefit": str(benefit.pk), "kind": "actual", "on": "2018-01-01", "value": "1", "evidence": PAPER, "corrects": str(wrong.pk)}
    again = call("officer").post("/api/v1/benefit-readings/", body)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/corrected-already")
    services.correct_benefit_reading(by=people["officer"], pk=right.pk, version=1, value=Decimal("71.5"), reason="Recounted.")
    assert answer(call, benefit)["actual"] == "71.50"


def test_the_trajectory_moves_with_a_reason(call, benefit):
    planned = BenefitReading.objects.get()
    path = f"/api/v1/benefit-readings/{planned.pk}/"
    assert call("officer").patch(path, {"value": "50.00"}, 1).status_code == 400
    assert call("officer").patch(path, {"value": "50.00", "reason": "Later start."}, 1).json()["value"] == "50.00"
    kind = call("officer").patch(path, {"kind": "actual", "reason": "r", "evidence": PAPER}, 2)
    assert (kind.status_code, kind.json()["type"]) == (409, "/problems/reading-fixed")
    assert call("officer")("delete", path, {"reason": "Dropped."}, **{"If-Match": '"2"'}).status_code == 204


# --- Against the trajectory --------------------------------------------------------------------------------------------
def test_states_in_words_and_in_the_list(call, people, benefit):
    assert (answer(call, benefit)["state"], answer(call, benefit)["state_label"]) == ("no_actual", "No actual yet")
    measure(people, benefit, date(2018, 1, 1), "69.00")  # half of the way is 70.00: 365 of 729 days
    body = answer(call, benefit)
    assert (body["planned_then"], body["state_label"]) == ("69.96", "Ahead")
    measure(people, benefit, date(2018, 12, 31), "40.00")
    assert answer(call, benefit)["state_label"] == "On plan"
    measure(people, benefit, date(2019, 6, 1), "41.00")
    assert (answer(call, benefit)["planned_then"], answer(call, benefit)["state_label"]) == ("40.00", "Behind")
    for state in ("behind", "ahead", "on_plan", "no_plan", "no_actual"):
        assert len(call("reader").get(f"/api/v1/benefits/?state={state}").json()["results"]) == (state == "behind")
    assert call("reader").get("/api/v1/benefits/summary/").json()["behind"] == 1


def test_no_trajectory_for_the_day(call, people, pilot):
    made = services.create_benefit(by=people["officer"], pilot=pilot, name="n", kind="quantifiable", unit="homes", method="m")
    measure(people, made, date(2018, 1, 1), "5")
    assert answer(call, made)["state"] == "no_plan"
    services.create_benefit_reading(by=people["officer"], benefit=made, kind="planned", on=date(2018, 6, 1), value=Decimal(9))
    assert (answer(call, made)["state"], answer(call, made)["planned_then"]) == ("no_plan", None)


def planned_at(points, day):
    """Slow and plain: the line through the points, as fractions, rounded half away from zero to pence."""
    points = sorted(points)
    if day < points[0][0]:
        return None
    for (one, low), (other, high) in pairwise(points):
        if one <= day < other:
            exact = Fraction(low) + (Fraction(high) - Fraction(low)) * (day - one).days / (other - one).days
            pence = abs(exact) * 100
            whole = pence.numerator // pence.denominator + (2 * (pence.numerator % pence.denominator) >= pence.denominator)
            return Decimal(whole if exact >= 0 else -whole) / 100
    return points[-1][1]


VALUES = st.integers(-10_000_000_000, 10_000_000_000).map(lambda pence: Decimal(pence) / 100)
DAYS = st.dates(date(2015, 1, 1), date(2021, 12, 31))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    planned=st.dictionaries(DAYS, VALUES, min_size=1, max_size=5),
    baseline=st.none() | st.tuples(st.dates(date(2014, 1, 1), date(2014, 12, 31)), VALUES),
    on=DAYS,
    actual=VALUES,
    better=st.sampled_from(["more", "less"]),
)
def test_the_trajectory_is_what_a_slow_walk_over_its_points_says(people, pilot, planned, baseline, on, actual, better):
    with transaction.atomic():
        start = {"baseline_on": baseline[0], "baseline": baseline[1]} if baseline else {}
        made = Benefit.objects.create(pilot=pilot, name="n", kind="quantifiable", unit="£", method="m", better=better, **start)
        paper = Evidence.objects.create(**PAPER)
        BenefitReading.objects.bulk_create(BenefitReading(benefit=made, kind="planned", on=day, value=value) for day, value in planned.items())
        BenefitReading.objects.create(benefit=made, kind="actual", on=on, value=actual, evidence=paper)
        said = benefits.one(people["reader"], made.pk)
        expected = planned_at([*planned.items(), *([baseline] if baseline else [])], on)
        assert said["planned_then"] == expected
        sign = 0 if expected is None else (actual > expected) - (actual < expected)
        word = {0: "on_plan", 1: "ahead" if better == "more" else "behind", -1: "behind" if better == "more" else "ahead"}[sign]
        assert said["state"] == ("no_plan" if expected is None else word)
        transaction.set_rollback(True)


def test_due_and_never_measured(call, people, pilot):
    today = timezone.localdate()
    fields = {"by": people["officer"], "pilot": pilot, "kind": "quantifiable", "unit": "homes", "method": "m"}
    ninety = services.create_benefit(name="ninety", due_on=today - timedelta(days=90), **fields)
    services.create_benefit(name="a day less", due_on=today - timedelta(days=89), **fields)
    services.create_benefit(name="no day", **fields)
    measured = services.create_benefit(name="measured", due_on=today - timedelta(days=400), **fields)
    measure(people, measured, today - timedelta(days=1), "3")

    def names(asked):
        return {each["name"] for each in call("reader").get(f"/api/v1/benefits/?overdue_actual={asked}").json()["results"]}

    assert names("true") == {"ninety"}
    assert names("false") == {"a day less", "no day", "measured"}
    assert [answer(call, each)["overdue_actual"] for each in (ninety, measured)] == [True, False]
    assert call("reader").get("/api/v1/benefits/summary/").json()["overdue_actual"] == 1


def test_money_is_exact_to_the_penny(call, people, benefit):
    measure(people, benefit, date(2018, 1, 1), "12345678901234.56")
    body = answer(call, benefit)
    assert (body["actual"], body["baseline"]) == ("12345678901234.56", "100.00")


# --- Pages -------------------------------------------------------------------------------------------------------------
def test_the_page_draws_what_its_table_says(browse, people, benefit):
    measure(people, benefit, date(2018, 1, 1), "69.00")
    html = browse("reader").get(f"/benefits/{benefit.pk}/").content.decode()
    assert "Planned, 31 December 2018: £40" in html and "Actual, 1 January 2018: £69" in html
    assert "stroke-dasharray" not in html and "style=" not in html  # the policy lets no style in
    assert "Ahead: £69 on 1 January 2018, £69.96 planned for that day" in html


def test_a_page_without_readings_says_how_to_begin(browse, people, pilot):
    made = services.create_benefit(by=people["officer"], pilot=pilot, name="n", kind="qualitative", unit="points", method="m")
    html = browse("haringey").get(f"/benefits/{made.pk}/").content.decode()
    assert "Begin with “Add to the trajectory”" in html and '<svg viewBox="0 0 560' not in html


def test_a_partner_changes_only_the_benefits_of_its_own_pilot(call, browse, people, benefit):
    body = {"benefit": str(benefit.pk), "kind": "planned", "on": "2018-02-01", "value": "1"}
    assert call("hackney").post("/api/v1/benefit-readings/", body).status_code == 403
    assert call("hackney").patch(f"/api/v1/benefits/{benefit.pk}/", {"unit": "x"}, 1).status_code == 403
    assert browse("hackney").get(f"/benefits/{benefit.pk}/measure/").status_code == 403
    offered = browse("hackney").get("/benefits/new/").context["form"].fields["pilot"].queryset
    assert not offered.exists()
    assert call("haringey").post("/api/v1/benefit-readings/", body).status_code == 201


def test_two_who_change_a_benefit_choose_field_by_field(browse, benefit):
    client, path = browse("haringey"), f"/benefits/{benefit.pk}/edit/"
    form = client.get(path).context["form"]
    sent = {name: str(form[name].value()) for name in form.fields if form[name].value() not in (None, False, "")}
    sent |= {"baseline_on": "1 January 2017", "due_on": "31 December 2018"}
    assert browse("officer").post(path, {**sent, "beneficiary": "Older people"}).status_code == 302
    stale = client.post(path, {**sent, "method": "Counted twice a year"})
    assert stale.status_code == 409
    assert {row["name"]: row["chosen"] for row in stale.context["rows"]} == {"beneficiary": "theirs", "method": "mine"}
    kept = dict(stale.context["kept"]) | {"choose_beneficiary": "theirs", "choose_method": "mine"}
    assert client.post(path, kept).status_code == 302
    benefit.refresh_from_db()
    assert (benefit.beneficiary, benefit.method) == ("Older people", "Counted twice a year")


def test_a_later_due_day_and_another_baseline_need_a_reason(call, benefit):
    path = f"/api/v1/benefits/{benefit.pk}/"
    assert call("haringey").patch(path, {"due_on": "2019-12-31"}, 1).status_code == 400
    assert call("haringey").patch(path, {"baseline": "90.00"}, 1).status_code == 400
    assert call("haringey").patch(path, {"due_on": "2018-06-30"}, 1).status_code == 200  # sooner is no slip
    assert call("haringey").patch(path, {"due_on": "2019-12-31", "reason": "Started late."}, 2).status_code == 200
