"""What the pilots take to be so, and what they need from others. Where a source tells of the matter it is cited."""

from datetime import date
from typing import NamedTuple

from . import sources
from .organisations import ccg, council, partnership
from .pilots import BHR, HACKNEY, HARINGEY, LEWISHAM, NCL


class Assumption(NamedTuple):
    pilot: str
    text: str
    owned_by: str
    state: str = "untested"
    tested_on: date | None = None
    note: str = ""
    illustrative: bool = True


class Dependency(NamedTuple):
    pilot: str
    what: str
    on_pilot: str = ""
    on_organisation: str = ""
    needed_by: str | None = None
    state: str = "waiting"
    note: str = ""
    source: str = ""
    illustrative: bool = True


_TRUST = "Barking, Havering and Redbridge University Hospitals NHS Trust"

ASSUMPTIONS = (
    Assumption(HARINGEY, "Fewer takeaways near schools change what children eat.", council("Haringey")),
    Assumption(
        HARINGEY,
        "The council's licensing policy can name health as a ground of its own.",
        council("Haringey"),
        "broken",
        date(2017, 2, 9),
        "Counsel's view: the four licensing objectives do not include it.",
    ),
    Assumption(BHR, "The three councils agree on one host for the pooled budget.", council("Redbridge")),
    Assumption(
        BHR,
        "Each locality has a building from which its team can work.",
        _TRUST,
        "holds",
        date(2017, 10, 12),
        "Every locality has named one; two need alterations.",
    ),
    Assumption(NCL, "A site can be emptied within a year of the decision to sell it.", partnership("NCL")),
    Assumption(
        NCL,
        "Receipts that are kept come on top of capital that was planned.",
        partnership("NCL"),
        "untested",
        None,
        "Asked of HM Treasury, no answer.",
    ),
    Assumption(
        LEWISHAM,
        "Partners share the running cost of a building by floor area.",
        council("Lewisham"),
        "holds",
        date(2017, 3, 1),
        "Agreed for one site.",
    ),
    Assumption(HACKNEY, "The City's share can be counted apart within one pool.", ccg("City and Hackney")),
)

DEPENDENCIES = (
    Dependency(
        BHR,
        "A decision on an accountable care organisation, taken together with NHS England",
        on_organisation="HM Treasury",
        source=sources.BHR_NEWS,
        illustrative=False,
    ),
    Dependency(
        NCL, "Haringey's list of council sites beside NHS land", on_pilot=HARINGEY, needed_by="2017-06", state="met", note="Given in May 2017."
    ),
    Dependency(
        NCL,
        "Terms on which receipts are kept",
        on_organisation="Department of Health",
        needed_by="2018",
        state="agreed",
        note="In principle; the conditions are open.",
        source=sources.NCL_OBC,
    ),
    Dependency(LEWISHAM, "The wording of its terms for keeping receipts", on_pilot=NCL, needed_by="2018-04-01"),
    Dependency(HARINGEY, "How the value of avoided illness is counted", on_pilot=HACKNEY, state="failed", note="Hackney counts costs, not value."),
    Dependency(
        HACKNEY,
        "Consent to commission immunisation and screening",
        on_organisation="NHS England",
        needed_by="2018-04",
        note="Asked for; that it is for NHS England to give is our reading.",
        source=sources.HEALTHWATCH_HACKNEY,
    ),
)


def assumptions() -> tuple[Assumption, ...]:
    return ASSUMPTIONS


def dependencies() -> tuple[Dependency, ...]:
    return DEPENDENCIES
