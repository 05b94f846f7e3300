"""Pooled budgets: who puts in what, what is over or under, and who bears it to the penny."""

from decimal import Decimal

import pytest
from django.db import connection

from devo_portal.core.writes import Refused
from governance.models import Function
from pilots import services
from pilots.models import BudgetMonth, Pilot, PooledBudget
from pilots.rules.budgets import months_of
from tests.factories import organisation

D = Decimal
MONTHS = months_of(2017)


@pytest.fixture
def pilot(people):
    return services.create_pilot(
        by=people["officer"], name="Hackney", theme="integration", starts="2015-12", summary="One budget.", lead=organisation("Hackney")
    )


def partner(name, amount, **fields):
    return {"organisation": organisation(name), "amount": D(amount), **fields}


THREE = (("City and Hackney CCG", 335_000_000), ("Hackney", 111_000_000), ("City of London", 6_000_000))


@pytest.fixture
def budget(people, pilot):
    given = [partner(name, amount) for name, amount in THREE]
    return services.create_budget(by=people["officer"], pilot=pilot, name="Pool", year=2017, partners=given)


def put(people, budget, months, version=None, **fields):
    version = version or PooledBudget.objects.get(pk=budget.pk).version
    return services.record_months(by=people["officer"], pk=budget.pk, version=version, months=months, **fields)


def spent(people, budget, over="1200000.00", known=7):
    """A plan of a million a month, and seven months that together are over it."""
    first = [{"month": MONTHS[0], "plan": D(1_000_000), "actual": D(1_000_000) + D(over)}]
    rest = [{"month": month, "plan": D(1_000_000), "actual": D(1_000_000) if place < known else None} for place, month in enumerate(MONTHS[1:], 1)]
    put(people, budget, first + rest)


def read(call, budget, role="reader"):
    answer = call(role).get(f"/api/v1/budgets/{budget.pk}/")
    assert answer.status_code == 200, answer.content
    return answer.json()


# --- What is said --------------------------------------------------------------------------------------------------------
def test_an_overspend_is_shared_by_contribution_to_the_penny(call, browse, people, budget):
    spent(people, budget)
    said = read(call, budget)
    assert (said["planned_to_date"], said["actual_to_date"], said["variance_to_date"]) == ("7000000.00", "8200000.00", "1200000.00")
    assert (said["last_month"], said["variance_to_date_percent"], said["year_label"]) == ("2017-10", "17.1", "2017-18")
    assert (said["plan"], said["outturn"], said["variance"], said["variance_percent"]) == ("12000000.00", "13200000.00", "1200000.00", "10.0")
    rows = {each["organisation"]["name"]: each for each in said["split"]["rows"]}
    assert {name: each["to_date"] for name, each in rows.items()} == {
        "City and Hackney CCG": "889380.53",
        "Hackney": "294690.27",
        "City of London": "15929.20",
    }
    assert sum(D(each["outturn"]) for each in rows.values()) == D(said["variance"])
    page = browse("reader").get(f"/budgets/{budget.pk}/").content.decode()
    assert "£1.2 million over plan at month 7 (October 2017); by the rule (by contribution)" in page
    assert "Hackney bears £294,690.27" in page


def test_an_underspend_is_shared_as_well(call, browse, people, budget):
    spent(people, budget, "-100.00")
    rows = {each["organisation"]["name"]: each["to_date"] for each in read(call, budget)["split"]["rows"]}
    assert rows == {"City and Hackney CCG": "-74.11", "Hackney": "-24.56", "City of London": "-1.33"}
    assert "Hackney has £24.56" in browse("reader").get(f"/budgets/{budget.pk}/").content.decode()


def test_equal_parts_and_fixed_shares(call, people, budget):
    spent(people, budget, "100.00")
    officer = call("officer")
    version = read(call, budget)["version"]
    done = officer.patch(f"/api/v1/budgets/{budget.pk}/", {"rule": "equal", "reason": "Agreed."}, version)
    assert done.status_code == 200, done.content
    assert sorted(each["to_date"] for each in done.json()["split"]["rows"]) == ["33.33", "33.33", "33.34"]
    given = [{"organisation": str(organisation(name).pk), "amount": amount} for name, amount in THREE]
    for each, share in zip(given, ("50", "33.3333", "16.6667"), strict=True):
        each["share"] = share
    done = officer.patch(f"/api/v1/budgets/{budget.pk}/", {"rule": "fixed", "partners": given, "reason": "Agreed."}, done.json()["version"])
    assert done.status_code == 200, done.content
    assert {each["organisation"]["name"]: each["to_date"] for each in done.json()["split"]["rows"]} == {
        "City and Hackney CCG": "50.00",
        "Hackney": "33.33",
        "City of London": "16.67",
    }


