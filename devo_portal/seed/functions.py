"""Functions that were delegated, devolved or asked for, and how areas stand to them.

The functions come from the memorandum's commitments and the pilots' asks. No source seen lists the areas that opted in
to each: those rows are illustrative, but for where a source says so. Days of illustrative rows are made up as well.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from . import sources
from .areas import SUB_REGIONS
from .organisations import ccg
from .sources import cited
from .texts import clause_of

NCL = SUB_REGIONS["NCL"]
_BHR = ("Barking and Dagenham", "Havering", "Redbridge")


class Function(NamedTuple):
    code: str
    name: str
    status: str
    rung: str
    to_whom: str
    summary: str
    source: str = ""
    from_body: str = ""
    accountable_body: str = ""
    decision_maker: str = ""
    commitment: str = ""
    clause: str = ""
    budget: str | None = None
    budget_note: str = ""
    illustrative: bool = False


class OptIn(NamedTuple):
    function: str
    area: str
    state: str
    starts_on: date
    ends_on: date | None = None
    note: str = ""
    source: str = ""
    illustrative: bool = True


class Condition(NamedTuple):
    function: str
    area: str
    text: str
    state: str = "open"
    decided_on: date | None = None
    note: str = ""
    source: str = ""
    illustrative: bool = True


FACTS = (
    Function(
        "F-01",
        "London's share of national transformation funding",
        "delegated",
        "delegation_internal",
        "NHS England's representatives in London",
        "What is spent of it is decided in London. It is an internal delegation: those who decide are NHS England's own.",
        cited(sources.LMC, sources.HSJ_LONDON_EYE),
        "NHS England",
        "NHS England",
        "NHS England's representatives, in the forum of the Strategic Partnership Board",
        "INT-1",
    ),
    Function(
        "F-02",
        "Commissioning of primary medical services",
        "delegated",
        "delegation_joint",
        "Clinical commissioning groups",
        "NHS England delegates it to local level, where the commissioning groups agree.",
        sources.HSJ_LONDON_EYE,
        "NHS England",
        "NHS England",
        "Clinical commissioning groups that have agreed to it",
        "INT-2",
    ),
    Function(
        "F-03",
        "Specialised and highly specialised commissioning",
        "proposed",
        "co_commissioning",
        "London's commissioners together",
        "To be explored: it needs firm plans, a way to govern it and NHS England's readiness assessment.",
        sources.HSJ_LONDON_EYE,
        "NHS England",
        "NHS England",
        commitment="INT-3",
    ),
    Function(
        "F-04",
        "Joint commissioning with a pooled budget",
        "delegated",
        "s75_lead",
        "Boroughs and clinical commissioning groups",
        "Partners pool money and one commissions for both, under section 75 of the NHS Act 2006. In City and Hackney core primary care stays out.",
        cited(sources.BHR_NEWS, sources.HSJ_HACKNEY),
        decision_maker="Each place's partners, by their own decision",
        commitment="INT-5",
    ),
    Function(
        "F-05",
        "Reinvestment of receipts from sales of NHS land",
        "proposed",
        "delegation_internal",
        "London's health and care partners",
        "What the NHS gains by selling is spent on health and care in London. Agreed in principle, and subject to conditions.",
        cited(sources.LEDU_FAQ, sources.KINGS_FUND),
        "Department of Health",
        "Department of Health",
        "London Estates Board",
        "EST-1",
    ),
    Function(
        "F-06",
        "Approval of business cases for NHS estate",
        "proposed",
        "seat_at_table",
        "London Estates Board",
        "The board advises first and takes on approvals by phases, as it is ready for each.",
        cited(sources.GLA_LEB, sources.MAYORS_ANSWER),
        decision_maker="NHS England and NHS Improvement, advised by the London Estates Board",
        commitment="EST-2",
    ),
    Function(
        "F-07",
        "Planning and licensing powers for health",
        "proposed",
        "devolution_by_order",
        "Boroughs",
        "A borough uses planning and licensing to prevent illness. Some of it may need legislation.",
        cited(sources.PSE, sources.NEWS_2015),
        decision_maker="Boroughs",
        commitment="PREV-5",
    ),
    Function(
        "F-08",
        "Joint enforcement against illegal tobacco and counterfeit alcohol",
        "delegated",
        "seat_at_table",
        "One team for London",
        "Boroughs, Public Health England and HM Revenue and Customs work as one team.",
        sources.PHE_JULY,
        "HM Revenue and Customs",
        "HM Revenue and Customs",
        commitment="PREV-1",
    ),
    Function(
        "F-09",
        "Immunisation and screening",
        "proposed",
        "delegation_joint",
        "City and Hackney's integrated commissioning boards",
        "Asked for by the Hackney pilot.",
        sources.HSJ_HACKNEY,
        "NHS England",
        "NHS England",
    ),
    Function(
        "F-10",
        "Commissioning of services excluded from section 75",
        "proposed",
        "devolution_by_order",
        "City and Hackney's integrated commissioning boards",
        "Asked for by the Hackney pilot: what section 75 does not allow partners to pool.",
        sources.HSJ_HACKNEY,
        "NHS England",
        "NHS England",
    ),
    Function(
        "F-11",
        "Regulation of a health system as a whole",
        "proposed",
        "co_commissioning",
        "NHS England and NHS Improvement in London",
        "The regulators look at a system of organisations together, by joined-up processes and joint appointments.",
        cited(sources.LGC, sources.SPB_PAGE),
        "NHS Improvement",
        "NHS Improvement",
        commitment="REG-1",
    ),
    Function(
        "F-12",
        "Collaboration on the use and sale of public estate",
        "delegated",
        "delegation_internal",
        "Sub-regional estates boards",
        "Partners of a sub-region try out how to plan, share and sell estate together, with approvals closer to the place.",
        cited(sources.NEWS_2015, sources.NCL_OBC),
        decision_maker="Estates boards of the sub-regions",
        commitment="EST-3",
    ),
    Function(
        "F-13",
        "Healthy Pupils Capital Fund",
        "delegated",
        "delegation_internal",
        "Boroughs and schools",
        "Money from the soft drinks levy for schools, in one year.",
        sources.PHE_JULY,
        commitment="PREV-2",
        budget_note="A grant for one year, 2018/19; no source seen gives the sum.",
    ),
)

_SIGNED, _YEAR, _AUTUMN, _NEW_YEAR = date(2017, 11, 16), date(2018, 4, 1), date(2018, 10, 1), date(2019, 1, 1)
OPT_INS = (
    OptIn("F-01", "London", "in_force", _YEAR),
    OptIn("F-02", NCL, "in_force", _YEAR, note="By a joint committee of the five commissioning groups."),
    OptIn("F-02", "Haringey", "withdrawn", _AUTUMN, note="Opted out of the sub-region's joint committee."),
    OptIn("F-02", "Lewisham", "applied", _YEAR, _AUTUMN),
    OptIn("F-02", "Lewisham", "in_force", _AUTUMN),
    OptIn("F-03", "Hackney", "interested", _SIGNED),
    *(OptIn("F-04", area, "applied", _SIGNED, _YEAR) for area in _BHR),
    OptIn("F-04", "Barking and Dagenham", "in_force", _YEAR, note="Selected services."),
    OptIn("F-04", "Havering", "in_force", _YEAR, note="Selected services."),
    OptIn("F-04", "Redbridge", "in_force", _YEAR, _AUTUMN, note="Selected services."),
    OptIn("F-04", "Redbridge", "varied", _AUTUMN, note="Without the pool for continuing care; the partners contribute to it side by side."),
    OptIn("F-04", "Hackney", "conditions_open", date(2017, 4, 1), note="Paused for a review of its governance. Core primary care stays outside."),
    OptIn("F-04", "City of London", "interested", date(2017, 4, 1), note="Observes the pilot."),
    OptIn("F-04", "Lewisham", "conditions_open", _YEAR),
    OptIn("F-05", NCL, "conditions_open", _SIGNED, note="The pilot's case asks to keep and reinvest receipts."),
    OptIn("F-05", "Lewisham", "conditions_open", _SIGNED, note="The pilot's case asks to keep receipts for reinvestment."),
    OptIn("F-07", "Haringey", "interested", _SIGNED, _YEAR),
    OptIn("F-07", "Haringey", "applied", _YEAR),
    OptIn("F-08", "London", "in_force", date(2018, 7, 1)),
    OptIn("F-09", "Hackney", "applied", _SIGNED),
    OptIn("F-09", "City of London", "interested", _SIGNED, note="Observes the pilot."),
    OptIn("F-10", "Hackney", "applied", _SIGNED),
    OptIn("F-12", NCL, "in_force", _SIGNED),
    OptIn("F-12", "Camden", "in_force", _NEW_YEAR, note="Entered a second time, by the borough: one of the two rows decides."),
    OptIn("F-12", "Lewisham", "in_force", _YEAR),
    OptIn("F-13", "Lewisham", "in_force", date(2018, 9, 1), date(2019, 9, 1), note="For the one year of the grant."),
)

CONDITIONS = (
    Condition("F-02", "", "The commissioning groups agree to it.", "met", date(2018, 3, 1), "Agreed by the groups that opted in."),
    Condition("F-03", "", "NHS England's standard readiness assessment is passed.", source=sources.HSJ_LONDON_EYE, illustrative=False),
    Condition("F-04", "Lewisham", f"{ccg('Lewisham')} and the council sign a section 75 agreement with a risk share."),
    Condition("F-04", "Hackney", "The review of how the pilot is governed is finished."),
    Condition("F-05", "", "The Treasury agrees the terms on which receipts are kept."),
    Condition("F-07", "", "The powers that need legislation are named and agreed with the departments."),
    Condition("F-10", "", "The regulations under section 75 are changed, or an order is made."),
)


def functions() -> Iterator[Function]:
    for function in FACTS:
        yield function._replace(clause=clause_of(function.commitment))


def opt_ins() -> Iterator[OptIn]:
    yield from OPT_INS


def conditions() -> Iterator[Condition]:
    yield from CONDITIONS
