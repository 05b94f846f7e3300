"""The pilots' risks and issues. Where a source tells of the matter it is cited; the scores are ours throughout."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from . import sources
from .boards import LEB, PROGRAMME, SPB
from .organisations import ccg, council, partnership
from .pilots import BHR, HACKNEY, HARINGEY, LEWISHAM, NCL
from .sources import cited


class Risk(NamedTuple):
    pilot: str
    title: str
    cause: str
    event: str
    effect: str
    category: str
    identified_on: date
    inherent: tuple[int, int]
    current: tuple[int, int]
    target: tuple[int, int]
    proximity: str
    response: str
    countermeasures: str
    owned_by: str = ""
    raised_by: str = ""
    kind: str = "risk"
    source: str = ""
    escalated: tuple[str, date, str] | None = None
    closed: tuple[date, str] | None = None


class Row(NamedTuple):
    pilot: str
    title: str
    kind: str
    cause: str
    event: str
    effect: str
    category: str
    raised_by: str
    identified_on: date
    owned_by: str
    inherent_likelihood: int
    inherent_impact: int
    current_likelihood: int
    current_impact: int
    target_likelihood: int
    target_impact: int
    proximity: str
    response: str
    countermeasures: str
    status: str
    closed_on: date | None
    closed_reason: str
    escalated_to: str
    escalated_on: date | None
    escalated_reason: str
    source: str
    illustrative: bool = True


_TRUST = "Barking, Havering and Redbridge University Hospitals NHS Trust"

RISKS = (
    Risk(
        HARINGEY,
        "Powers need a change in law",
        "some of the powers that the pilot asks for are set by national law",
        "no time is found for legislation",
        "the council can use planning and licensing for health only within today's limits",
        "legal",
        date(2016, 7, 29),
        (4, 4),
        (4, 4),
        (2, 4),
        "later",
        "share",
        "Ask with other boroughs; use local plan policy meanwhile.",
        council("Haringey"),
        council("Haringey"),
        source=cited(sources.PSE, sources.NEWS_2015),
        escalated=(PROGRAMME, date(2017, 1, 24), "Only government can grant these powers."),
    ),
    Risk(
        HARINGEY,
        "A planning policy is lost on appeal",
        "the link between takeaways and health is argued case by case",
        "an inspector allows an appeal",
        "others follow and the policy loses its force",
        "legal",
        date(2016, 11, 7),
        (3, 3),
        (2, 3),
        (1, 3),
        "year",
        "reduce",
        "Public health evidence goes with each refusal.",
        council("Haringey"),
    ),
    Risk(
        BHR,
        "National decision on the form of the partnership comes late",
        "an accountable care organisation needs a decision by HM Treasury and NHS England",
        "it comes after the budgets for the next year are set",
        "pooling waits for another year",
        "governance",
        date(2016, 12, 5),
        (4, 4),
        (3, 4),
        (2, 3),
        "quarter",
        "share",
        "Plan the integrated care partnership, which needs no such decision.",
        council("Havering"),
        _TRUST,
        source=sources.BHR_NEWS,
        escalated=(SPB, date(2017, 6, 12), "The decision is taken nationally."),
    ),
    Risk(
        BHR,
        "Growth outruns the plan",
        "the population is expected to grow by 19 to 28% by 2030",
        "demand rises faster than care moves out of hospital",
        "the savings of the partnership are spent before they are made",
        "finance",
        date(2016, 12, 5),
        (5, 5),
        (4, 5),
        (3, 4),
        "later",
        "reduce",
        "Localities of 50,000 people with their own teams.",
        _TRUST,
        source=sources.BHR_NEWS,
    ),
    Risk(
        BHR,
        "General practices do not join a locality",
        "a locality needs 8 to 15 practices",
        "some practices stay outside",
        "their patients have no joined-up team",
        "delivery",
        date(2017, 2, 20),
        (3, 3),
        (2, 2),
        (2, 3),
        "year",
        "reduce",
        "The clinical commissioning groups visit each practice.",
        ccg("Havering"),
    ),
    Risk(
        NCL,
        "Receipts may not be kept",
        "keeping receipts was agreed in principle only and depends on conditions",
        "the conditions are not met before the first sale",
        "the money leaves London and the plans behind it stop",
        "finance",
        date(2017, 4, 3),
        (4, 5),
        (3, 5),
        (1, 5),
        "year",
        "reduce",
        "Agree the conditions site by site with the London Estates Board.",
        partnership("NCL"),
        partnership("NCL"),
        source=sources.NCL_OBC,
        escalated=(LEB, date(2017, 11, 20), "Only national bodies can waive the conditions."),
    ),
    Risk(
        NCL,
        "Two boards approve the same case",
        "powers move to London by phases",
        "a case is asked for twice",
        "each site takes a year longer",
        "governance",
        date(2017, 5, 15),
        (3, 3),
        (3, 2),
        (1, 2),
        "quarter",
        "avoid",
        "One form of case for both boards.",
        partnership("NCL"),
    ),
    Risk(
        NCL,
        "Backlog found late in a building",
        "surveys are older than five years",
        "repairs turn out dearer than planned",
        "a scheme loses its margin",
        "estates",
        date(2017, 5, 15),
        (3, 4),
        (2, 3),
        (2, 2),
        "year",
        "transfer",
        "Survey before the price is agreed; the seller warrants.",
        partnership("NCL"),
        closed=(date(2018, 5, 10), "All sites of the first phase have new surveys."),
    ),
    Risk(
        LEWISHAM,
        "Bid for One Public Estate is turned down",
        "the second stage is a competition",
        "the bid for £500,000 does not succeed",
        "land is assembled without a team of its own",
        "finance",
        date(2016, 7, 19),
        (3, 3),
        (3, 3),
        (2, 2),
        "quarter",
        "accept",
        "Partners lend staff in that case.",
        council("Lewisham"),
        council("Lewisham"),
        source=sources.LEWISHAM_COUNCIL,
    ),
    Risk(
        LEWISHAM,
        "Records of care cannot be shared",
        "physical health, mental health and social care keep three systems",
        "neighbourhood teams cannot see each other's notes",
        "people tell their story three times",
        "data",
        date(2016, 9, 12),
        (4, 3),
        (3, 3),
        (1, 3),
        "now",
        "reduce",
        "A shared view for the first neighbourhood.",
        ccg("Lewisham"),
        kind="issue",
    ),
    Risk(
        HACKNEY,
        "The pooled budget is paused",
        "NHS England asked for a review of governance",
        "the pooled budget planned for April 2017 has not begun",
        "each partner still decides on its own money",
        "governance",
        date(2017, 4, 3),
        (5, 4),
        (5, 4),
        (2, 3),
        "now",
        "share",
        "The two integrated commissioning boards meet and decide in parallel.",
        ccg("City and Hackney"),
        council("Hackney"),
        kind="issue",
        source=sources.HSJ_HACKNEY,
        escalated=(SPB, date(2017, 5, 30), "The review is NHS England's."),
    ),
    Risk(
        HACKNEY,
        "Services outside section 75 stay apart",
        "some services may not be pooled by law",
        "their commissioning goes on beside the pool",
        "families meet two systems",
        "legal",
        date(2017, 3, 6),
        (4, 3),
        (4, 3),
        (4, 2),
        "year",
        "accept",
        "",
        council("Hackney"),
        source=sources.HSJ_HACKNEY,
    ),
    Risk(
        HACKNEY,
        "Staff leave while roles are unclear",
        "two teams are to become one",
        "commissioners leave before their posts are settled",
        "the first contracts are let late",
        "workforce",
        date(2017, 3, 6),
        (2, 2),
        (1, 2),
        (1, 1),
        "later",
        "accept",
        "Posts are named early.",
        ccg("City and Hackney"),
        closed=(date(2018, 2, 1), "The posts are filled."),
    ),
)


def risks() -> Iterator[Row]:
    for each in RISKS:
        escalated_to, escalated_on, why = each.escalated or ("", None, "")
        closed_on, closed_reason = each.closed or (None, "")
        yield Row(
            each.pilot,
            each.title,
            each.kind,
            each.cause,
            each.event,
            each.effect,
            each.category,
            each.raised_by,
            each.identified_on,
            each.owned_by,
            *each.inherent,
            *each.current,
            *each.target,
            each.proximity,
            each.response,
            each.countermeasures,
            "closed" if closed_on else "open",
            closed_on,
            closed_reason,
            escalated_to,
            escalated_on,
            why,
            each.source,
        )
