"""The three agreements, who signed them, and the fourteen principles in our own words."""

from collections.abc import Iterator
from typing import NamedTuple

from . import sources
from .sources import cited

COLLABORATION = "London Health and Care Collaboration Agreement"
DEVOLUTION = "London Health Devolution Agreement"
MOU = "London Health and Care Devolution Memorandum of Understanding"
SIDE_BY_SIDE = "The eight parties, side by side"


class Agreement(NamedTuple):
    name: str
    short_name: str
    status: str
    summary: str
    source: str
    signed: str
    text_status: str = "paraphrase"


class Signature(NamedTuple):
    agreement: str
    order: int
    organisation: str
    person: str
    role: str
    side: str
    source: str
    signed_on: str
    group: str = ""
    status: str = "signed"

    @property
    def place(self) -> str:
        """What other facts know it by."""
        return f"{self.order} under {self.agreement}"


class Principle(NamedTuple):
    agreement: str
    number: int
    text: str
    source: str
    text_status: str = "paraphrase"


AGREEMENTS = (
    Agreement(
        COLLABORATION,
        "Collaboration Agreement",
        "signed",
        "London's clinical commissioning groups, councils, Mayor, NHS England and Public Health England agree to work together on reform of "
        "health and care, by fourteen principles and through five pilots. Signed at Great Ormond Street Hospital.",
        cited(sources.NHSE_2015, sources.LONDON_COUNCILS_2015, sources.CCG_ALERT),
        "2015-12-15",
    ),
    Agreement(
        DEVOLUTION,
        "Devolution Agreement",
        "signed",
        "Beside the Collaboration Agreement, the Government and the national bodies agree to support London's partners and to consider what "
        "could be devolved.",
        cited(sources.NHSE_2015, sources.HEALTH_FOUNDATION),
        "2015-12-15",
    ),
    Agreement(
        MOU,
        "Memorandum of understanding",
        "signed",
        "Eight parties commit themselves on integration, regulation, estates, workforce, prevention and governance. Areas opt in. It does not "
        "bind in law: 28 pages, of which 22 are the body. A signing announced for 15 March 2017 was called off at the last minute.",
        cited(sources.GOV_UK, sources.NHSE_2017, sources.HSJ_LONDON_EYE),
        "2017-11-16",
    ),
)

_MOU_SIGNATORIES = (
    ("Department of Health", "Rt Hon Jeremy Hunt MP", "Secretary of State for Health", "central"),
    ("HM Treasury", "Rt Hon Elizabeth Truss MP", "Chief Secretary to the Treasury", "central"),
    ("London Clinical Commissioning Council", "Dr Marc Rowland", "Chair, for the 32 clinical commissioning groups", "london"),
    ("London Councils", "Cllr Claire Kober", "Chair, for the 33 local authorities", "london"),
    ("Greater London Authority", "Sadiq Khan", "Mayor of London", "london"),
    ("NHS England", "Simon Stevens", "Chief Executive", "national"),
    ("NHS Improvement", "Jim Mackey", "Chief Executive", "national"),
    ("Public Health England", "Dr Yvonne Doyle", "Director for London", "national"),
)

