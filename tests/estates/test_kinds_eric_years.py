"""The site sheet of each year that is known: other headings, the same measures."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estates.eric.columns import site_type, unit_of
from estates.eric.numbers import read_number, reckoned
from estates.models import EstateReturn, Site
from tests.estates.conftest import imported

# Heading of 2016-17, value; and by year the heading that stands in its place, with another value where its unit is another.
SITE = {
    "Organisation Code": "R1H",
    "Organisation Name": "BARTS HEALTH NHS TRUST",
    "Organisation Type": "ACUTE - TEACHING",
    "Site Code": "R1H13",
    "Site Name": "MILE END HOSPITAL",
    "Site Type": "7. Community hospital (with inpatient beds)",
    "Gross internal floor area (m²)": "38,000",
    "Occupied floor area (m²)": "30000",
    "Clinical space (m²)": "20000",
    "Non-clinical space (m²)": "10000",
    "Land area owned (Hectares)": "3.87",
    "Floor area - empty (%)": "12.5",
    "Floor area - under used (%)": "2",
    "Cost to eradicate high risk backlog (£)": "1000",
    "Estates and facilities finance costs (£)": "700",
    "Energy costs (all energy supplies) (£)": "9000",
}
GONE = ("", "")
OLD = {
    "Gross internal floor area (m²)": ("Gross internal site floor area (m²)", "38,000"),
    "Land area owned (Hectares)": ("Site land area (Hectare)", "3.87"),
    "Clinical space (m²)": ("Patient occupied floor area (m²)", "20000"),
    "Non-clinical space (m²)": ("Non-patient occupied floor area (m²)", "10000"),
    "Floor area - empty (%)": ("Un-utilised space (%)", "12.5"),
    "Floor area - under used (%)": GONE,
    "Site Type": ("Site Type", "Community hospital"),
}
LATER = {
    "Organisation Code": ("Trust Code", "R1H"),
    "Organisation Name": ("Trust Name", "BARTS HEALTH NHS TRUST"),
    "Organisation Type": ("Trust Type", "ACUTE - TEACHING"),
}
YEARS = {
    "2013-14": OLD
    | {"Energy costs (all energy supplies) (£)": ("Total energy cost (all energy supplies, utility, local and renewable) (£)", "9000")},
    "2014-15": OLD | {"Energy costs (all energy supplies) (£)": ("Energy cost (all energy supplies) (£)", "9000")},
    "2015-16": {
        "Land area owned (Hectares)": ("Site land area (Hectare)", "3.87"),
        "Site Type": ("Site Type", "Community hospital (with inpatient beds)"),
    },
    "2016-17": {},
    "2019-20": LATER | {"Gross internal floor area (m²)": ("Gross internal floor area (mÂ²)", "38,000")},
    "2022-23": LATER | {"Gross internal floor area (m²)": ("Gross internal floor area (m2)", "38,000")},
    "2024-25": LATER
    | {
        "Floor area - empty (%)": ("Floor area - empty (m²)", "4,750"),
        "Floor area - under used (%)": ("Floor area - under used (m²)", "760"),
        "Energy costs (all energy supplies) (£)": GONE,
    },
}
MEASURES = {
    "gross_internal_m2": "38000.00",
    "occupied_m2": "30000.00",
    "clinical_m2": "20000.00",
    "non_clinical_m2": "10000.00",
    "land_ha": "3.8700",
    "empty_pct": "12.500",
    "under_used_pct": "2.000",
    "backlog_high": "1000.00",
    "finance_cost": "700.00",
    "energy_cost": "9000.00",
}
UNKNOWN = {"2013-14": {"clinical_m2", "non_clinical_m2", "under_used_pct"}, "2024-25": {"energy_cost"}}
UNKNOWN["2014-15"] = UNKNOWN["2013-14"]


def sheet(changed):
    """A file of one row, its headings and values changed so."""
    pairs = [changed.get(heading, (heading, value)) for heading, value in SITE.items()]
    kept = [pair for pair in pairs if pair != GONE]
    return "\n".join(",".join(f'"{each[place]}"' for each in kept) for place in (0, 1)).encode("cp1252", "ignore")


@pytest.mark.parametrize("year", YEARS)
def test_the_sheet_of_each_year_gives_the_same_measures(officer, year):
    record = imported(officer, sheet(YEARS[year]), f"ERIC_{year}_site.csv")
    assert (record.state, record.kind, record.year) == ("done", "eric_site", year), record.message
    kept = EstateReturn.objects.get(year=year)
    expected = {name: None if name in UNKNOWN.get(year, ()) else Decimal(value) for name, value in MEASURES.items()}
    assert {name: getattr(kept, name) for name in MEASURES} == expected
    assert (kept.site.type, kept.organisation.ods_code) == (Site.Type.COMMUNITY, "R1H")


def test_a_share_that_no_floor_is_given_for_is_not_known_and_one_beyond_all_measure_is_wrong(officer):
    area = {"Floor area - empty (%)": ("Floor area - empty (m²)", "500")}
    record = imported(officer, sheet(area | {"Gross internal floor area (m²)": ("Gross internal floor area (m²)", "0")}))
    assert record.state == "done", record.message
    kept = EstateReturn.objects.get()
    assert kept.empty_pct is None and "500" in kept.as_reported
    record = imported(officer, sheet(area | {"Gross internal floor area (m²)": ("Gross internal floor area (m²)", "1")}), "eric_2017-18.csv")
    assert record.rows.get().errors == [{"column": "Floor area - empty (m²)", "detail": "“500” is too large beside the gross internal floor area"}]


def test_land_in_square_metres_and_money_in_thousands_are_reckoned_over(officer):
    changed = {
        "Land area owned (Hectares)": ("Land area owned (m²)", "38,700"),
        "Cost to eradicate high risk backlog (£)": ("Cost to eradicate high risk backlog (£000)", "1.0005"),
    }
    assert imported(officer, sheet(changed)).state == "done"
    kept = EstateReturn.objects.get()
    assert (kept.land_ha, kept.backlog_high) == (Decimal("3.87"), Decimal("1000.50"))


@pytest.mark.parametrize(
    ("heading", "other", "said"),
    [
        ("Land area owned (Hectares)", "Land area owned (acres)", "is in acres; expected hectares"),
        ("Gross internal floor area (m²)", "Gross internal floor area (sq ft)", "is in square feet; expected square metres"),
        ("Cost to eradicate high risk backlog (£)", "Cost to eradicate high risk backlog (£m)", "is in millions of pounds; expected pounds"),
        ("Occupied floor area (m²)", "Occupied floor area (%)", "is in %; expected square metres"),
    ],
)
def test_a_unit_that_cannot_be_reckoned_over_is_told(officer, heading, other, said):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match=f"The column “{other}”".replace("(", r"\(").replace(")", r"\)")) as error:
        imported(officer, sheet({heading: (other, "1")}))
    assert said in str(error.value)


def test_units_are_read_however_the_signs_are_damaged():
    said = {
        "area": ["a (m²)", "a (m2)", "a (mÂ²)", "a (m\ufffd)", "a (sq m)", "a (must equal 100%) (M2) "],
        "percent": ["a (%)", "a (per cent)"],
        "land": ["a (Hectares)", "a (Hectare)", "a (ha)"],
        "pounds": ["a (£)", "a (Â£)", "a (\ufffd)"],
        "thousands": ["a (£000)", "a (£'000s)", "a (£ 000)", "a (£k)"],
        "": ["a", "a (m³)", "a (No.)", "a (Yes/No)", "(acute only) b", "a (m)", ""],
    }
    assert {heading: unit_of(heading) for each in said.values() for heading in each} == {
        heading: unit for unit, each in said.items() for heading in each
    }


def test_the_types_of_former_years_have_their_places():
    words = {
        "Multi-service hospital": "mixed",
        "Short term non-acute hospital": "other_inpatient",
        "Long stay hospital": "other_inpatient",
        "Non in-patient facilities": "non_inpatient",
        "Non-hospital (patient)": "non_inpatient",
        "Other Reportable Sites": "aggregate",
        "Unoccupied": "unknown",
    }
    assert {text: site_type(text) for text in words} == words


amounts = st.decimals(min_value=0, max_value=9_999_999, places=2).map(lambda number: f"{number:f}")


@given(amounts, amounts)
def test_a_share_is_what_it_is_of_its_floor(part, floor):
    share = reckoned(part, "area", "percent", floor)
    if Decimal(floor) == 0:
        assert share is None
    else:
        assert abs(Decimal(share) / 100 * Decimal(floor) - Decimal(part)) <= Decimal("0.0005") / 100 * Decimal(floor) + Decimal("1e-9")


@given(amounts)
def test_hectares_and_thousands_are_reckoned_to_the_places_kept(text):
    assert Decimal(reckoned(text, "area", "land", None)) == (Decimal(text) / 10_000).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    assert Decimal(reckoned(read_number(text, "thousands")[0], "thousands", "pounds", None)) == Decimal(text) * 1000
