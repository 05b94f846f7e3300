"""The boards, with only those facts that a source gives."""

from typing import NamedTuple

from . import sources
from .sources import cited

LHB, SPB, PROGRAMME, LEB, LWB = "LHB", "SPB", "Programme Board", "LEB", "LWB"


class Board(NamedTuple):
    short_name: str
    name: str
    purpose: str
    source: str
    chaired_by: str = ""
    membership: str = ""
    formed: str | None = None
    phase: str = ""
    reports_to: str = ""
    terms_of_reference: str = ""
    quorum: int | None = None
    independent_chair: bool = False


_NOT_SOURCED = "No source gives the full terms of reference, or a quorum: the quorum shown here is illustrative."


FACTS = (
    Board(
        LHB,
        "London Health Board",
        "Gives the programme political oversight. It has no statutory powers, meets four times a year, one of them as a conference, and "
        "keeps matters arising and actions as a standing item.",
        cited(sources.GLA_LHB, sources.LHB_2019),
        chaired_by="The Mayor of London",
        membership="At first three borough leaders, the Mayor and Deputy Mayor, and three health leads: NHS England, Public Health England "
        "and the London Clinical Commissioning Council.",
        terms_of_reference=f"Four meetings a year, one of them a conference, chaired by the Mayor. {_NOT_SOURCED}",
        quorum=4,
        formed="2013",
        phase="Refocused; first met in that form in March 2015",
    ),
    Board(
        SPB,
        "London Health and Care Strategic Partnership Board",
        "Gives strategic and operational leadership, with political oversight by the London Health Board. NHS England's representatives use "
        "it as the place to decide what is delegated to them.",
        cited(sources.SPB_PAGE, sources.SPB_SEPTEMBER),
        chaired_by="Will Tuckley (chief executive of Tower Hamlets, health lead for London Councils) with the NHS regional director, "
        "later Sir David Sloman",
        membership="Three from each of the five partnerships (a clinical commissioning group, a borough and a provider); London Councils 2, "
        "Greater London Authority 2, Office of London CCGs 1, Public Health England's London director, NHS England 2, NHS Improvement 1, Care "
        "Quality Commission 1, and others. Healthy London Partnership is its secretariat.",
        terms_of_reference=f"Strategic and operational leadership of health and care in London, in partnership. {_NOT_SOURCED}",
        quorum=8,
        reports_to=LHB,
    ),
    Board(
        PROGRAMME,
        "London Health and Care Devolution Programme Board",
        "Oversees the devolution programme together with the London Health Board. The pilots' business cases came to it in July 2016.",
        cited(sources.LONDON_CCGS, sources.HARINGEY_MINUTES, sources.SPB_SEPTEMBER),
        chaired_by="Will Tuckley (2016)",
        membership="Programme director: Nabihah Sachedina.",
    ),
    Board(
        LEB,
        "London Estates Board",
        "One forum for decisions on NHS estate in London, which takes on London-level powers by phases as it is ready. The Greater London "
        "Authority hosts it. Records of 2023 to 2025 call it the London Estates and Infrastructure Board.",
        cited(sources.GLA_LEB, sources.MAYORS_ANSWER, sources.ESTATE_PAGE, sources.ADD2814),
        chaired_by="Two co-chairs, one of them independent of every member; Geoff Alltimes was a co-chair in 2019",
        membership="Leads of the five partnerships; the pilots that do not match a partnership (Hackney; Lewisham; Barking and Dagenham, "
        "Havering and Redbridge); Greater London Authority, London CCGs, London Councils, NHS England, NHS Improvement; nationally NHS "
        "Property Services, Community Health Partnerships, HM Treasury, Department of Health and One Public Estate. The Mayor's answer of "
        "August 2017 adds Public Health England and NHS trusts.",
        terms_of_reference="Two co-chairs, one of whom must be independent: not a director, employee or otherwise affiliated to a member. "
        f"{_NOT_SOURCED}",
        quorum=8,
        independent_chair=True,
        formed="2016-12",
        phase="Phase II, by 5 February 2018; advisory (phase I) until then",
    ),
    Board(
        LWB,
        "London Workforce Board",
        "Takes up workforce questions that concern all London, for health and social care together. It was set up around the time of the "
        "November 2017 signing and follows a programme board, delivery group and senate.",
        cited(sources.LMC, sources.LGC, sources.WORKFORCE_FRAMEWORK),
        membership="Not known. Its predecessor brought together Healthy London Partnership, the 32 clinical commissioning groups, Health Education "
        "England, NHS England London, the directors of adult social services and NHS Improvement.",
    ),
)


def facts() -> tuple[Board, ...]:
    return FACTS
