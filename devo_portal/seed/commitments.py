"""The memorandum's commitments in our own words, with their hedges, and what is known of how they stand.

`owner` is empty where no source names one organisation that answers. Where nothing says that work began, the status
is not started, and `progress` says what is known.
"""

from collections.abc import Iterator
from typing import NamedTuple

from . import sources
from .agreements import MOU
from .boards import LEB, LHB, LWB, SPB
from .sources import cited
from .texts import clause_of

# The evidence that other facts name, by its title.
LHB_PAGE = "The London Health Board, page of the Greater London Authority"
SPB_PAGE = "The Strategic Partnership Board, page of Healthy London Partnership"
LEB_PAGE = "The London Estates Board, page of the Greater London Authority"
NCL_CASE = "North Central London's Outline Business Case, November 2017"
LEWISHAM_CASE = "Lewisham's Strategic Outline Case, August 2016"
BHR_PAGE = "London's devolution deal and Redbridge, news page of Redbridge Clinical Commissioning Group"

UNKNOWN = "No source that we have seen says how far this has come."


class Promise(NamedTuple):
    code: str
    theme: str
    strength: str
    text: str
    source: str
    owner: str = ""
    owners_text: str = ""
    forum: str = ""
    due: str | None = None
    due_text: str = ""
    conditions: str = ""
    progress: str = UNKNOWN
    status: str = "not_started"
    in_principle: bool = False
    agreement: str = MOU
    text_status: str = "paraphrase"
    evidence: tuple[str, ...] = ()


class Commitment(NamedTuple):
    code: str
    theme: str
    strength: str
    text: str
    source: str
    owner: str
    owners_text: str
    forum: str
    due: str | None
    due_text: str
    progress: str
    status: str
    in_principle: bool
    agreement: str
    text_status: str
    evidence: tuple[str, ...]
    clause: str


class Evidence(NamedTuple):
    title: str
    kind: str
    link: str
    source: str
    illustrative: bool = False


class Condition(NamedTuple):
    commitment: str
    text: str
    source: str


