"""What waits for what, where a source says so or the facts allow no other order; and a made-up chain around the day of loading."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from . import sources
from .agreements import MOU
from .baselines import MEMORANDUM
from .boards import LHB, SPB
from .sources import cited

REGISTER = "Register of Surplus Public Sector Land: 40 working days"
_MADE_UP = "Made up to show how the schedule works."


class Window(NamedTuple):
    name: str
    working_days: int
    follows: str
    note: str
    source: str = ""
    illustrative: bool = False


class Dependency(NamedTuple):
    after: str
    before_milestone: str = ""
    before_window: str = ""
    before_clearance_id: Any = None
    before_meeting_id: Any = None
    lag_working_days: int = 0
    source: str = ""
    note: str = ""
    illustrative: bool = False


WINDOWS = (
    Window(
        REGISTER,
        40,
        "Priority sites are agreed with the five partnerships",
        "Public bodies see a surplus site for 40 working days before it is offered to the market. That it begins with this milestone is made up.",
        sources.SURPLUS_REGISTER,
        True,
    ),
)

DEPENDENCIES = (
    Dependency(
        MEMORANDUM,
        "Spring Budget announces the memorandum",
        lag_working_days=5,
        source=sources.HSJ_BUDGET,
        note="Announced on a Wednesday for the Wednesday after.",
    ),
    Dependency("London's share of transformation funding is delegated", MEMORANDUM, source=cited(sources.LMC, sources.HSJ_LONDON_EYE)),
    Dependency("Delegation of specialised commissioning may begin", MEMORANDUM, source=sources.HSJ_LONDON_EYE),
    Dependency("Integration technical pack is published", MEMORANDUM, source=sources.TECHNICAL_PACK),
    Dependency("Six-month update on the prevention commitments", MEMORANDUM, source=sources.PHE_JULY),
    Dependency("London Estates Board moves to phase II", "London Estates Board is formed", source=sources.ESTATE_PAGE),
    Dependency("London Estates Delivery Unit reports on phase II", "London Estates Board moves to phase II", source=sources.LEDU_UPDATE),
    Dependency("Government responds to the Naylor Review", "Naylor Review is published", source=sources.NAYLOR_RESPONSE),
    Dependency("Haringey's final business case", "Haringey's business case goes to the Programme Board", source=sources.HARINGEY_MINUTES),
    Dependency(
        "Havering locality pilot begins",
        "Barking and Dagenham, Havering and Redbridge pool budgets for selected services",
        note=_MADE_UP,
        illustrative=True,
    ),
    Dependency(
        "Sub-regional estate plans are compared at the London Estates Board",
        "Priority sites are agreed with the five partnerships",
        lag_working_days=5,
        note=_MADE_UP,
        illustrative=True,
    ),
    Dependency(
        "Pilots send their quarterly returns",
        "Pooled budget agreement is ready for the partners' boards",
        lag_working_days=20,
        note=_MADE_UP,
        illustrative=True,
    ),
    Dependency("The first priority site is offered to the market", before_window=REGISTER, note=_MADE_UP, illustrative=True),
    Dependency(
        "The first priority site is offered to the market",
        "Sub-regional estate plans are compared at the London Estates Board",
        lag_working_days=10,
        note=_MADE_UP,
        illustrative=True,
    ),
)


# Milestone, then the board and the day of the meeting that took it.
MEETINGS = (
    ("Strategic Partnership Board considers the integration narrative", SPB, date(2017, 9, 29), sources.SPB_SEPTEMBER),
    ("London Health and Care Estates Strategy goes to the London Health Board", LHB, date(2019, 7, 10), cited(sources.MD2981, sources.LHB_2019)),
)


def windows() -> tuple[Window, ...]:
    return WINDOWS


def dependencies() -> Iterator[Dependency]:
    """With the signing's wait for Number 10 and what boards took at known meetings, where the portal holds that clearance and these meetings."""
    from governance.models import Clearance, Meeting

    yield from DEPENDENCIES
    held = Clearance.objects.filter(agreement__name=MOU, kind=Clearance.Kind.NUMBER_10, asks_again=None).first()
    if held:
        yield Dependency(MEMORANDUM, before_clearance_id=held.pk, source=sources.HSJ_BUDGET, note="The signing of March waited for it.")
    for after, board, day, source in MEETINGS:
        if meeting := Meeting.objects.filter(board__short_name=board, held_on=day).first():
            yield Dependency(after, before_meeting_id=meeting.pk, source=source)
