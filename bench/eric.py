"""Synthetic ERIC site files: as many rows as asked, with the 126 columns of the 2016-17 return and plausible figures.

The same rows each time. `python -m bench.eric 50000 > eric_2016-17_synthetic.csv` writes a file.
"""

import csv
import random
import sys
from collections.abc import Iterator

_YES_NO = [
    *(
        f"Routine cleaning method/s - {name} (Yes/No)"
        for name in (
            "Traditional wet-mopping (disposable)",
            "Traditional wet-mopping (reusable)",
            "Microfibre (disposable)",
            "Microfibre (reusable)",
            "Disposable wipes",
            "Other",
        )
    ),
    *(
        f"Enhanced cleaning method/s - {name} (Yes/No)"
        for name in ("Steam Cleaning", "Hydrogen peroxide fogging", "UV Light", "Chlorine-releasing cleaner", "Sporicidal cleaner", "Other")
    ),
    *(
        f"Cleaning audit processes - {name} (Yes/No)"
        for name in (
            "Visual audits based on the National Specification for Cleanliness or Publically Available Specification",
            "Visual audits based on an alternative Specification to the National Specification for Cleanliness or Publically Available Specification",
            "ATP swab testing",
            "UV light testing",
            "Microbiological swab testing",
            "Other",
        )
    ),
]
_AGES = ["2015 to 2024", "2005 to 2014", "1995 to 2004", "1985 to 1994", "1975 to 1984", "1965 to 1974", "1955 to 1964", "1948 to 1954", "pre 1948"]
_BACKLOG = ["high", "significant", "moderate", "low"]
_RISKS = ["Red/Very High Risk", "Amber/High and Significant Risk", "Green/Low Risk"]
_TYPES = [
    "1. General acute hospital",
    "2. Specialist hospital (acute only)",
    "3. Mixed service hospital",
    "4. Mental Health (including Specialist services)",
    "5. Learning Disabilities",
    "7. Community hospital (with inpatient beds)",
    "8. Other inpatient",
]
HEADER = [
    "Organisation Code",
    "Organisation Name",
    "Commissioning Region",
    "Organisation Type",
    "Site Code",
    "Site Name",
    "Site Type",
    "Estates and facilities finance costs (£)",
    "Estates and property maintenance (£)",
    "Grounds and gardens maintenance (£)",
    "Electro Bio Medical Equipment maintenance cost (£)",
    "Other Hard FM (Estates) costs (£)",
    "Other Soft FM (Hotel Services) costs (£)",
    "Income received for area leased out for retail sales (£)",
    "Area leased out for retail sales (m²)",
    "Gross internal floor area (m²)",
    "Occupied floor area (m²)",
    "NHS estate occupied floor area (%)",
    "Site heated volume (m³)",
    "Land area owned (Hectares)",
    "Land area not delivering services (Hectares)",
    "Clinical space (m²)",
    "Non-clinical space (m²)",
    "Not functionally suitable - occupied floor area (%)",
    "Not functionally suitable - patient occupied floor area (%)",
    "Floor area - empty (%)",
    "Floor area - under used (%)",
    "Single bedrooms for patients with en-suite facilities (No.)",
    "Single bedrooms for patients without en-suite facilities (No.)",
    "Isolation rooms (No.)",
    *(f"Age profile - {age} (%)" for age in _AGES),
    "Age profile - total (must equal 100%) (%)",
    *(f"Cost to eradicate {risk} risk backlog (£)" for risk in _BACKLOG),
    *(f"Cost to eradicate {kind} related Critical Infrastructure Risk (£)" for kind in ("Safety", "non-compliance", "continuity")),
    "CHP units operated on the site (No.)",
    "CHP unit/s size (Watts)",
    "CHP unit/s efficiency (%)",
    "Fossil energy input to CHP system/s (kWh)",
    "Thermal energy output of CHP system/s (kWh)",
    "Electrical energy output of CHP system/s (kWh)",
    "Exported electricity (kWh)",
    "Exported thermal energy (kWh)",
    "Energy costs (all energy supplies) (£)",
    *(f"{fuel} consumed (kWh)" for fuel in ("Electricity", "Gas", "Oil", "Coal", "Steam", "Hot water")),
    "Electricity consumed - green energy tariff (kWh)",
    "Electricity consumed - third party owned renewable (kWh)",
    "Non-fossil fuel consumed - renewable (kWh)",
    "Electrical energy output of owned onsite renewables (kWh)",
    "Peak electrical load (MW)",
    "Maximum electrical load (MW)",
    "Water cost (£)",
    "Sewage cost (£)",
    "Water volume (including borehole) (m³)",
    "Landfill disposal cost (£)",
    "Landfill disposal volume (Tonnes)",
    "Incineration disposal cost (£)",
    "Incineration disposal volume (Tonnes)",
    "Waste reycling cost (£)",
    "Waste reycling volume (Tonnes)",
    "Other recovery cost (£)",
    "Other recovery volume (Tonnes)",
    "Parking spaces available (No.)",
    "Designated disabled parking spaces (No.)",
    "Average fee charged per hour for patient/visitor parking (£)",
    "Average fee charged per hour for staff parking (£)",
    "Is there a charge for disabled parking (Yes/No/None)",
    "Cleaning service cost (£)",
    "Cleaning staff (WTE)",
    *_YES_NO,
    *(
        text.format(risk)
        for risk in _RISKS
        for text in (
            "Cost of cleaning occupied floor area assessed as {} (£)",
            "Occupied floor area assessed as {} (%)",
            "Required standard for occupied floor area assessed as {} (%)",
            "Achieved standard for occupied floor area identified as {} (%)",
        )
    ),
    "Cost of cleaning the occupied floor area not requiring regular cleaning (£)",
    "Occupied floor area not requiring regular cleaning (%)",
    "Inpatient food service cost (£)",
    "Inpatient main meals requested (No.)",
    "Cost of feeding one inpatient per day (inpatient meal day) (£)",
    "Laundry and linen service cost (£)",
    "Pieces per annum (No.)",
    "Laundry and linen service used (Select)",
    "Portering service cost (£)",
    "Portering staff (WTE)",
]
_TRUSTS = 236  # that made a return in 2016-17
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PLACES = ["NORTH", "SOUTH", "EAST", "WEST", "UPPER", "LOWER", "OLD", "NEW", "GREAT", "LITTLE"]
_FIRST = ["ASH", "BROOK", "CHURCH", "DEER", "ELM", "FERN", "GROVE", "HEATH", "IVY", "KINGS", "LARK", "MILL", "OAK", "PARK", "QUEENS", "ROSE"]
_LAST = ["FIELD", "WOOD", "BRIDGE", "FORD", "TON", "HAM", "DALE", "LEY", "GATE", "HURST"]
_KINDS = ["HOSPITAL", "COMMUNITY HOSPITAL", "HEALTH CENTRE", "CLINIC", "UNIT", "CENTRE FOR MENTAL HEALTH", "HOUSE"]