FACTS = (
    Promise(
        "INT-1",
        "integration",
        "delegate",
        "Let London decide on its share of national transformation funding. NHS England delegates it to its own representatives, who decide "
        "in the forum of the Strategic Partnership Board.",
        cited(sources.LMC, sources.HSJ_LONDON_EYE),
        "NHS England",
        "NHS England, through the Strategic Partnership Board",
        SPB,
        "2018-04",
        "from April 2018",
        "An internal delegation of NHS England only: its representatives decide, and it stays accountable.",
    ),
    Promise(
        "INT-2",
        "integration",
        "delegate",
        "Delegate the commissioning of primary medical services to local level.",
        sources.HSJ_LONDON_EYE,
        "NHS England",
        "NHS England, to the clinical commissioning groups",
        conditions="Each clinical commissioning group must agree.",
    ),
    Promise(
        "INT-3",
        "integration",
        "explore",
        "Explore whether specialised and highly specialised commissioning could be delegated.",
        sources.HSJ_LONDON_EYE,
        "NHS England",
        "NHS England",
        due="2018-04",
        due_text="possibly from April 2018",
        conditions="Firm plans, governance, and NHS England's standard readiness assessment.",
    ),
    Promise(
        "INT-4",
        "integration",
        "support",
        "Run one working group on health and care systems where places share what they learn and new partnerships find help.",
        cited(sources.LMC, sources.SPB_SEPTEMBER),
        owners_text="Strategic Partnership Board",
        forum=SPB,
        due="2018-03",
        due_text="in 2017-18",
        progress="The Strategic Partnership Board considered an integration narrative and draft principles on 29 September 2017; a technical pack of "
        "65 pages followed in December 2017.",
        status="on_track",
    ),
    Promise(
        "INT-5",
        "integration",
        "support",
        "Help places to pool budgets and commission jointly under section 75; Barking and Dagenham, Havering and Redbridge for selected services.",
        sources.BHR_NEWS,
        owners_text="Boroughs and clinical commissioning groups",
        due="2018-04",
        due_text="April 2018",
        conditions="Each place decides for itself.",
        progress="Barking and Dagenham, Havering and Redbridge plan to begin in April 2018. City and Hackney planned to pool from April 2017 and "
        "paused for a review of governance.",
    ),
    Promise(
        "REG-1",
        "regulation",
        "will",
        "NHS England and NHS Improvement act as one in London, with joint appointments, and regulate a health system as a whole rather than "
        "each organisation alone.",
        cited(sources.LGC, sources.SPB_PAGE),
        "NHS England",
        "NHS England and NHS Improvement, with the Care Quality Commission",
        due="2018-03",
        due_text="in 2017-18",
        progress="The Care Quality Commission has a seat on the Strategic Partnership Board. " + UNKNOWN,
    ),
    Promise(
        "EST-1",
        "estates",
        "will",
        "Reinvest in London's health and care the money from selling NHS assets in London.",
        cited(sources.LEDU_FAQ, sources.KINGS_FUND, sources.NHSE_2017),
        "Department of Health",
        "Department of Health, HM Treasury, London Estates Board",
        LEB,
        due_text="on agreement of plans",
        conditions="National agreement is in principle and depends on conditions and on agreed plans.",
        progress="No ledger of London's receipts is public.",
        in_principle=True,
    ),
    Promise(
        "EST-2",
        "estates",
        "work_towards",
        "Make the London Estates Board the one forum for estate decisions, which takes on London-level powers, such as approving business cases, "
        "by phases.",
        cited(sources.GLA_LEB, sources.MAYORS_ANSWER, sources.ESTATE_PAGE),
        owners_text="London Estates Board",
        forum=LEB,
        due_text="in phases I, II and III",
        conditions="Each phase follows when the board is ready for it.",
        progress="Formed in December 2016 as an advisory board (phase I); in phase II by 5 February 2018.",
        status="on_track",
    ),
    Promise(
        "EST-3",
        "estates",
        "will",
        "Give each of the five sub-regions a clear plan for capital and estates.",
        sources.PARTNERSHIPS_BULLETIN,
        "London Estates Delivery Unit",
        "The five partnerships, with the London Estates Delivery Unit",
        LEB,
        "2018",
        "2018",
        progress="A health and care estates strategy for all London went to the London Health Board on 10 July 2019. No source seen dates each "
        "sub-region's own.",
    ),
    Promise(
        "EST-4",
        "estates",
        "work_towards",
        "Treat councils and the Greater London Authority as critical partners on estate: land for homes and schools, shared public buildings, and "
        "primary and community premises that are fit for use.",
        sources.LGC,
        "Greater London Authority",
        "London Estates Board, boroughs and the Greater London Authority",
        LEB,
        due_text="ongoing",
        progress="The Greater London Authority and London Councils sit on the London Estates Board. " + UNKNOWN,
    ),
    Promise(
        "EST-5",
        "estates",
        "work_towards",
        "Seek marriage value: combine NHS sites with public land beside them where the whole is worth more than its parts, for the highest value "
        "that can be had.",
        sources.LGC,
        "Cabinet Office (One Public Estate)",
        "London Estates Board and One Public Estate",
        LEB,
        due_text="ongoing",
    ),
    Promise(
        "EST-6",
        "estates",
        "will",
        "Keep an up-to-date register of NHS assets in London and a list of sites in order of priority.",
        sources.LONDON_CCGS,
        "London Estates Delivery Unit",
        "London Estates Delivery Unit",
        LEB,
        due_text="ongoing",
        progress="The delivery unit keeps both; a later decision of the Mayor names a London Asset Database.",
        status="on_track",
    ),
    Promise(
        "EST-7",
        "estates",
        "work_towards",
        "Shorten the time that it takes to develop NHS estate, on average five to ten years.",
        sources.HEALTH_ESTATE_JOURNAL,
        owners_text="London Estates Board",
        forum=LEB,
        due_text="a measure, with no date",
    ),
    Promise(
        "WF-1",
        "workforce",
        "will",
        "Set up a London Workforce Board so that health and social care plan their workforce together.",
        cited(sources.LGC, sources.LMC),
        owners_text="London Workforce Board",
        forum=LWB,
        due_text="around the signing",
        progress="The board was set up around the time of the signing. What it has asked for is not public.",
        status="on_track",
    ),
    Promise(
        "PREV-1",
        "prevention",
        "will",
        "Form one London team against illegal tobacco and counterfeit alcohol, with HM Revenue and Customs.",
        sources.PHE_JULY,
        "Public Health England",
        "Public Health England London, boroughs and HM Revenue and Customs",
        due="2018",
        due_text="2018",
        progress="Public Health England's update of 4 July 2018 covers it; what the update reports is not entered here.",
    ),
    Promise(
        "PREV-2",
        "prevention",
        "support",
        "Use the Healthy Pupils Capital Fund, paid for by the soft drinks levy, for children's health, and encourage primary schools to be "
        "water only.",
        sources.PHE_JULY,
        owners_text="Boroughs and schools",
        due="2019-03",
        due_text="2018/19, a grant of one year",
        progress="Public Health England's update of 4 July 2018 covers it; what the update reports is not entered here.",
    ),
    Promise(
        "PREV-3",
        "prevention",
        "support",
        "Try out super zones: 400 metres around a school in which food and surroundings are made healthier.",
        sources.PHE_JULY,
        owners_text="Boroughs that pilot it",
        due="2018",
        due_text="2018",
        progress="Public Health England's update of 4 July 2018 covers it; what the update reports is not entered here.",
    ),
    Promise(
        "PREV-4",
        "prevention",
        "explore",
        "Explore limits, in chosen places, on advertising and marketing of unhealthy food and drink.",
        sources.PHE_DECEMBER,
        "Greater London Authority",
        "Greater London Authority, Transport for London and boroughs",
    ),
    Promise(
        "PREV-5",
        "prevention",
        "explore",
        "Explore freedoms in planning and licensing that serve health, as Haringey's pilot asked.",
        cited(sources.PSE, sources.NEWS_2015),
        owners_text="Boroughs and national departments",
        conditions="May need legislation.",
    ),
    Promise(
        "GOV-1",
        "governance",
        "will",
        "Oversight of the whole is political, by the London Health Board; the Strategic Partnership Board leads on strategy and operation.",
        cited(sources.GLA_LHB, sources.SPB_PAGE),
        owners_text="London Health Board and Strategic Partnership Board",
        forum=LHB,
        due="2017-11-16",
        due_text="from signing",
        progress="Both boards are in place: the London Health Board has met in its present form since March 2015, and the Strategic Partnership "
        "Board was meeting in September 2017. Neither has statutory powers.",
        status="complete",
        evidence=(LHB_PAGE, SPB_PAGE),
    ),
)


