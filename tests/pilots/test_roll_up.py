"""The roll-up over a period: its totals are the sums of its rows; what two claim counts once; CSV and one page of print."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from pilots import services
from pilots.models import BudgetMonth, Pilot
from tests.factories import borough, organisation

SUMMED = [
    *("plan", "actual", "planned_for_actual", "over_plan", "benefits", "behind", "open_risks", "asks_open"),
    *("returns_owed", "returns_missing", "claimed_money", "claimed_homes"),
]


@pytest.fixture
def world(people):
    """Two pilots with a pool each, which claim the same homes by halves."""
    by, made = people["officer"], []
    for name, spent in (("Haringey", 12), ("Hackney", None)):
        pilot = services.create_pilot(by=by, name=name, theme="estates", summary="s", lead=organisation(name))
        budget = services.create_budget(by=by, pilot=pilot, name="Pool", year=2018, rule="equal")
        for month, plan in (("2018-03", 99), ("2018-04", 10), ("2018-09", 10), ("2018-10", 10)):
            if month != "2018-03":
                BudgetMonth.objects.create(budget=budget, month=month, plan=plan, actual=spent if month < "2018-10" else None)
        services.create_proposition(by=by, pilot=pilot, title="Keep receipts", kind="estates")
        made.append(pilot)
    area = borough("Haringey")
    thing = services.create_claimed_thing(by=by, name="Homes", measure="homes", amount=Decimal(101), pilot=made[0], area=area)
    services.make_claim(by=by, thing=thing, pilot=made[1], area=area, share=None)
    services.share_thing(by=by, pk=thing.pk, version=thing.version, shares=[{"claim": each, "share": Decimal(50)} for each in thing.claims.all()])
    services.open_call(by=by, period="2018-Q1", pilots=made, opened_on=date(2018, 7, 2))
    return made


def roll(call, query=""):
    answer = call("reader").get(f"/api/v1/returns-roll-up/{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_totals_are_the_sums_of_the_rows_and_what_two_claim_counts_once(call, world):
    for query in ("?from=2018-Q1&to=2018-Q2", "?from=2018-Q1&to=2018-Q4", "?from=2015-Q1&to=2015-Q2", ""):
        answer = roll(call, query)
        for name in SUMMED:
            known = [Decimal(row[name]) for row in answer["rows"] if row[name] is not None]
            said = answer["totals"][name]
            assert (Decimal(said) if said is not None else None) == (sum(known) if known else None), (query, name)
    assert Decimal(answer["totals"]["claimed_homes"]) == 101
    assert answer["totals"]["returns_missing"] == answer["totals"]["returns_owed"] == 2


def test_only_the_months_of_the_period_count_and_plans_are_held_against_actuals_alone(call, world):
    haringey = next(row for row in roll(call, "?from=2018-Q1&to=2018-Q3")["rows"] if row["pilot"]["name"] == "Haringey")
    assert (haringey["plan"], haringey["actual"], haringey["planned_for_actual"], haringey["over_plan"]) == ("30.00", "24.00", "20.00", "4.00")
    first = roll(call, "?from=2018-Q1&to=2018-Q1")
    assert (first["totals"]["plan"], first["totals"]["actual"]) == ("20.00", "12.00")
    assert next(row for row in first["rows"] if row["pilot"]["name"] == "Hackney")["over_plan"] is None


@pytest.mark.parametrize(
    ("query", "on_page"), [("?from=2018", 400), ("?from=2018-Q2&to=2018-Q1", 400), ("?since=2018-Q1", 400), ("?to=2018-Q9", 400)]
)
def test_what_is_no_period_is_refused(call, browse, people, query, on_page):
    """On the page the form comes again; a name that nobody asks for is no form's."""
    assert call("reader").get(f"/api/v1/returns-roll-up/{query}").status_code == 400
    assert browse("reader").get(f"/returns/roll-up/{query}").status_code == on_page


def test_the_csv_file_is_the_same_table_and_no_cell_is_a_formula(call, browse, world):
    Pilot.objects.filter(name="Hackney").update(name='=HYPERLINK("http://x")')
    answer = browse("reader").get("/returns/roll-up.csv?from=2018-Q1&to=2018-Q2")
    assert (answer.streaming, answer["Content-Type"]) == (True, "text/csv; charset=utf-8")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row["Pilot"] for row in rows] == ['\'=HYPERLINK("http://x")', "Haringey", "Total"]
    assert (rows[1]["Over plan (£)"], rows[2]["Plan (£)"], rows[2]["Returns missing"]) == ("4.00", "40.00", "2")


def test_a_negative_figure_stays_a_number_in_a_cell():
    from devo_portal.core.sheets import cell

    assert [cell(each) for each in (Decimal("-12.50"), "-12.50", "-1+1", "@x", "\t=1", None, 3)] == [
        "-12.50",
        "-12.50",
        "'-1+1",
        "'@x",
        "'\t=1",
        "",
        "3",
    ]


@pytest.mark.parametrize("more", [0, 40])
def test_it_prints_on_one_tagged_page_however_many_pilots(browse, world, more):
    from pypdf import PdfReader

    for number in range(more):
        Pilot.objects.create(name=f"Pilot {number:02} of a long and winding name", theme="estates", summary="s")
    answer = browse("reader").get("/returns/roll-up.pdf?from=2018-Q1&to=2018-Q2")
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    assert len(reader.pages) == 1
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = reader.pages[0].extract_text()
    assert ("2 missing" in text, "All pilots" in text, "more pilots are in the totals" in text) == (True, True, more > 0)
