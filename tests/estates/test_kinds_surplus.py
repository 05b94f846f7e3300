"""Plots of the NHS surplus land collection."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from estates.models import Plot, Site
from tests.estates.conftest import eric, imported
from tests.estates.foreign import counts, errors, table, undo

HEADER = (
    *("Trust Code", "Trust Name", "Site Code", "Site Name", "Plot Name", "Region", "Local Authority", "Plot Area (ha)", "GIA (m²)", "Tenure"),
    *("Surplus Status", "Disposal Status", "Planned Disposal Year", "Proposed Use", "Housing Units", "Planning Status", "Market Value (£)"),
    *("Sales Receipt (£)", "Sensitive (Yes/No)"),
)
CAR_PARK = {
    "Trust Code": "R1H",
    "Trust Name": "BARTS HEALTH NHS TRUST",
    "Site Code": "R1H13",
    "Site Name": "MILE END HOSPITAL",
    "Plot Name": "Car park",
    "Plot Area (ha)": "0.75",
    "GIA (m²)": "1,200",
    "Tenure": "Freehold",
    "Surplus Status": "Declared surplus",
    "Disposal Status": "Not sold",
    "Planned Disposal Year": "2019/20",
    "Proposed Use": "Housing",
    "Housing Units": "30-40",
    "Planning Status": "Granted",
    "Market Value (£)": "£2,500,000",
    "Sensitive (Yes/No)": "No",
}
ANNEXE = {**CAR_PARK, "Plot Name": "Annexe", "Housing Units": "12", "Sensitive (Yes/No)": "Yes", "Planned Disposal Year": "31/03/2020"}


@pytest.fixture(autouse=True)
def sites(officer):
    imported(officer, eric())


def plots(*rows, header=HEADER):
    return table(header, *(rows or (CAR_PARK, ANNEXE)))


def test_each_row_is_a_plot_of_its_site(officer):
    record = imported(officer, plots(), "surplus.csv")
    assert (record.kind, record.state, counts(record)) == ("surplus_plots", "done", (2, 0, 0, 0)), (record.message, errors(record))
    plot = Plot.objects.get(name="Car park")
    assert (plot.site, plot.land_ha, plot.gross_internal_m2, plot.market_value) == (Site.objects.get(code="R1H13"), Decimal("0.75"), 1200, 2500000)
    assert (plot.surplus_status, plot.disposal_status, plot.stage, plot.planned_year) == ("declared", "not_disposed", "open", "2019-20")
    assert (plot.proposed_use, plot.homes_from, plot.homes_to, plot.planning_status, plot.sensitive) == ("housing", 30, 40, "permissioned", False)
    annexe = Plot.objects.get(name="Annexe")
    assert (annexe.homes_from, annexe.homes_to, annexe.planned_year, annexe.sensitive) == (12, 12, "2019-20", True)
    assert not Site.objects.filter(sensitive=True).exists()


def test_a_sensitive_plot_is_not_there_for_the_unentitled(officer, call):
    imported(officer, plots(), "surplus.csv")
    assert [each["name"] for each in call("reader").get("/api/v1/plots/").json()["results"]] == ["Car park"]
    assert len(call("officer").get("/api/v1/plots/").json()["results"]) == 2


def test_the_same_again_changes_nothing_and_a_change_is_told_written_and_taken_back(officer):
    imported(officer, plots(), "surplus.csv")
    assert counts(imported(officer, plots(), "surplus.csv")) == (0, 0, 2, 0)
    record = imported(officer, plots({**CAR_PARK, "Disposal Status": "Sold", "Housing Units": ""}, ANNEXE), "surplus.csv")
    assert counts(record) == (0, 1, 1, 0)
    assert [(each["label"], each["before"]) for each in record.rows.get(outcome="changed").changes] == [("Disposal Status", "Not disposed of")]
    plot = Plot.objects.get(name="Car park")
    assert (plot.disposal_status, plot.homes_to) == ("sold", 40)
    undo(officer, record)
    plot.refresh_from_db()
    assert plot.disposal_status == "not_disposed"


CELLS = {
    "a trust that is not known": ("Trust Code", "RZZ", "“RZZ” is not known; expected the code of an organisation"),
    "a site that is not there": ("Site Code", "R1H99", "“R1H99” is no site of this organisation; expected the code of a site of the register"),
    "no name": ("Plot Name", "", "is empty; expected a name"),
    "words for an area": ("Plot Area (ha)", "small", "“small” is not a number; expected a number of hectares"),
    "a status that is none": (
        "Surplus Status",
        "maybe",
        "“maybe” is not known; expected one of: Declared surplus, Potentially surplus or Not surplus",
    ),
    "a year that is none": ("Planned Disposal Year", "2019-21", "“2019-21” is not a financial year; expected one such as 2019-20"),
    "homes that are none": ("Housing Units", "40-30", "“40-30” is neither a number nor a range of numbers"),
    "money that is none": ("Market Value (£)", "tbc", "“tbc” is not a number; expected a number of pounds"),
    "neither yes nor no": ("Sensitive (Yes/No)", "perhaps", "“perhaps” is neither; expected Yes or No"),
}


@pytest.mark.parametrize(("column", "cell", "said"), CELLS.values(), ids=CELLS)
def test_what_is_wrong_is_told_by_row_and_column_and_nothing_is_saved(officer, column, cell, said):
    record = imported(officer, plots(ANNEXE, {**CAR_PARK, column: cell}), "surplus.csv")
    ((number, named, detail), *_) = errors(record)
    assert (number, named) == (3, column) and said in detail, errors(record)
    assert record.state == "checked" and not Plot.objects.exists()


@pytest.mark.parametrize("year", ["2019-20", "2019/20", "2019-2020", "2019-04-01", "31/03/2020", "1 May 2019"])
def test_a_year_is_read_in_every_style(officer, year):
    assert imported(officer, plots({**CAR_PARK, "Planned Disposal Year": year}), "surplus.csv").state == "done"
    assert Plot.objects.get().planned_year == "2019-20"


def test_a_plot_twice_and_an_area_in_acres_are_told(officer):
    assert [number for number, _, _ in errors(imported(officer, plots(CAR_PARK, CAR_PARK), "surplus.csv"))] == [3]
    with pytest.raises(ValidationError, match="is not in the unit of"):
        imported(officer, plots(header=["Plot Area (acres)" if name == "Plot Area (ha)" else name for name in HEADER]), "surplus.csv")
