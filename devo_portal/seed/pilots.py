"""The five pilots of December 2015. Haringey is in two of them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from pilots.rules.confidence import scale_on

from . import sources
from .organisations import ccg, council, partnership
from .sources import cited

HARINGEY, BHR, NCL = "Haringey", "Barking and Dagenham, Havering and Redbridge", "North Central London"
LEWISHAM, HACKNEY = "Lewisham", "Hackney"
_BHR = ("Barking and Dagenham", "Havering", "Redbridge")
_NCL = ("Barnet", "Camden", "Enfield", "Haringey", "Islington")


class Pilot(NamedTuple):
    name: str
    theme: str
    stage: str
    summary: str
    asks: str
    status_note: str
    source: str
    lead: str
    places: tuple[str, ...]
    partners: tuple[str, ...]
    starts: str = "2015-12-15"


class Rating(NamedTuple):
    pilot: str
    kind: str
    scale: str
    rating: str
    commentary: str
    rated_on: date
    illustrative: bool = True


def _lines(*asks: str) -> str:
    return "\n".join(asks)


PILOTS = (
    Pilot(
        HARINGEY,
        "prevention",
        "case_submitted",
        "Tries out how a council can prevent illness through the place itself, with planning and licensing as its tools. One strand is a healthy "
        "environment.",
        _lines("Use planning powers for health", "Use licensing powers for health", "Open legislative routes to changes in behaviour"),
        "Case submitted: the business case went to the Programme Board at the end of July 2016. The final case was due in December 2016; no source "
        "seen says when it was finished.",
        cited(sources.NEWS_2015, sources.PSE, sources.HARINGEY_MINUTES),
        council("Haringey"),
        ("Haringey",),
        (council("Haringey"), ccg("Haringey")),
    ),
    Pilot(
        BHR,
        "accountable_care",
        "launched",
        "Began as a plan for an accountable care organisation and became an integrated care partnership of three councils, three clinical "
        "commissioning groups and two NHS trusts, for a population expected to grow by 19 to 28% by 2030.",
        _lines(
            "A decision by HM Treasury and NHS England on an accountable care organisation",
            "Joint planning and pooled budgets from April 2018",
            "Localities of at least 50,000 people, each with 8 to 15 general practices",
            "An alliance of the NHS and the councils",
            "Simpler pathways of care",
        ),
        "Launched: pooled budgets and Havering's locality pilot were planned for April 2018. Its case is not among our sources, though "
        "North Central London's says that the five cases share an introduction. Cllr Maureen Worby chairs the integrated care partnership board. "
        "No source names a lead organisation.",
        cited(sources.BHR_NEWS, sources.NHSE_2015),
        "",
        _BHR,
        (
            *map(council, _BHR),
            *map(ccg, _BHR),
            "Barking, Havering and Redbridge University Hospitals NHS Trust",
            "North East London NHS Foundation Trust",
        ),
    ),
    Pilot(
        NCL,
        "estates",
        "case_submitted",
        "Five boroughs try out new ways to plan and use public buildings and land together, so that money and decisions stay closer to the place.",
        _lines(
            "Try new ways to work together on the use of assets", "Keep and reinvest the receipts from sales", "Bring approvals closer to the place"
        ),
        "Case submitted: the Outline Business Case was published in November 2017, with an introduction that the five pilots' cases share.",
        cited(sources.NEWS_2015, sources.NCL_OBC),
        partnership("NCL"),
        _NCL,
        (partnership("NCL"), *map(council, _NCL), *map(ccg, _NCL)),
    ),
    Pilot(
        LEWISHAM,
        "integration",
        "case_submitted",
        "Brings physical health, mental health and social care together in four neighbourhoods, to make one system that can last by 2020. No land is "
        "counted as surplus before the whole is planned.",
        _lines(
            "Keep capital receipts for reinvestment",
            "Assemble and package public land, through One Public Estate",
            "Flexible buildings whose running cost is shared",
        ),
        "Case submitted: Strategic Outline Case of August 2016, and a bid for £500,000 from One Public Estate. No later case is among our sources.",
        cited(sources.LEWISHAM_SOC, sources.LEWISHAM_COUNCIL),
        council("Lewisham"),
        ("Lewisham",),
        (council("Lewisham"), ccg("Lewisham")),
    ),
    Pilot(
        HACKNEY,
        "integration",
        "testing",
        "Would bring the budgets for health, social care and prevention together. The plan for 2017-18 pooled £335 million of the clinical "
        "commissioning group, £111 million of Hackney and £6 million of the City; core primary care stays outside. The City is an observer.",
        _lines("Immunisation and screening", "Commissioning of services that section 75 leaves out", "Estates", "Public health"),
        "Testing: two integrated commissioning boards meet, the first in May 2017. The pooled budget, planned for April 2017, was paused for a "
        "review of governance. Its case is not among our sources.",
        cited(sources.HEALTHWATCH_HACKNEY, sources.HSJ_HACKNEY, sources.CITY_ICB),
        council("Hackney"),
        ("Hackney",),
        (council("Hackney"), ccg("City and Hackney"), council("City of London")),
    ),
)

# Lewisham is left unrated, so that the pages show what that looks like. Haringey's go back to the five-point scale, by both kinds.
RATINGS = (
    (HARINGEY, "amber", -16, "the final case has a date that passed, and its powers may need legislation"),
    (BHR, "amber", -16, "pooled budgets have a plan, while the form of the partnership waits for a national decision"),
    (NCL, "amber", -9, "the outline case is published; keeping receipts depends on conditions"),
    (HACKNEY, "red", -9, "the pooled budget is paused with no new date"),
)
EARLIER = (
    (HARINGEY, "owner", "green", date(2017, 9, 29), "the council has what it needs to begin"),
    (HARINGEY, "assurance", "amber_green", date(2017, 9, 29), "the plan is sound, and who does what is still to be settled"),
    (HARINGEY, "assurance", "amber", date(2018, 3, 30), "two strands wait for answers from outside the borough"),
    (HARINGEY, "owner", "amber_green", date(2018, 6, 29), "licensing goes well, planning slower"),
    (HARINGEY, "assurance", "amber_red", date(2019, 3, 29), "no route for legislation has been found"),
    (HARINGEY, "assurance", "amber", date(2020, 9, 30), "the borough goes on with the powers that it has"),
    (HARINGEY, "owner", "green", date(2021, 3, 31), "the healthy environment strand is part of daily work"),
    (HARINGEY, "assurance", "red", date(2022, 9, 30), "the powers asked for are no nearer"),
    (NCL, "owner", "green", date(2018, 3, 30), "the partners agree on the plan"),
    (NCL, "assurance", "amber_green", date(2018, 6, 29), "the plan depends on receipts that are not yet certain"),
)


def pilots() -> tuple[Pilot, ...]:
    return PILOTS


def ratings(today: date) -> Iterator[Rating]:
    """Each on the scale of its day."""
    dated = [(pilot, "assurance", rating, today + timedelta(days=days), grounds) for pilot, rating, days, grounds in RATINGS]
    for pilot, kind, rating, day, grounds in (*EARLIER, *dated):
        yield Rating(pilot, kind, scale_on(day), rating, f"Illustrative rating, given by nobody: {grounds}.", day)