def test_who_aligns_bears_nothing(call, people, budget):
    given = [*(partner(name, amount) for name, amount in THREE[:2]), partner(*THREE[2], kind="aligned")]
    version = PooledBudget.objects.get().version
    services.update_budget(by=people["officer"], pk=budget.pk, version=version, partners=given, reason="The City aligns.")
    said = read(call, budget)
    assert (said["pooled"], said["aligned"], said["plan"]) == ("446000000.00", "6000000.00", "452000000.00")
    assert [each["organisation"]["name"] for each in said["split"]["rows"]] == ["City and Hackney CCG", "Hackney"]


def test_what_is_not_known_is_not_nothing(call, browse, people, pilot, budget):
    said = read(call, budget)
    assert (said["plan"], said["variance_to_date"], said["outturn"]) == ("452000000.00", None, None)
    assert said["split"]["rows"][0]["to_date"] is None
    put(people, budget, [{"month": MONTHS[0], "actual": D("5.00")}])  # spent, but with no plan for the month
    said = read(call, budget)
    assert (said["actual_to_date"], said["planned_to_date"], said["variance_to_date"]) == ("5.00", None, None)
    empty = services.create_budget(by=people["officer"], pilot=pilot, name="Empty", year=2018)
    assert (read(call, empty)["plan"], read(call, empty)["split"]) == (None, None)
    assert browse("reader").get(f"/budgets/{empty.pk}/").status_code == 200


def test_a_forecast_fills_the_months_to_come(call, people, budget):
    spent(people, budget)
    put(people, budget, [{"month": MONTHS[11], "forecast": D("1500000.00")}])
    said = read(call, budget)
    assert (said["outturn"], said["variance"]) == ("13700000.00", "1700000.00")
    last = said["months"][11]
    assert (last["number"], last["plan_so_far"], last["actual_so_far"]) == (12, "12000000.00", None)


def test_sums_over_the_filtered_list_equal_sql(call, browse, people, pilot, budget):
    spent(people, budget)
    other = services.create_budget(by=people["officer"], pilot=pilot, name="Other", year=2018, partners=[partner("Hackney", "70.10")])
    put(people, other, [{"month": "2018-04", "plan": D("10.05"), "actual": D("9.00")}])
    services.create_budget(by=people["officer"], pilot=pilot, name="Third", year=2018)
    for query, chosen in (
        ("", "true"),
        ("?year=2018", "year = 2018"),
        (f"?pilot={pilot.pk}&year=2017", "year = 2017"),
        ("?over=true", "name = 'Pool'"),
    ):
        with connection.cursor() as cursor:
            cursor.execute(
                f"""SELECT count(distinct b.id), sum(m.actual), sum(m.plan) FILTER (WHERE m.actual IS NOT NULL)
                    FROM pilots_pooledbudget b LEFT JOIN pilots_budgetmonth m ON m.budget_id = b.id WHERE {chosen}"""
            )
            number, actual, planned = cursor.fetchone()
        said = call("reader").get(f"/api/v1/budgets/summary/{query}").json()
        assert said == {**said, "budgets": number, "actual_to_date": str(actual), "planned_to_date": str(planned)}, query
        assert said["variance_to_date"] == str(actual - planned)
        assert browse("reader").get(f"/budgets/{query}").context["summary"]["budgets"] == number
    whole = call("reader").get("/api/v1/budgets/summary/").json()
    assert (whole["plan"], whole["over"], whole["forecast"], whole["variance"]) == ("12000070.10", 1, "13200000.00", "1200000.00")
    listed = call("reader").get(f"/api/v1/budgets/?partner={organisation('Hackney').pk}").json()["results"]
    assert [each["name"] for each in listed] == ["Other", "Pool"]


