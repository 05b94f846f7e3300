"""Who sits on the boards, as posts of organisations: a person is named only where a source names one, and a day only where one is known."""

from collections.abc import Iterator
from typing import NamedTuple

from . import sources
from .boards import LEB, LHB, LWB, PROGRAMME, SPB
from .organisations import PROGRAMME_OFFICE, STP_CODES, partnership
from .sources import cited

GLA, COUNCILS, HLP = "Greater London Authority", "London Councils", "Healthy London Partnership"
NHSE, NHSI, PHE, HEE = "NHS England", "NHS Improvement", "Public Health England", "Health Education England"
ONE, TWO, THREE = "Representative", "Second representative", "Third representative"


class Seat(NamedTuple):
    board: str
    organisation: str  # empty for none, or where no source says which
    post: str
    source: str
    joined: str | None = None
    left: str | None = None
    name: str = ""
    capacity: str = "member"
    votes: bool = True
    independent: bool = False
    illustrative: bool = False


def facts() -> Iterator[Seat]:
    yield from _health_board()
    yield from _partnership_board()
    yield from _programme_board()
    yield from _estates_board()
    yield from _workforce_board()


def _health_board() -> Iterator[Seat]:
    """Set up in 2013; these are its seats as refocused in March 2015."""
    said, since = sources.GLA_LHB, "2015-03"
    yield Seat(LHB, GLA, "Mayor of London", cited(said, sources.LHB_2019), "2013", capacity="chair")
    yield Seat(LHB, GLA, "Deputy Mayor", said, since)
    for post in ("Borough leader", "Second borough leader", "Third borough leader"):
        yield Seat(LHB, COUNCILS, post, said, since)
    for body in (NHSE, PHE, "London Clinical Commissioning Council"):
        yield Seat(LHB, body, "Lead for London", said, since)


def _partnership_board() -> Iterator[Seat]:
    said = cited(sources.SPB_PAGE, sources.SPB_SEPTEMBER)
    yield Seat(SPB, COUNCILS, "Health lead; chief executive of Tower Hamlets", said, name="Will Tuckley", capacity="co_chair")
    yield Seat(SPB, NHSE, "NHS regional director for London, later Sir David Sloman", said, capacity="co_chair")
    for short_name in STP_CODES:
        for whose in ("Clinical commissioning groups’", "Boroughs’", "Providers’"):
            yield Seat(SPB, partnership(short_name), f"{whose} representative", said)
    for body in (COUNCILS, GLA, NHSE):
        yield Seat(SPB, body, ONE, said)
        yield Seat(SPB, body, TWO, said)
    for body in ("Office of London CCGs", NHSI, "Care Quality Commission"):
        yield Seat(SPB, body, ONE, said)
    yield Seat(SPB, PHE, "Director for London", said)
    yield Seat(SPB, HLP, "Secretariat", said, capacity="secretary", votes=False)


def _programme_board() -> Iterator[Seat]:
    said = cited(sources.LONDON_CCGS, sources.HARINGEY_MINUTES)
    yield Seat(
        PROGRAMME, COUNCILS, "Health lead; chief executive of Tower Hamlets", f"{said}; chair in 2016", "2016", name="Will Tuckley", capacity="chair"
    )
    yield Seat(PROGRAMME, PROGRAMME_OFFICE, "Programme director", said, name="Nabihah Sachedina", capacity="adviser", votes=False)


def _estates_board() -> Iterator[Seat]:
    """Its members since it was formed. That Public Health England and NHS trusts sit on it is the Mayor's word of August 2017."""
    said, since = sources.GLA_LEB, "2016-12"
    in_2019 = f"{sources.LHB_2019}: a co-chair in 2019"
    yield Seat(LEB, "", "Independent co-chair", in_2019, "2019", name="Geoff Alltimes", capacity="co_chair", independent=True)
    for short_name in STP_CODES:
        yield Seat(LEB, partnership(short_name), "Partnership lead", said, since)
    for pilot in ("Hackney", "Lewisham", "Barking and Dagenham, Havering and Redbridge"):
        yield Seat(LEB, "", f"Representative of the pilot in {pilot}", said, since)
    yield Seat(LEB, "", "Representative of London’s clinical commissioning groups", said, since)
    for body in (GLA, COUNCILS, NHSE, NHSI):
        yield Seat(LEB, body, ONE, said, since)
    national = ("NHS Property Services", "Community Health Partnerships", "HM Treasury", "Department of Health", "Cabinet Office (One Public Estate)")
    for body in national:
        yield Seat(LEB, body, ONE, said, since)
    yield Seat(LEB, PHE, ONE, sources.MAYORS_ANSWER)
    yield Seat(LEB, "", "Representative of NHS trusts", sources.MAYORS_ANSWER)


def _workforce_board() -> Iterator[Seat]:
    """No source lists its members: made up from the bodies of the board before it."""
    said = f"Made up from the bodies behind {sources.WORKFORCE_FRAMEWORK}"
    for body in (HEE, NHSE, NHSI, COUNCILS, "London Association of Directors of Adult Social Services"):
        yield Seat(LWB, body, "Workforce lead", said, "2017", capacity="chair" if body == HEE else "member", illustrative=True)
    yield Seat(LWB, HLP, "Secretariat", said, "2017", capacity="secretary", votes=False, illustrative=True)
