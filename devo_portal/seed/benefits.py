"""What the pilots are to bring about. Sources name few benefits and no readings: all that is made up says so."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from . import sources
from .organisations import council, partnership
from .pilots import BHR, HACKNEY, HARINGEY, LEWISHAM, NCL

RETURN = "Pilot's return of figures (illustrative)"
_SOON = timedelta(days=200)


class Evidence(NamedTuple):
    title: str = RETURN
    kind: str = "document"
    link: str = ""
    illustrative: bool = True


class Benefit(NamedTuple):
    pilot: str
    name: str
    kind: str
    unit: str
    method: str
    better: str = "more"
    dis_benefit: bool = False
    beneficiary: str = ""
    owned_by: str = ""
    baseline: Decimal | None = None
    baseline_on: date | None = None
    due_on: date | None = None
    source: str = ""
    illustrative: bool = True


class Reading(NamedTuple):
    benefit: str
    kind: str
    on: date
    value: Decimal
    note: str = ""
    evidence: str = ""
    illustrative: bool = True


NEIGHBOURHOODS = "Neighbourhoods that work as one system of care"
FAST_FOOD = "New hot-food takeaways near schools"
WORK = "People helped to stay in work"
BEDS = "Days in hospital after an emergency admission"
LOCALITIES = "Localities of at least 50,000 people"
SPACE = "Running cost of empty and under-used space"
HOMES = "Homes on land released"
CAPITAL = "Receipts reinvested in care"
IMMUNISED = "Children immunised by the age of five"
TRUST = "How residents rate the joining up of their care"
TRAVEL = "Journey to the nearest clinic"
RUNNING = "Shared running cost of flexible buildings"


def _haringey(today: date) -> tuple[Benefit, ...]:
    haringey = council("Haringey")
    return (
        Benefit(
            HARINGEY,
            FAST_FOOD,
            "quantifiable",
            "permissions a year",
            "Planning permissions given within 400 metres of a school, counted by the council each year.",
            "less",
            beneficiary="Children at school in Haringey",
            owned_by=haringey,
            baseline=Decimal(14),
            baseline_on=date(2016, 3, 31),
            due_on=date(2019, 3, 31),
        ),
        Benefit(
            HARINGEY,
            WORK,
            "quantifiable",
            "people",
            "People still in the job three months after they were helped, by the service's own records.",
            beneficiary="Residents with a health condition",
            owned_by=haringey,
            baseline=Decimal(0),
            baseline_on=date(2016, 4, 1),
            due_on=today + _SOON,
        ),
    )


def _outer() -> tuple[Benefit, ...]:
    return (
        Benefit(
            BHR,
            BEDS,
            "non_cash_releasing",
            "days",
            "Mean length of stay after an emergency admission, people aged 65 and over, by quarter.",
            "less",
            beneficiary="Older people of the three boroughs",
            owned_by="Barking, Havering and Redbridge University Hospitals NHS Trust",
            baseline=Decimal("9.4"),
            baseline_on=date(2016, 3, 31),
            due_on=date(2019, 3, 31),
        ),
        Benefit(
            BHR,
            LOCALITIES,
            "quantifiable",
            "localities",
            "Not set by a source: localities each with 8 to 15 general practices.",
            source=sources.BHR_NEWS,
            illustrative=False,
        ),
    )


def _estates() -> tuple[Benefit, ...]:
    return (
        Benefit(
            NCL,
            SPACE,
            "cash_releasing",
            "£",
            "Yearly running cost of space that its occupier reports as empty or under-used, from the estate return.",
            "less",
            beneficiary="The NHS and the councils of the five boroughs",
            owned_by=partnership("NCL"),
            baseline=Decimal("18400000.00"),
            baseline_on=date(2016, 3, 31),
            due_on=date(2020, 3, 31),
        ),
        Benefit(
            NCL,
            HOMES,
            "quantifiable",
            "homes",
            "Homes with planning permission on land that the partners released.",
            beneficiary="Londoners who look for a home, staff of the NHS among them",
            owned_by=partnership("NCL"),
            baseline=Decimal(0),
            baseline_on=date(2017, 4, 1),
            due_on=date(2019, 3, 31),
        ),
        Benefit(
            NCL,
            TRAVEL,
            "quantifiable",
            "minutes",
            "Mean journey by bus or on foot to the nearest clinic, modelled each time a building closes.",
            "less",
            dis_benefit=True,
            beneficiary="Nobody gains: patients of buildings that close travel further",
            owned_by=partnership("NCL"),
            baseline=Decimal(11),
            baseline_on=date(2017, 4, 1),
            due_on=date(2020, 3, 31),
        ),
    )


def _lewisham() -> tuple[Benefit, ...]:
    lewisham = council("Lewisham")
    return (
        Benefit(
            LEWISHAM,
            NEIGHBOURHOODS,
            "qualitative",
            "neighbourhoods",
            "Not set by a source: how many of the four neighbourhoods work as one system.",
            beneficiary="Residents of Lewisham",
            owned_by=lewisham,
            source=sources.LEWISHAM_SOC,
            illustrative=False,
        ),
        Benefit(
            LEWISHAM,
            CAPITAL,
            "cash_releasing",
            "£",
            "Net receipts of sales in Lewisham that were spent on buildings for care, from the partners' accounts.",
            beneficiary="Patients of rebuilt and repaired buildings",
            owned_by=lewisham,
            baseline=Decimal("0.00"),
            baseline_on=date(2016, 8, 1),
            due_on=date(2018, 3, 31),
        ),
        Benefit(
            LEWISHAM,
            RUNNING,
            "cash_releasing",
            "£",
            "Yearly running cost of the buildings that partners share, from their accounts.",
            "less",
            owned_by=lewisham,
        ),
    )


def _hackney() -> tuple[Benefit, ...]:
    hackney = council("Hackney")
    return (
        Benefit(
            HACKNEY,
            IMMUNISED,
            "quantifiable",
            "% of children",
            "Children aged five with the full course, from the child health record, by quarter.",
            beneficiary="Children of Hackney and the City",
            owned_by=hackney,
            baseline=Decimal("78.5"),
            baseline_on=date(2017, 3, 31),
            due_on=date(2019, 3, 31),
        ),
        Benefit(
            HACKNEY,
            TRUST,
            "qualitative",
            "points of 10",
            "Mean of one question in the residents' survey: how well do those who care for you work together?",
            beneficiary="Residents of Hackney and the City",
            owned_by=hackney,
            baseline=Decimal("6.1"),
            baseline_on=date(2017, 6, 30),
            due_on=date(2018, 6, 30),
        ),
    )


def benefits(today: date) -> tuple[Benefit, ...]:
    return (*_haringey(today), *_outer(), *_estates(), *_lewisham(), *_hackney())


# By benefit: the points of the trajectory, then what was measured.
_READINGS: dict[str, tuple[tuple[tuple[date, str], ...], tuple[tuple[date, str, str], ...]]] = {
    FAST_FOOD: (
        ((date(2017, 3, 31), "11"), (date(2018, 3, 31), "7"), (date(2019, 3, 31), "3")),
        ((date(2017, 3, 31), "12", "One appeal was lost."), (date(2018, 3, 31), "9", "The policy took effect in October 2017.")),
    ),
    WORK: (((date(2018, 3, 31), "120"), (date(2019, 3, 31), "400")), ()),
    BEDS: (
        ((date(2017, 3, 31), "9.1"), (date(2018, 3, 31), "8.6"), (date(2019, 3, 31), "8")),
        (
            (date(2017, 3, 31), "9.2", ""),
            (date(2017, 9, 30), "8.7", "Before the pooled budget began."),
            (date(2018, 3, 31), "8.4", "A mild winter: to be read with care."),
        ),
    ),
    SPACE: (
        ((date(2018, 3, 31), "17000000.00"), (date(2019, 3, 31), "15200000.00"), (date(2020, 3, 31), "13500000.00")),
        ((date(2017, 3, 31), "18150000.00", ""), (date(2018, 3, 31), "17620450.25", "Two closures wait for approval.")),
    ),
    HOMES: (((date(2018, 3, 31), "150"), (date(2019, 3, 31), "420")), ((date(2018, 3, 31), "150", "All on one site."),)),
    TRAVEL: (((date(2019, 3, 31), "12"), (date(2020, 3, 31), "13")), ((date(2018, 9, 30), "11.4", "One clinic moved."),)),
    CAPITAL: (((date(2018, 3, 31), "6500000.00"),), ()),
    RUNNING: ((), ((date(2018, 3, 31), "2140000.00", "The first year that was counted."),)),
    IMMUNISED: (((date(2018, 3, 31), "82"), (date(2019, 3, 31), "90")), ((date(2018, 6, 30), "84.6", "General practices called families in."),)),
    TRUST: (((date(2018, 6, 30), "6.8"),), ()),
}


def evidence() -> tuple[Evidence, ...]:
    return (Evidence(),)


def readings() -> Iterator[Reading]:
    for benefit, (planned, actual) in _READINGS.items():
        for on, value in planned:
            yield Reading(benefit, "planned", on, Decimal(value))
        for on, value, note in actual:
            yield Reading(benefit, "actual", on, Decimal(value), note, RETURN)
