"""Which commitment serves which principle, and which pilot tests which commitment.

No source links principles to commitments: these links are our reading of the two texts, and say so. What a pilot tests is in
what it asked for. Principles and commitments that stand alone are left so: they are the holes that coverage shows.
"""

from collections.abc import Iterator
from typing import NamedTuple

from . import sources
from .commitments import BHR_PAGE, LEB_PAGE, LEWISHAM_CASE, LHB_PAGE, NCL_CASE, SPB_PAGE
from .pilots import BHR, HACKNEY, HARINGEY, LEWISHAM, NCL
from .sources import cited


class PrincipleLink(NamedTuple):
    principle: int
    commitment: str
    note: str
    evidence: str = ""
    illustrative: bool = True


class PilotLink(NamedTuple):
    pilot: str
    commitment: str
    note: str
    source: str
    evidence: str = ""


_SERVES = (
    (3, "INT-1", "The delegation is internal to NHS England, which stays accountable.", ""),
    (4, "INT-2", "Primary medical services are commissioned at local level.", ""),
    (5, "INT-5", "Each place decides for itself whether to pool.", BHR_PAGE),
    (6, "INT-1", "London decides on its share of the money for transformation.", SPB_PAGE),
    (6, "EST-1", "Receipts from London's estate are reinvested in London.", ""),
    (6, "EST-2", "Decisions on estates move to a board in London.", LEB_PAGE),
    (7, "INT-4", "Places learn from each other how to join up care.", SPB_PAGE),
    (7, "INT-5", "Boroughs and the NHS commission together.", BHR_PAGE),
    (7, "REG-1", "A health system is regulated as a whole.", SPB_PAGE),
    (7, "WF-1", "Health and social care plan their workforce together.", ""),
    (8, "INT-5", "Places pool budgets under section 75.", BHR_PAGE),
    (9, "PREV-1", "It acts against what makes people ill.", ""),
    (9, "PREV-2", "It begins with children's health.", ""),
    (9, "PREV-3", "It makes the surroundings of schools healthier.", ""),
    (9, "PREV-5", "It looks at planning and licensing as tools of health.", ""),
    (10, "EST-1", "The value of what is sold stays in London's care.", ""),
    (10, "EST-5", "NHS sites are combined with the public land beside them.", LEB_PAGE),
    (10, "EST-6", "It is known what there is, and what comes first.", ""),
    (13, "EST-4", "Councils and the Greater London Authority are partners in decisions on estate.", LEB_PAGE),
    (14, "GOV-1", "It says which board oversees and which leads.", LHB_PAGE),
    (14, "EST-2", "One board is the forum for decisions on estates.", LEB_PAGE),
)
_TESTS = (
    (HARINGEY, "PREV-5", "It asked to use planning and licensing for health.", cited(sources.PSE, sources.NEWS_2015), ""),
    (BHR, "INT-5", "Joint planning and pooled budgets from April 2018.", sources.BHR_NEWS, BHR_PAGE),
    (NCL, "EST-1", "It asked to keep receipts and reinvest them.", sources.NCL_OBC, NCL_CASE),
    (NCL, "EST-2", "It asked for approvals closer to the place.", sources.NCL_OBC, NCL_CASE),
    (LEWISHAM, "EST-1", "It asked to keep capital receipts for reinvestment.", sources.LEWISHAM_SOC, LEWISHAM_CASE),
    (LEWISHAM, "EST-5", "Land is assembled and packaged with One Public Estate.", sources.LEWISHAM_SOC, LEWISHAM_CASE),
    (HACKNEY, "INT-5", "Hackney and City pool their budgets in two integrated commissioning boards.", sources.CITY_ICB, ""),
)


def principle_links() -> Iterator[PrincipleLink]:
    for principle, commitment, note, evidence in _SERVES:
        yield PrincipleLink(principle, commitment, f"Our reading: {note}", evidence)


def pilot_links() -> Iterator[PilotLink]:
    for pilot, commitment, note, source, evidence in _TESTS:
        yield PilotLink(pilot, commitment, note, source, evidence)