def rows(count: int, seed: int = 2017) -> Iterator[list[str]]:
    """The header, then `count` rows; each trust's last row stands for its small sites together (`AGGRE`)."""
    yield HEADER
    chance = random.Random(seed)
    each = -(-count // min(_TRUSTS, max(1, count)))
    for number in range(count):
        trust, place = divmod(number, each)
        code = f"R{_LETTERS[trust // 36]}{_LETTERS[trust % 36]}"
        aggregate = place == each - 1
        yield _row(chance, code, f"{_LETTERS[place // 36 % 36]}{_LETTERS[place % 36]}", aggregate)


def _row(chance: random.Random, trust: str, place: str, aggregate: bool) -> list[str]:
    floor = round(chance.lognormvariate(8.5, 1.3)) + 50
    costs = round(floor * chance.uniform(100, 400))
    land = 0 if chance.random() < 0.2 else round(floor * chance.uniform(0.4, 6) / 10_000, 2)
    name = f"{chance.choice(_PLACES)} {chance.choice(_FIRST)}{chance.choice(_LAST)} {chance.choice(_KINDS)}"
    age = chance.randrange(len(_AGES))
    known = {
        "Organisation Code": trust,
        "Organisation Name": f"SYNTHETIC {trust} NHS TRUST",
        "Commissioning Region": "LONDON COMMISSIONING REGION",
        "Organisation Type": "ACUTE - LARGE",
        "Site Code": "AGGRE" if aggregate else trust + place,
        "Site Name": "AGGREGATE SITE" if aggregate else name,
        "Site Type": "Aggregate Site" if aggregate else chance.choice(_TYPES),
        "Gross internal floor area (m²)": floor,
        "Occupied floor area (m²)": round(floor * chance.uniform(0.7, 1)),
        "Land area owned (Hectares)": land,
        "Land area not delivering services (Hectares)": round(land * 0.1, 2) if chance.random() < 0.1 else 0,
        "Estates and facilities finance costs (£)": costs,
        "Age profile - total (must equal 100%) (%)": 100,
        **{f"Age profile - {text} (%)": 100 if index == age else 0 for index, text in enumerate(_AGES)},
        **{f"Cost to eradicate {risk} risk backlog (£)": chance.choice([0, round(costs * chance.random())]) for risk in _BACKLOG},
    }
    return [str(known[heading]) if heading in known else _cell(chance, heading, floor) for heading in HEADER]


def _cell(chance: random.Random, heading: str, floor: int) -> str:
    if chance.random() < 0.25:
        return "Not Applicable"
    if heading.endswith("(Yes/No)") or "Yes/No" in heading:
        return chance.choice(["Yes", "No"])
    if heading.endswith("(Select)"):
        return "1. Full Service – Contracted"
    if heading.endswith("(%)"):
        return str(chance.choice([0, 2, 5, 12.5, 95]))
    return str(round(floor * chance.random(), 2) if chance.random() < 0.5 else 0)


if __name__ == "__main__":
    csv.writer(sys.stdout, lineterminator="\n").writerows(rows(int(sys.argv[1])))