# --- What is refused ------------------------------------------------------------------------------------------------------
def test_fixed_shares_must_come_to_100(call, people, budget, pilot):
    given = [{"organisation": str(organisation(name).pk), "amount": amount, "share": "33"} for name, amount in THREE]
    body = {"rule": "fixed", "partners": given, "reason": "Agreed."}
    refused = call("officer").patch(f"/api/v1/budgets/{budget.pk}/", body, read(call, budget)["version"])
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/shares-not-100")
    assert "99%" in refused.json()["detail"] and "Hackney 33%" in refused.json()["detail"]
    with pytest.raises(Refused, match="nobody pools yet"):
        services.create_budget(by=people["officer"], pilot=pilot, name="Fixed", year=2017, rule="fixed")
    assert PooledBudget.objects.get().rule == "by_contribution"


def test_an_actual_in_the_future_and_a_month_of_another_year_are_refused(call, people, pilot):
    ahead = services.create_budget(by=people["officer"], pilot=pilot, name="Ahead", year=2090)
    path, officer = f"/api/v1/budgets/{ahead.pk}/months/", call("officer")
    refused = officer.post(path, {"months": [{"month": "2090-05", "actual": "1.00"}]}, **{"If-Match": '"1"'})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/actual-in-future")
    assert refused.json()["errors"][0]["pointer"].endswith("months/2090-05/actual")
    assert "May 2090 has not begun" in refused.json()["detail"]
    wrong = officer.post(path, {"months": [{"month": "2017-05", "plan": "1.00"}]}, **{"If-Match": '"1"'})
    assert (wrong.status_code, "no month of 2090-91" in wrong.content.decode()) == (400, True)
    assert not BudgetMonth.objects.exists()
    assert officer.post(path, {"months": [{"month": "2090-05", "plan": "1.001"}]}, **{"If-Match": '"1"'}).status_code == 400
    assert officer.post(path, {"months": [{"month": "2090-05", "plan": "1.00"}]}).status_code == 428


def test_a_figure_that_was_recorded_changes_only_with_a_reason(people, budget):
    put(people, budget, [{"month": MONTHS[0], "plan": D(1), "actual": D(2), "forecast": D(3)}])
    put(people, budget, [{"month": MONTHS[0], "forecast": D(4)}])  # a forecast is renewed month by month
    with pytest.raises(Exception, match="Say why"):
        put(people, budget, [{"month": MONTHS[0], "actual": D(5)}])
    put(people, budget, [{"month": MONTHS[0], "actual": D(5)}], reason="Restated.")
    assert BudgetMonth.objects.get().actual == 5


def test_a_year_with_figures_stays_and_a_name_stands_once_a_year(people, budget, pilot):
    put(people, budget, [{"month": MONTHS[0], "plan": D(1)}])
    version = PooledBudget.objects.get().version
    for refused, act in (
        ("2017-18 hold figures", lambda: services.update_budget(by=people["officer"], pk=budget.pk, version=version, year=2018)),
        ("already", lambda: services.create_budget(by=people["officer"], pilot=pilot, name="Pool", year=2017)),
    ):
        with pytest.raises(Refused, match=refused):
            act()


def test_a_partner_editor_keeps_the_budgets_of_its_own_pilot(call, browse, budget):
    body, path = {"months": [{"month": MONTHS[0], "plan": "1.00"}]}, f"/api/v1/budgets/{budget.pk}/months/"
    version = read(call, budget)["version"]
    for role, status in (("reader", 403), ("haringey", 403), ("hackney", 200)):
        assert call(role).post(path, body, **{"If-Match": f'"{version}"'}).status_code == status, role
        assert browse(role).get(f"/budgets/{budget.pk}/months/").status_code == status, role
        assert browse(role).get(f"/budgets/{budget.pk}/partners/").status_code == status, role


# --- The pages -------------------------------------------------------------------------------------------------------------
def form_of(browser, path):
    form = browser.get(path).context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}


