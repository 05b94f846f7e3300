"""What the five pilots ask to be changed, with what a source says became of it.

A pilot's deliverables (localities, pathways, an alliance) are its own to do and are no propositions. One is granted where
a clause of the memorandum as signed says what it asks for; the others are open. Owners stand where a source names who
pursues an ask. What was refused or superseded is illustrative: no source says so of any.
"""

from typing import Any, NamedTuple

from . import sources
from .agreements import MOU
from .organisations import council, partnership
from .pilots import BHR, HACKNEY, HARINGEY, LEWISHAM, NCL
from .sources import cited
from .texts import handle

SIGNED = "2017-11-16"


class Proposition(NamedTuple):
    pilot: str
    title: str
    kind: str
    detail: str = ""
    source: str = ""
    could_grant: str = ""
    could_grant_text: str = ""
    pursued_by: str = ""
    state: str = "open"
    clause: str = ""
    refusal: str = ""
    superseded_by: str = ""
    decided_on: str | None = None
    function: str = ""
    effect: str = ""
    illustrative: bool = False

    @property
    def handle(self) -> str:
        return f"{self.pilot}: {self.title}"


def _granted(number: str) -> dict[str, Any]:
    return {"state": "granted", "clause": f"{handle(MOU, 2)} {number}", "decided_on": SIGNED}


APPROVALS, LARGER = "Bring approvals closer to the place", "Approve larger schemes in the sub-region"
_RECEIPTS = "Agreed in principle and on conditions only: the clause grants no sum and no site."

FACTS = (
    Proposition(
        HARINGEY,
        "Use planning powers for health",
        "planning",
        "Planning takes health into account, as one tool for a healthy environment.",
        cited(sources.NEWS_2015, sources.PSE),
        function="F-07",
        pursued_by=council("Haringey"),
        **_granted("7.3"),
    ),
    Proposition(
        HARINGEY,
        "Use licensing powers for health",
        "licensing",
        "Licensing takes health into account.",
        cited(sources.NEWS_2015, sources.PSE),
        function="F-07",
        pursued_by=council("Haringey"),
        **_granted("7.3"),
    ),
    Proposition(
        HARINGEY,
        "Open legislative routes to changes in behaviour",
        "legislation",
        "Where existing powers do not reach, new ones would need legislation.",
        cited(sources.PSE, sources.HARINGEY_MINUTES),
        could_grant_text="National government departments, and Parliament",
        pursued_by=council("Haringey"),
    ),
    Proposition(
        BHR,
        "A decision on an accountable care organisation",
        "regulation",
        "Whether the partners may form one organisation that answers for the whole of care.",
        cited(sources.NHSE_2015, sources.BHR_NEWS),
        could_grant_text="HM Treasury and NHS England",
    ),
    Proposition(
        BHR,
        "Joint planning and pooled budgets from April 2018",
        "payment",
        "The three boroughs and their commissioning groups plan together and pool money for selected services.",
        sources.BHR_NEWS,
        could_grant_text="The boroughs and clinical commissioning groups, by their own decision",
        function="F-04",
        **_granted("3.5"),
    ),
    Proposition(
        NCL,
        "Try new ways to work together on the use of assets",
        "estates",
        "Five boroughs plan and use public buildings and land together.",
        cited(sources.NEWS_2015, sources.NCL_OBC),
        pursued_by=partnership("NCL"),
        function="F-12",
        **_granted("5.4"),
    ),
    Proposition(
        NCL,
        "Keep and reinvest the receipts from sales",
        "estates",
        _RECEIPTS,
        cited(sources.NCL_OBC, sources.KINGS_FUND),
        could_grant="Department of Health",
        could_grant_text="Department of Health, with HM Treasury",
        pursued_by=partnership("NCL"),
        function="F-05",
        **_granted("5.1"),
    ),
    Proposition(
        NCL,
        APPROVALS,
        "estates",
        "The London Estates Board takes on approvals by phases; it began by advising.",
        cited(sources.NCL_OBC, sources.GLA_LEB),
        pursued_by=partnership("NCL"),
        function="F-06",
        **_granted("5.2"),
    ),
    Proposition(
        NCL,
        LARGER,
        "estates",
        "An earlier form of the ask, made up to show how one takes the place of another.",
        state="superseded",
        superseded_by=f"{NCL}: {APPROVALS}",
        decided_on="2017-06",
        illustrative=True,
    ),
    Proposition(
        NCL,
        "Approve small schemes in each borough",
        "estates",
        "The first form of the ask, made up to show a chain.",
        state="superseded",
        superseded_by=f"{NCL}: {LARGER}",
        decided_on="2017",
        illustrative=True,
    ),
    Proposition(
        LEWISHAM,
        "Keep capital receipts for reinvestment",
        "estates",
        f"The council's health and wellbeing board called it critical. {_RECEIPTS}",
        cited(sources.LEWISHAM_SOC, sources.LEWISHAM_COUNCIL, sources.KINGS_FUND),
        could_grant="Department of Health",
        could_grant_text="Department of Health, with HM Treasury",
        pursued_by=council("Lewisham"),
        function="F-05",
        **_granted("5.1"),
    ),
    Proposition(
        LEWISHAM,
        "Assemble and package public land, through One Public Estate",
        "estates",
        "Neighbouring public sites are planned and offered together.",
        cited(sources.LEWISHAM_SOC, sources.LEWISHAM_COUNCIL),
        could_grant="Cabinet Office (One Public Estate)",
        pursued_by=council("Lewisham"),
        function="F-12",
        **_granted("5.4"),
    ),
    Proposition(
        LEWISHAM,
        "Flexible buildings whose running cost is shared",
        "estates",
        "Partners use the same buildings and share what they cost to run.",
        sources.LEWISHAM_SOC,
    ),
    Proposition(
        LEWISHAM,
        "A share of the taxes on land that is sold",
        "payment",
        "Made up to show what a refusal looks like.",
        state="refused",
        refusal="Taxes were not part of what the memorandum deals with.",
        decided_on="2017-11",
        illustrative=True,
    ),
    Proposition(
        HACKNEY,
        "Immunisation and screening",
        "regulation",
        "The integrated commissioning boards would commission them.",
        sources.HEALTHWATCH_HACKNEY,
        could_grant="NHS England",
        function="F-09",
    ),
    Proposition(
        HACKNEY,
        "Commissioning of services that section 75 leaves out",
        "regulation",
        "What section 75 of the NHS Act 2006 does not allow partners to pool.",
        sources.HEALTHWATCH_HACKNEY,
        function="F-10",
    ),
    Proposition(HACKNEY, "Estates", "estates", "Our sources give the heading and no more.", sources.HEALTHWATCH_HACKNEY),
    Proposition(HACKNEY, "Public health", "regulation", "Our sources give the heading and no more.", sources.HEALTHWATCH_HACKNEY),
    Proposition(
        HACKNEY,
        "Share care records between the council and the NHS",
        "data",
        "Made up to show an ask about data.",
        pursued_by=council("Hackney"),
        illustrative=True,
    ),
)


def propositions() -> tuple[Proposition, ...]:
    return FACTS
