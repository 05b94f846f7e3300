"""Actions of the London Workforce Board. Its real list is not public: these are made up, on its themes."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from .boards import LWB

HEE, ADASS, NHSE = "Health Education England", "London Association of Directors of Adult Social Services", "NHS England"
COUNCILS, HLP, GLA = "London Councils", "Healthy London Partnership", "Greater London Authority"


class Action(NamedTuple):
    board: str
    ref: str
    title: str
    description: str
    theme: str
    lead: str
    raised_on: date
    due_on: date
    status: str
    progress: str
    evidence: str
    closed_on: date | None
    illustrative: bool = True


class Draft(NamedTuple):
    """An action with its days counted from the day of loading."""

    title: str
    description: str
    theme: str
    lead: str
    raised: int
    due: int
    status: str = "open"
    progress: str = ""
    evidence: str = ""
    closed: int | None = None


DRAFTS = (
    Draft(
        "Map homes for key workers on surplus public land",
        "Bring to the board a map of surplus sites within reach of hospitals that could hold homes for staff.",
        "retention",
        GLA,
        -84,
        -21,
        "in_progress",
        "Sites are listed for three of the five sub-regions.",
    ),
    Draft(
        "Compare staff turnover and cost of living by borough",
        "Put turnover of nurses and care workers beside rents and travel costs.",
        "retention",
        HLP,
        -84,
        -7,
        "in_progress",
        "Turnover is in hand; travel costs are outstanding.",
    ),
    Draft(
        "Set out where nursing associates could start next",
        "List the employers that are ready, with the places that they can offer.",
        "new_roles",
        HEE,
        -84,
        12,
    ),
    Draft(
        "Agree one job description for physician associates", "So that a post means the same in each trust and practice.", "new_roles", "", -84, 26
    ),
    Draft(
        "Pool unspent apprenticeship levy across partners",
        "Find out what may be passed on, by whom, and how to ask for it.",
        "apprenticeships",
        COUNCILS,
        -84,
        -2,
    ),
    Draft(
        "Publish the apprenticeship routes into care",
        "One page that shows every route from school to a registered profession.",
        "apprenticeships",
        HEE,
        -84,
        -30,
        "complete",
        "Finished and shown to the board.",
        "Page of routes, tabled at the board's last meeting.",
        -33,
    ),
    Draft(
        "Prepare care employers for registration of staff",
        "Say what registration would ask of employers and what it would cost.",
        "social_care",
        ADASS,
        -35,
        18,
        "in_progress",
        "Questions went to employers in every borough.",
    ),
    Draft(
        "Bring care workers' pay data to one standard",
        "Boroughs hold it in different forms, so that it cannot be added up.",
        "social_care",
        ADASS,
        -35,
        40,
    ),
    Draft(
        "Plan a joint recruitment campaign for health and social care",
        "A shared message, a shared date and an agreed split of its cost.",
        "recruitment",
        COUNCILS,
        -35,
        33,
        "in_progress",
        "Costs of two options are with the partners.",
    ),
    Draft(
        "Report on recruitment from abroad",
        "Numbers by profession, and where delays arise.",
        "recruitment",
        NHSE,
        -84,
        -14,
        "complete",
        "Reported in writing.",
        "Report with numbers by profession, circulated to members.",
        -12,
    ),
    Draft(
        "Let staff move between trusts on one passport",
        "Mandatory training and checks done once should count everywhere.",
        "passporting",
        "NHS Improvement",
        -35,
        6,
        "in_progress",
        "Draft terms are with the trusts.",
    ),
    Draft(
        "Find an owner for the shared bank of general practice nurses",
        "The board supports it; nobody has yet taken it on.",
        "primary_care",
        "",
        -35,
        20,
    ),
)


def facts(today: date) -> Iterator[Action]:
    """The reference names the board and the month of the meeting that raised it: LWB-201711-01."""
    given: Counter[str] = Counter()
    for draft in DRAFTS:
        raised = today + timedelta(days=draft.raised)
        month = f"{raised:%Y%m}"
        given[month] += 1
        yield Action(
            LWB,
            f"{LWB}-{month}-{given[month]:02}",
            draft.title,
            draft.description,
            draft.theme,
            draft.lead,
            raised,
            today + timedelta(days=draft.due),
            draft.status,
            draft.progress,
            draft.evidence,
            None if draft.closed is None else today + timedelta(days=draft.closed),
        )