def test_two_who_put_in_figures_at_once_lose_nothing(browse, people, budget):
    put(people, budget, [{"month": MONTHS[0], "plan": D(100), "forecast": D(1)}])
    path, officer = f"/budgets/{budget.pk}/months/", browse("officer")
    mine = {**form_of(officer, path), "plan_2017_05": "£1,200.50", "forecast_2017_04": "3"}
    put(people, budget, [{"month": MONTHS[0], "forecast": D(2)}, {"month": MONTHS[2], "plan": D(300)}])
    conflict = officer.post(path, mine)
    assert conflict.status_code == 409
    rows = {each["name"]: (each["theirs"], each["mine"], each["chosen"]) for each in conflict.context["rows"]}
    assert set(rows) == {"forecast_2017_04", "plan_2017_05", "plan_2017_06"}
    assert (rows["forecast_2017_04"][2], rows["plan_2017_05"][2], rows["plan_2017_06"][2]) == ("mine", "mine", "theirs")
    kept = dict(conflict.context["kept"])
    done = officer.post(path, {**kept, **{f"choose_{name}": chosen for name, (_, _, chosen) in rows.items()}})
    assert done.status_code == 302, done.context["form"].errors
    now = {each.month: (each.plan, each.forecast) for each in BudgetMonth.objects.all()}
    assert now == {"2017-04": (100, 3), "2017-05": (D("1200.50"), None), "2017-06": (300, None)}
    page = officer.get(f"/budgets/{budget.pk}/").content.decode()
    assert "2017-06" in page and "Pooledbudget months-recorded" in page


def test_what_is_wrong_stands_beside_the_cell(browse, people, pilot):
    ahead = services.create_budget(by=people["officer"], pilot=pilot, name="Ahead", year=2090)
    path, officer = f"/budgets/{ahead.pk}/months/", browse("officer")
    refused = officer.post(path, {"version": 1, "actual_2090_05": "7", "plan_2090_06": "8"})
    assert refused.status_code == 409
    form = refused.context["form"]
    assert "(Rule: actual in future.)" in str(form.errors["actual_2090_05"]) and form["plan_2090_06"].value() == "8"
    assert officer.post(path, {"version": 1, "plan_2090_06": "eight"}).status_code == 422


def test_partners_are_put_in_and_taken_out_on_one_page(browse, people, budget):
    path, officer = f"/budgets/{budget.pk}/partners/", browse("officer")
    sent = form_of(officer, path)
    keys = {each.organisation.name: each.pk.hex for each in budget.partners.select_related("organisation")}
    joins = {"organisation_1": str(organisation("Homerton").pk), "amount_1": "£1,000", "share_1": "40", "kind_1": "pooled"}
    shares = {f"share_{keys['Hackney']}": "20", f"share_{keys['City and Hackney CCG']}": "50", f"out_{keys['City of London']}": "on"}
    refused = officer.post(path, {**sent, **joins, **shares, "rule": "fixed", "reason": "Agreed."})
    assert refused.status_code == 409
    assert "110%" in refused.content.decode() and refused.context["form"]["amount_1"].value() == "£1,000"
    done = officer.post(path, {**sent, **joins, **shares, "share_1": "30", "rule": "fixed", "reason": "Agreed."})
    assert done.status_code == 302, done.context["form"].errors
    assert {each.organisation.name: each.share for each in budget.partners.select_related("organisation")} == {
        "City and Hackney CCG": 50,
        "Hackney": 20,
        "Homerton": 30,
    }
    stale = officer.post(path, {**sent, "rule": "equal", "reason": "Late."})
    assert (stale.status_code, "changed this record after you opened it" in stale.content.decode()) == (409, True)


def test_functions_that_may_not_be_pooled_are_linked(call, people, budget):
    function = Function.objects.create(code="F-02", name="Primary care", rung="s75_lead", to_whom="Boroughs")
    body = {"excluded_functions": [str(function.pk)], "exclusions": "Core primary care"}
    done = call("hackney").patch(f"/api/v1/budgets/{budget.pk}/", body, read(call, budget)["version"])
    assert [each["code"] for each in done.json()["excluded_functions"]] == ["F-02"]


def test_years_stand_side_by_side(call, people, pilot, budget):
    services.create_budget(by=people["officer"], pilot=pilot, name="Pool", year=2018, partners=[partner("Hackney", "5.00")])
    assert [(each["year_label"], each["contributions"]) for each in read(call, budget)["years"]] == [("2017-18", "452000000.00"), ("2018-19", "5.00")]
    assert Pilot.objects.count() == 1
