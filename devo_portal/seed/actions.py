"""Actions of the boards. Their real lists are not public: these are made up, on the themes that the boards had."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from .boards import LEB, LHB, LWB, PROGRAMME, SPB
from .organisations import PROGRAMME_OFFICE, council

HEE, ADASS, NHSE, NHSI = "Health Education England", "London Association of Directors of Adult Social Services", "NHS England", "NHS Improvement"
COUNCILS, HLP, GLA = "London Councils", "Healthy London Partnership", "Greater London Authority"
CCGS, PHE, LEDU, CQC = "Office of London CCGs", "Public Health England", "London Estates Delivery Unit", "Care Quality Commission"
BARTS, GSTT, CROYDON = "Barts Health NHS Trust", "Guy's and St Thomas' NHS Foundation Trust", "Croydon Health Services NHS Trust"
HACKNEY, CAMDEN, HARINGEY, BARKING = (council(area) for area in ("Hackney", "Camden", "Haringey", "Barking and Dagenham"))
_SHORT = {PROGRAMME: "PB"}  # as references name the board whose short name has a space


class Action(NamedTuple):
    board: str
    ref: str
    title: str
    description: str
    theme: str
    lead: str
    contributors: tuple[str, ...]
    commitment: str
    raised_on: date
    due_on: date
    status: str
    evidence: str
    closed_on: date | None
    illustrative: bool = True


class Update(NamedTuple):
    action: str
    on: date
    note: str
    status: str


class Said(NamedTuple):
    """An update: days from the day of loading, its words, and how the action stood with it."""

    days: int
    note: str
    status: str = "in_progress"


class Draft(NamedTuple):
    """An action with its days counted from the day of loading. It stands as its last update says."""

    title: str
    description: str
    theme: str
    lead: str
    raised: int
    due: int
    contributors: tuple[str, ...] = ()
    updates: tuple[Said, ...] = ()
    evidence: str = ""
    closed: int | None = None
    board: str = LWB
    commitment: str = "WF-1"


DRAFTS = (
    Draft(
        "Map homes for key workers on surplus public land",
        "Bring to the board a map of surplus sites within reach of hospitals that could hold homes for staff.",
        "retention",
        GLA,
        -84,
        -21,
        contributors=(LEDU, BARTS, HACKNEY),
        updates=(
            Said(-60, "The register of surplus sites is matched with travel times to each hospital."),
            Said(-26, "Sites are listed for three of the five sub-regions."),
        ),
    ),
    Draft(
        "Compare staff turnover and cost of living by borough",
        "Put turnover of nurses and care workers beside rents and travel costs.",
        "retention",
        HLP,
        -84,
        -7,
        contributors=(COUNCILS, HEE),
        updates=(Said(-20, "Turnover is in hand; travel costs are outstanding."),),
    ),
    Draft(
        "Set out where nursing associates could start next",
        "List the employers that are ready, with the places that they can offer.",
        "new_roles",
        HEE,
        -84,
        12,
        contributors=(BARTS, CROYDON, ADASS),
    ),
    Draft(
        "Agree one job description for physician associates",
        "So that a post means the same in each trust and practice.",
        "new_roles",
        "",
        -84,
        26,
        contributors=(CCGS,),
    ),
    Draft(
        "Pool unspent apprenticeship levy across partners",
        "Find out what may be passed on, by whom, and how to ask for it.",
        "apprenticeships",
        COUNCILS,
        -84,
        -2,
        contributors=(GSTT, BARKING, HEE),
        updates=(
            Said(-49, "Six employers say what they will not spend."),
            Said(-9, "The rules on passing on are with HM Revenue and Customs for an answer."),
        ),
    ),
    Draft(
        "Publish the apprenticeship routes into care",
        "One page that shows every route from school to a registered profession.",
        "apprenticeships",
        HEE,
        -84,
        -30,
        contributors=(ADASS,),
        updates=(Said(-50, "A draft is with colleges."), Said(-33, "Finished and shown to the board.", "complete")),
        evidence="Page of routes, tabled at the board's last meeting.",
        closed=-33,
    ),
    Draft(
        "Prepare care employers for registration of staff",
        "Say what registration would ask of employers and what it would cost.",
        "social_care",
        ADASS,
        -35,
        18,
        contributors=(CQC, HACKNEY, CAMDEN),
        updates=(Said(-12, "Questions went to employers in every borough."),),
    ),
    Draft(
        "Bring care workers' pay data to one standard",
        "Boroughs hold it in different forms, so that it cannot be added up.",
        "social_care",
        ADASS,
        -35,
        40,
        contributors=(COUNCILS, HARINGEY),
    ),
    Draft(
        "Plan a joint recruitment campaign for health and social care",
        "A shared message, a shared date and an agreed split of its cost.",
        "recruitment",
        COUNCILS,
        -35,
        33,
        contributors=(NHSE, ADASS, BARTS),
        updates=(Said(-15, "Costs of two options are with the partners."),),
    ),
    Draft(
        "Report on recruitment from abroad",
        "Numbers by profession, and where delays arise.",
        "recruitment",
        NHSE,
        -84,
        -14,
        contributors=(HEE, ADASS),
        updates=(Said(-12, "Reported in writing.", "complete"),),
        evidence="Report with numbers by profession, circulated to members.",
        closed=-12,
    ),
    Draft(
        "Let staff move between trusts on one passport",
        "Mandatory training and checks done once should count everywhere.",
        "passporting",
        NHSI,
        -35,
        6,
        contributors=(GSTT, BARTS, CROYDON),
        updates=(Said(-6, "Draft terms are with the trusts."),),
    ),
    Draft(
        "Find an owner for the shared bank of general practice nurses",
        "The board supports it; nobody has yet taken it on.",
        "primary_care",
        "",
        -35,
        20,
        contributors=(CCGS,),
    ),
    Draft(
        "Keep general practice nurses past fifty-five",
        "Ask practices what would hold experienced nurses for five years more.",
        "primary_care",
        CCGS,
        -210,
        45,
        contributors=(HEE, HLP),
        updates=(Said(-150, "Forty practices answered."), Said(-40, "Two offers are being costed: flexible hours and a mentor's post.")),
    ),
    Draft(
        "Open rotations between hospital and home care",
        "A year in each, under one contract, for newly qualified nurses.",
        "social_care",
        GSTT,
        -400,
        70,
        contributors=(ADASS, CAMDEN),
        updates=(Said(-300, "The contract waits for advice on pensions."), Said(-45, "The advice has come; the first six posts are drafted.")),
    ),
    Draft(
        "Count the vacancies of health and care on one basis",
        "One day, one form, every employer.",
        "recruitment",
        HLP,
        -330,
        -240,
        contributors=(ADASS, HEE),
        updates=(Said(-238, "Counted and published.", "complete"),),
        evidence="First joint count of vacancies, on the board's page.",
        closed=-238,
    ),
    Draft(
        "Agree what a shared bank pays for agency work",
        "One ceiling for the trusts of each partnership.",
        "passporting",
        NHSI,
        -420,
        -330,
        contributors=(BARTS, GSTT),
        updates=(Said(-335, "Agreed by every partnership.", "complete"),),
        evidence="Letter of the five partnerships.",
        closed=-335,
    ),
    Draft(
        "Describe the nursing associate to care homes",
        "A guide that says what the role may do and what it may not.",
        "new_roles",
        HEE,
        -520,
        -440,
        contributors=(ADASS, CQC),
        updates=(Said(-432, "The guide is out.", "complete"),),
        evidence="Guide, first edition.",
        closed=-432,
    ),
    Draft(
        "Learn from the senate that came before the board",
        "What it began, what should go on and who takes it.",
        "other",
        HLP,
        -600,
        -540,
        updates=(Said(-548, "The list was taken by the board.", "complete"),),
        evidence="List of work carried over.",
        closed=-548,
    ),
    Draft(
        "Show each sub-region its list of priority sites",
        "So that the five plans begin from the same register.",
        "other",
        LEDU,
        -70,
        21,
        contributors=(GLA, CCGS),
        updates=(Said(-18, "Three of five lists are out."),),
        board=LEB,
        commitment="EST-3",
    ),
    Draft(
        "Ask councils for land beside NHS sites",
        "For each priority site, what the borough owns next to it.",
        "other",
        COUNCILS,
        -70,
        -10,
        contributors=(LEDU, BARKING, HACKNEY),
        board=LEB,
        commitment="EST-5",
    ),
    Draft(
        "Say which powers of business case approval could come to London",
        "With the limits below which they would apply.",
        "other",
        NHSI,
        -110,
        35,
        contributors=(NHSE, LEDU),
        board=LEB,
        commitment="EST-2",
    ),
    Draft(
        "Name who decides on transformation funding",
        "The representatives who act in the board's forum, and what they may decide.",
        "other",
        NHSE,
        -95,
        14,
        contributors=(CCGS, COUNCILS),
        updates=(Said(-25, "Names are proposed; the limits are not."),),
        board=SPB,
        commitment="INT-1",
    ),
    Draft(
        "Gather what pilots learned about pooled budgets",
        "Four pages that a place can use to begin.",
        "other",
        HLP,
        -95,
        -5,
        contributors=(HACKNEY, HARINGEY),
        board=SPB,
        commitment="INT-5",
    ),
    Draft(
        "Report on the super zones around schools",
        "Which boroughs take part and what they see.",
        "other",
        PHE,
        -120,
        28,
        contributors=(COUNCILS, HARINGEY),
        board=LHB,
        commitment="PREV-3",
    ),
    Draft(
        "Draft the yearly report on devolution",
        "What was promised, what was done, what is late.",
        "other",
        PROGRAMME_OFFICE,
        -45,
        60,
        board=PROGRAMME,
        commitment="GOV-1",
    ),
)


def facts(today: date) -> Iterator[Action]:
    """The reference names the board and the month of the meeting that raised it: LWB-201711-01."""
    given: Counter[tuple[str, str]] = Counter()
    for draft in DRAFTS:
        raised = today + timedelta(days=draft.raised)
        short, month = _SHORT.get(draft.board, draft.board), f"{raised:%Y%m}"
        given[short, month] += 1
        yield Action(
            draft.board,
            f"{short}-{month}-{given[short, month]:02}",
            draft.title,
            draft.description,
            draft.theme,
            draft.lead,
            draft.contributors,
            draft.commitment,
            raised,
            today + timedelta(days=draft.due),
            draft.updates[-1].status if draft.updates else "open",
            draft.evidence,
            None if draft.closed is None else today + timedelta(days=draft.closed),
        )


def updates(today: date) -> Iterator[Update]:
    for draft in DRAFTS:
        for said in draft.updates:
            yield Update(draft.title, today + timedelta(days=said.days), said.note, said.status)
