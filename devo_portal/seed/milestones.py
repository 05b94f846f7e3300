"""The timeline, each date only as precise as its source, and a few made-up milestones around the day of loading."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from . import sources
from .agreements import COLLABORATION, DEVOLUTION, MOU
from .boards import LEB, LHB, PROGRAMME, SPB
from .organisations import PROGRAMME_OFFICE, ccg, council, partnership
from .sources import cited


class Milestone(NamedTuple):
    name: str
    strand: str
    source: str = ""
    planned: str | None = None
    forecast: str | None = None
    actual: str | None = None
    owner: str = ""
    agreement: str = ""
    needs_board: str = ""
    note: str = ""
    illustrative: bool = False


TIMELINE = (
    Milestone("Better Health for London is published", "agreement", sources.LAMBETH_CCG, actual="2014-10", note="By the London Health Commission."),
    Milestone(
        "Better Health for London: Next Steps is signed",
        "agreement",
        cited(sources.LAMBETH_CCG, sources.GLA_LHB),
        actual="2015-03",
        owner="Greater London Authority",
        note="Ten joint aspirations of the Greater London Authority, London Councils, London's CCGs, NHS England London and Public Health "
        "England London.",
    ),
    Milestone("The refocused London Health Board first meets", "boards", sources.GLA_LHB, actual="2015-03", owner="Greater London Authority"),
    Milestone(
        "Collaboration Agreement is signed",
        "agreement",
        cited(sources.NHSE_2015, sources.LONDON_COUNCILS_2015, sources.CCG_ALERT),
        actual="2015-12-15",
        agreement=COLLABORATION,
        note="At Great Ormond Street Hospital. One web page says December 2016, which is a slip.",
    ),
    Milestone("Devolution Agreement is signed", "agreement", sources.NHSE_2015, actual="2015-12-15", agreement=DEVOLUTION),
    Milestone(
        "The five pilots are launched", "pilots", cited(sources.NHSE_2015, sources.LONDON_COUNCILS_2015), actual="2015-12-15", agreement=COLLABORATION
    ),
    Milestone(
        "The Mayor approves funding for the programme's set-up",
        "agreement",
        sources.MD1619,
        actual="2016",
        owner="Greater London Authority",
        note="£500,000 from the London Health Board's partnership budgets of 2015/16 and 2016/17 and £175,000 from the Greater London Authority for "
        "2016/17, as a grant to NHS England London: a programme board and a programme office at City Hall.",
    ),
    Milestone("London Workforce Strategic Framework is published", "workforce", sources.WORKFORCE_FRAMEWORK, actual="2016-03"),
    Milestone(
        "Lewisham's Health and Wellbeing Board takes its position on capital receipts",
        "pilots",
        sources.LEWISHAM_COUNCIL,
        actual="2016-07-19",
        owner=council("Lewisham"),
        note="Keeping receipts is called critical; a position statement goes to the London Health Board.",
    ),
    Milestone(
        "Lewisham's second-stage One Public Estate bid",
        "pilots",
        sources.LEWISHAM_COUNCIL,
        planned="2016-07-29",
        owner=council("Lewisham"),
        note="A bid for £500,000. No source that we have seen says when it went in.",
    ),
    Milestone(
        "Haringey's business case goes to the Programme Board",
        "pilots",
        sources.HARINGEY_MINUTES,
        actual="2016-07",
        owner=council("Haringey"),
        needs_board=PROGRAMME,
        note="At the end of July.",
    ),
    Milestone("Lewisham's Strategic Outline Case", "pilots", sources.LEWISHAM_SOC, actual="2016-08", owner=council("Lewisham")),
    Milestone(
        "Haringey's final business case",
        "pilots",
        sources.HARINGEY_MINUTES,
        planned="2016-12",
        owner=council("Haringey"),
        note="No source that we have seen says when it was finished.",
    ),
    Milestone(
        "London Estates Board is formed",
        "estates",
        sources.ESTATE_PAGE,
        actual="2016-12",
        owner="Greater London Authority",
        note="Phase I: it advises.",
    ),
    Milestone(
        "London Councils hears that the memorandum is expected early in the new year",
        "agreement",
        sources.PSE,
        actual="2017-01",
        owner="London Councils",
        agreement=MOU,
        note="Between 12 and 17 January. The memorandum is described as permissive: areas opt in.",
    ),
    Milestone(
        "Spring Budget announces the memorandum",
        "agreement",
        sources.HSJ_BUDGET,
        actual="2017-03-08",
        owner="HM Treasury",
        agreement=MOU,
        note="Signing was to be on the Wednesday of the next week. The day of the month is general knowledge, not in the article.",
    ),
    Milestone(
        "Memorandum of understanding is signed",
        "agreement",
        cited(sources.NHSE_2017, sources.GOV_UK, sources.HSJ_BUDGET),
        planned="2017-03-15",
        actual="2017-11-16",
        owner=PROGRAMME_OFFICE,
        agreement=MOU,
        note="The signing of March was called off at the last minute and waited for Number 10. One outlet dates the signing a day early.",
    ),
    Milestone("Naylor Review is published", "estates", sources.NAYLOR, actual="2017-03-31", owner="Department of Health"),
    Milestone(
        "City and Hackney pooled budget begins",
        "integration",
        cited(sources.HSJ_HACKNEY, sources.HEALTHWATCH_HACKNEY),
        planned="2017-04",
        owner=ccg("City and Hackney"),
        note="Paused for NHS England's review of its governance. No later date is known.",
    ),
    Milestone(
        "City and Hackney Integrated Commissioning Boards first meet", "pilots", sources.CITY_ICB, actual="2017-05-23", owner=ccg("City and Hackney")
    ),
    Milestone(
        "The Mayor describes the London Estates Board as advisory for now",
        "estates",
        sources.MAYORS_ANSWER,
        actual="2017-08-10",
        owner="Greater London Authority",
    ),
    Milestone(
        "Strategic Partnership Board considers the integration narrative",
        "integration",
        sources.SPB_SEPTEMBER,
        actual="2017-09-29",
        needs_board=SPB,
        note="With draft principles for accountable care systems.",
    ),
    Milestone(
        "North Central London's Outline Business Case is published",
        "pilots",
        sources.NCL_OBC,
        actual="2017-11",
        owner=partnership("NCL"),
        note="The cases of the five pilots share an introduction.",
    ),
    Milestone(
        "London Workforce Board is set up",
        "workforce",
        cited(sources.LGC, sources.LMC),
        actual="2017",
        agreement=MOU,
        note="Around the time of the signing; the day is not known.",
    ),
    Milestone(
        "Integration technical pack is published",
        "integration",
        sources.TECHNICAL_PACK,
        actual="2017-12",
        agreement=MOU,
        note="65 pages on regulation, commissioning levers and money, workforce, and governance.",
    ),
    Milestone("Government responds to the Naylor Review", "estates", sources.NAYLOR_RESPONSE, actual="2018-01-30", owner="Department of Health"),
    Milestone(
        "London Estates Board moves to phase II",
        "estates",
        sources.ESTATE_PAGE,
        actual="2018-02",
        owner="Greater London Authority",
        agreement=MOU,
        needs_board=LEB,
        note="By 5 February 2018; the day itself is not known.",
    ),
    Milestone(
        "London's share of transformation funding is delegated",
        "integration",
        cited(sources.LMC, sources.HSJ_LONDON_EYE),
        planned="2018-04",
        owner="NHS England",
        agreement=MOU,
        note="Planned from 1 April 2018. No source that we have seen says when it happened.",
    ),
    Milestone(
        "Delegation of specialised commissioning may begin",
        "integration",
        sources.HSJ_LONDON_EYE,
        planned="2018-04",
        owner="NHS England",
        agreement=MOU,
        note="The earliest date; the memorandum only explores it.",
    ),
    Milestone(
        "Barking and Dagenham, Havering and Redbridge pool budgets for selected services",
        "pilots",
        sources.BHR_NEWS,
        planned="2018-04",
        note="No source names the organisation that answers for it or says when it happened.",
    ),
    Milestone(
        "Havering locality pilot begins",
        "pilots",
        sources.BHR_NEWS,
        planned="2018-04",
        owner=council("Havering"),
        note="No source that we have seen says when it happened.",
    ),
    Milestone(
        "Six-month update on the prevention commitments",
        "prevention",
        sources.PHE_JULY,
        actual="2018-07-04",
        owner="Public Health England",
        agreement=MOU,
    ),
    Milestone(
        "London Estates Delivery Unit reports on phase II", "estates", sources.LEDU_UPDATE, actual="2018-11-05", owner="London Estates Delivery Unit"
    ),
    Milestone(
        "London Health and Care Estates Strategy goes to the London Health Board",
        "estates",
        cited(sources.MD2981, sources.LHB_2019),
        actual="2019-07-10",
        owner="London Estates Delivery Unit",
        needs_board=LHB,
    ),
)

# Of those made up, what a board must take.
TAKEN_BY = {
    "Workforce actions are reported to the Strategic Partnership Board": SPB,
    "Sub-regional estate plans are compared at the London Estates Board": LEB,
}

# name, strand, owner, then days from the day of loading: planned, forecast, reached.
AROUND_TODAY = (
    ("Workforce actions are reported to the Strategic Partnership Board", "workforce", "Health Education England", 10, None, None),
    ("Sub-regional estate plans are compared at the London Estates Board", "estates", "London Estates Delivery Unit", 25, None, None),
    ("Pilots send their quarterly returns", "pilots", PROGRAMME_OFFICE, 38, None, None),
    ("Pooled budget agreement is ready for the partners' boards", "integration", council("Hackney"), -20, None, None),
    ("Priority sites are agreed with the five partnerships", "estates", "London Estates Delivery Unit", -45, 18, None),
    ("The first priority site is offered to the market", "estates", "London Estates Delivery Unit", 60, None, None),
    ("School super zones are evaluated", "prevention", "Public Health England", -9, None, None),
    ("Commitments are reviewed with their owners", "agreement", PROGRAMME_OFFICE, -6, None, -5),
)


def facts(today: date) -> Iterator[Milestone]:
    yield from TIMELINE
    for name, strand, owner, *days in AROUND_TODAY:
        planned, forecast, actual = (None if each is None else (today + timedelta(days=each)).isoformat() for each in days)
        yield Milestone(
            name,
            strand,
            planned=planned,
            forecast=forecast,
            actual=actual,
            owner=owner,
            needs_board=TAKEN_BY.get(name, ""),
            illustrative=True,
            note="Made up to show how the programme's dates are followed.",
        )