# The signature pages of 2015 have not been seen: the parties are sourced, and people only where a report names them.
_PARTIES_ONLY = "names the party, not who signed"
_NAMED = "named in reports of the event; signature page not seen"
_COLLABORATION_PARTIES = (
    ("London Clinical Commissioning Council", "Dr Marc Rowland", "For the 32 clinical commissioning groups", "london", sources.LONDON_CCGS, _NAMED),
    ("London Councils", "Mayor Jules Pipe", "Chair, for the 33 local authorities", "london", sources.LONDON_COUNCILS_2015, _NAMED),
    ("Greater London Authority", "Boris Johnson", "Mayor of London", "london", sources.NHSE_2015, _NAMED),
    ("NHS England", "Anne Rainsberry", "Regional Director, London", "national", sources.NHSE_2015, _NAMED),
    ("Public Health England", "", "For Public Health England, London", "national", sources.CCG_ALERT, _PARTIES_ONLY),
)
_DEVOLUTION_PARTIES = (
    ("HM Treasury", "George Osborne", "Chancellor of the Exchequer", "central", sources.NHSE_2015, _NAMED),
    ("Department of Health", "Jeremy Hunt", "Secretary of State for Health", "central", sources.NHSE_2015, _NAMED),
    ("Department for Communities and Local Government", "", "For the department", "central", sources.HEALTH_FOUNDATION, _PARTIES_ONLY),
    ("NHS England", "Simon Stevens", "Chief Executive", "national", sources.NHSE_2015, _NAMED),
    ("Health Education England", "", "For Health Education England", "national", sources.HEALTH_FOUNDATION, _PARTIES_ONLY),
    ("NHS Improvement", "", "For NHS Improvement", "national", sources.HEALTH_FOUNDATION, _PARTIES_ONLY),
    ("Public Health England", "Duncan Selbie", "For Public Health England", "national", sources.NHSE_2015, _NAMED),
)

_PRINCIPLES = (
    (
        "Londoners, all 8.6 million, must see their health and wellbeing improve; everything else serves that.",
        (sources.LONDON_CCGS, sources.MOU_COPY),
    ),
    ("The gaps in health between groups and places should close.", (sources.GOV_UK, sources.CCG_ALERT)),
    (
        "London's services stay in the National Health Service, under its national standards, duties and accountability.",
        (sources.NEWS_2015, sources.HEALTH_FOUNDATION),
    ),
    (
        "Each decision is taken as near to people as it sensibly can be: in the borough, the sub-region or London.",
        (sources.KINGS_FUND, sources.MOU_COPY),
    ),
    (
        "Places may go at different speeds and to different lengths, and choose for themselves to take part.",
        (sources.PSE, sources.MOU_COPY, sources.NCL_OBC),
    ),
    ("What concerns London is, more and more, decided in London.", (sources.LAMBETH_CCG,)),
    ("Health care and social care join up, across the borders of organisations.", (sources.LONDON_CCGS,)),
    ("Budgets are pooled as far as local circumstances allow.", (sources.LONDON_CCGS,)),
    ("Preventing illness and acting early come first in how services are designed.", (sources.NEWS_2015, sources.PHE_DECEMBER)),
    ("Empty and under-used NHS buildings are put to better use, and the system costs less to run.", (sources.NEWS_2015, sources.LAMBETH_CCG)),
    ("The health and care system becomes able to pay its way and keeps doing so.", (sources.LAMBETH_CCG,)),
    ("Nothing done for London may harm services elsewhere.", (sources.NEWS_2015,)),
    (
        "Commissioners, providers, boroughs, the voluntary sector and the public work out the detailed cases together.",
        (sources.LONDON_COUNCILS_2015, sources.NCL_OBC),
    ),
    ("It is plain who decides and who answers, in a form that suits London's geography and politics.", (sources.LONDON_CCGS, sources.MD1619)),
)


def agreements() -> tuple[Agreement, ...]:
    return AGREEMENTS


def signatures() -> Iterator[Signature]:
    for order, (organisation, person, role, side) in enumerate(_MOU_SIGNATORIES, 1):
        yield Signature(MOU, order, organisation, person, role, side, cited(sources.MOU_COPY, sources.HSJ_LONDON_EYE), "2017-11-16", SIDE_BY_SIDE)
    for agreement, parties in ((COLLABORATION, _COLLABORATION_PARTIES), (DEVOLUTION, _DEVOLUTION_PARTIES)):
        for order, (organisation, person, role, side, source, note) in enumerate(parties, 1):
            yield Signature(agreement, order, organisation, person, role, side, f"{source} ({note})", "2015-12-15")


def principles() -> Iterator[Principle]:
    for number, (text, evidence) in enumerate(_PRINCIPLES, 1):
        yield Principle(COLLABORATION, number, text, cited(*evidence))
