"""The texts of the agreements as far as sources tell them: our own paraphrase, clause by clause, and what was cited."""

from collections.abc import Iterator
from typing import NamedTuple

from . import sources
from .agreements import COLLABORATION, DEVOLUTION, MOU
from .sources import cited

FIRST = "As reported in January 2017"
SIGNED = "As signed in November 2017"


class Version(NamedTuple):
    agreement: str
    number: int
    title: str
    note: str
    source: str
    text_status: str = "paraphrase"
    illustrative: bool = False

    @property
    def handle(self) -> str:
        return handle(self.agreement, self.number)


class Clause(NamedTuple):
    version_of: str
    number: str
    heading: str
    text: str
    position: int
    source: str
    text_status: str = "paraphrase"
    illustrative: bool = False

    @property
    def handle(self) -> str:
        return f"{self.version_of} {self.number}"


def handle(agreement: str, number: int) -> str:
    return f"{agreement} {number}"


VERSIONS = (
    Version(COLLABORATION, 1, "As agreed on 15 December 2015", "", cited(sources.NHSE_2015, sources.LAMBETH_CCG)),
    Version(DEVOLUTION, 1, "As agreed on 15 December 2015", "", cited(sources.NHSE_2015, sources.HEALTH_FOUNDATION)),
    Version(MOU, 1, FIRST, "", sources.PSE),
    Version(
        MOU,
        2,
        SIGNED,
        "Names what each signatory will do, by theme. Clause numbers are ours: the official text has not been seen.",
        cited(sources.GOV_UK, sources.HSJ_LONDON_EYE),
    ),
)

# number, heading, text, sources. The aims of 2015 are sourced; every wording is our own.
_AIMS = (
    ("1", "Decisions in London", "Decisions that involve London are taken in London more and more.", (sources.LAMBETH_CCG,)),
    ("2", "Health", "Londoners are helped to stay as healthy as they can for as long as they can.", (sources.LAMBETH_CCG,)),
    ("3", "Joined-up care", "Health care and social care are commissioned without seams.", (sources.LAMBETH_CCG,)),
    ("4", "Value", "The most is made of the health and care system, its estate included.", (sources.LAMBETH_CCG,)),
    ("5", "Footing", "The system is put on a sustainable footing.", (sources.LAMBETH_CCG,)),
)
_PARALLEL = (
    ("1", "Support", "The Government and the national bodies support London's partners in reforming health and care.", (sources.NHSE_2015,)),
    ("2", "Devolution", "They consider which functions and decisions could come to London.", (sources.HEALTH_FOUNDATION,)),
)
_JANUARY = (
    ("1", "Nature", "The memorandum permits and does not compel: places opt in to its parts.", (sources.PSE,)),
    ("2", "Pilots", "It draws on what the five pilots have asked for and found out.", (sources.PSE,)),
    ("3", "Prevention", "Planning and licensing powers may be used for health.", (sources.PSE,)),
)
_NOVEMBER = (
    (
        "1",
        "Nature",
        "The memorandum permits and does not compel: areas opt in to its functions. It does not bind in law.",
        (sources.PSE, sources.HSJ_LONDON_EYE),
    ),
    ("2", "Pilots", "It draws on what the five pilots have asked for and found out.", (sources.PSE,)),
    (
        "3.1",
        "Transformation funding",
        "London decides on its share of national transformation funding from April 2018.",
        (sources.LMC, sources.HSJ_LONDON_EYE),
    ),
    ("3.2", "Primary care", "Commissioning of primary medical services is delegated to local level.", (sources.HSJ_LONDON_EYE,)),
    ("3.3", "Specialised services", "Delegation of specialised commissioning is explored.", (sources.HSJ_LONDON_EYE,)),
    ("3.4", "Working together", "One group on health and care systems shares what places learn.", (sources.LMC,)),
    ("3.5", "Pooled budgets", "Local pooling and joint commissioning are made possible.", (sources.BHR_NEWS,)),
    ("4", "Regulation", "Oversight and regulation look at whole systems, with processes and appointments that are shared.", (sources.LGC,)),
    (
        "5.1",
        "Receipts",
        "Money from the sale of NHS assets in London is spent on health and care in London, in principle and on conditions.",
        (sources.KINGS_FUND,),
    ),
    ("5.2", "London Estates Board", "One forum for estate decisions takes on powers by phases.", (sources.GLA_LEB,)),
    ("5.3", "Estates plans", "Each sub-region has a plan for capital and estates.", (sources.PARTNERSHIPS_BULLETIN,)),
    ("5.4", "Public land together", "Councils and the Mayor are partners, and neighbouring public sites are combined.", (sources.LGC,)),
    ("6", "Workforce", "A London Workforce Board takes a joint approach for health and social care.", (sources.LMC,)),
    ("7.1", "Illegal tobacco", "A London-wide team enforces the law on illegal tobacco and counterfeit alcohol.", (sources.PHE_JULY,)),
    ("7.2", "Food", "Limits on the marketing of unhealthy food and drink are explored.", (sources.PHE_DECEMBER,)),
    ("7.3", "Planning and licensing", "Planning and licensing powers may be used for health.", (sources.PSE,)),
    ("8", "Governance", "Oversight is political, by the London Health Board; the Strategic Partnership Board leads.", (sources.SPB_PAGE,)),
)
_TEXTS = ((handle(COLLABORATION, 1), _AIMS), (handle(DEVOLUTION, 1), _PARALLEL), (handle(MOU, 1), _JANUARY), (handle(MOU, 2), _NOVEMBER))

# commitment -> clause of the memorandum as signed
CITES = {
    "INT-1": "3.1",
    "INT-2": "3.2",
    "INT-3": "3.3",
    "INT-4": "3.4",
    "INT-5": "3.5",
    "REG-1": "4",
    "EST-1": "5.1",
    "EST-2": "5.2",
    "EST-3": "5.3",
    "EST-4": "5.4",
    "EST-5": "5.4",
    "WF-1": "6",
    "PREV-1": "7.1",
    "PREV-4": "7.2",
    "PREV-5": "7.3",
    "GOV-1": "8",
}


def versions() -> tuple[Version, ...]:
    return VERSIONS


def clauses() -> Iterator[Clause]:
    for version, text in _TEXTS:
        for position, (number, heading, words, evidence) in enumerate(text, 1):
            yield Clause(version, number, heading, words, position, cited(*evidence))


def clause_of(commitment: str) -> str:
    """The handle of the clause that a commitment rests on; empty where none is told."""
    number = CITES.get(commitment, "")
    return f"{handle(MOU, 2)} {number}" if number else ""
