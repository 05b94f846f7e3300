"""The pilots' business cases that sources tell of, and one made up, so that a gate can be seen to stand open.

Where a source gives only the month of a document, that stands as the month in which it was submitted. That the other four
cases were published with North Central London's is known from it; which level they were is not.
"""

from typing import NamedTuple

from . import sources
from .boards import PROGRAMME
from .commitments import LEWISHAM_CASE, NCL_CASE
from .pilots import BHR, HACKNEY, HARINGEY, LEWISHAM, NCL

HARINGEY_CASE = "Haringey Council, minutes on the pilot’s business case"
FULL_CASE = "North Central London estates pilot, full business case (illustrative)"
_WITH_THE_OTHERS = (
    "Published with the cases of the other pilots: North Central London’s says so, and that they share an introduction. The case itself is not "
    "among our sources; its level, and the board that took it, are not known."
)
_MONTH = "The month is that of the document. No source seen says which board took it."


class Evidence(NamedTuple):
    title: str
    kind: str
    link: str = ""
    source: str = ""
    illustrative: bool = False


class Case(NamedTuple):
    pilot: str
    title: str
    level: str
    status: str
    submitted_on: str | None
    evidence: str
    source: str
    note: str
    board: str = ""
    strategic: bool = False
    economic: bool = False
    commercial: bool = False
    financial: bool = False
    management: bool = False
    illustrative: bool = False


def evidence() -> tuple[Evidence, ...]:
    return (
        Evidence(HARINGEY_CASE, "web_page", "https://www.minutes.haringey.gov.uk/mgAi.aspx?ID=50490", sources.HARINGEY_MINUTES),
        Evidence(FULL_CASE, "document", illustrative=True),
    )


def cases() -> tuple[Case, ...]:
    return (
        Case(
            HARINGEY,
            "Business case of July 2016",
            "",
            "submitted",
            "2016-07",
            HARINGEY_CASE,
            sources.HARINGEY_MINUTES,
            "It went to the Programme Board at the end of July 2016. The source does not say which level it was, nor which cases it covers.",
            PROGRAMME,
        ),
        Case(
            HARINGEY,
            "Final business case",
            "full",
            "draft",
            None,
            "",
            sources.HARINGEY_MINUTES,
            "It was due in December 2016. No source seen says when it was finished.",
        ),
        Case(LEWISHAM, "Strategic Outline Case", "strategic_outline", "submitted", "2016-08", LEWISHAM_CASE, sources.LEWISHAM_SOC, _MONTH),
        Case(NCL, "Outline Business Case", "outline", "submitted", "2017-11", NCL_CASE, sources.NCL_OBC, _MONTH),
        *(
            Case(pilot, "Case published in November 2017", "", "submitted", "2017-11", NCL_CASE, sources.NCL_OBC, _WITH_THE_OTHERS)
            for pilot in (HARINGEY, BHR, LEWISHAM, HACKNEY)
        ),
        Case(
            NCL,
            "Full Business Case",
            "full",
            "submitted",
            "2018-10",
            FULL_CASE,
            "",
            "Made up to show what a gate asks for: no source says that one was written.",
            strategic=True,
            economic=True,
            commercial=True,
            financial=True,
            management=True,
            illustrative=True,
        ),
    )