def facts() -> Iterator[Commitment]:
    for promise in FACTS:
        values = promise._asdict()
        del values["conditions"]
        yield Commitment(**values, clause=clause_of(promise.code))


def conditions() -> Iterator[Condition]:
    """What a commitment depends on, one condition each, as its source hedges it. None is known to be met or failed."""
    for promise in FACTS:
        if promise.conditions:
            yield Condition(promise.code, promise.conditions, promise.source)


def evidence() -> tuple[Evidence, ...]:
    """What has been published and can be read where it stands."""
    return (
        Evidence(LHB_PAGE, "web_page", "https://www.london.gov.uk/what-we-do/health/london-health-board", sources.GLA_LHB),
        Evidence(SPB_PAGE, "web_page", "https://healthylondon.org/our-work/london-health-care-strategic-partnership-board", sources.SPB_PAGE),
        Evidence(
            LEB_PAGE,
            "web_page",
            "https://www.london.gov.uk/what-we-do/health/london-health-and-care-devolution/london-estates-board",
            sources.GLA_LEB,
        ),
        Evidence(NCL_CASE, "document", "https://docslib.org/doc/3076865/", sources.NCL_OBC),
        Evidence(
            LEWISHAM_CASE,
            "document",
            "https://fdocuments.in/document/lewisham-devolution-lewisham-health-and-care-partners-lhcp-see-this-devolution.html",
            sources.LEWISHAM_SOC,
        ),
        Evidence(
            BHR_PAGE,
            "web_page",
            "https://www.redbridgeccg.nhs.uk/redbridge-news/london-devolution-deal-to-benefit-the-people-of-redbridge/57847",
            sources.BHR_NEWS,
        ),
    )
