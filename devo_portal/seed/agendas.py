"""One meeting of the London Workforce Board with all that belongs to it, made up to show how a meeting is prepared, held and minuted."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any, NamedTuple

from .boards import LWB

MEETING = "LWB, 17 January 2018"
_DAY, _CIRCULATED, _AGREED = date(2018, 1, 17), date(2018, 1, 31), date(2018, 3, 14)


class Meeting(NamedTuple):
    board: str
    title: str
    held_on: date
    starts_at: time
    ends_at: time
    place: str
    quorum: int
    status: str = "held"
    illustrative: bool = True

    @property
    def handle(self) -> str:
        return MEETING


class Item(NamedTuple):
    meeting: str
    place: int
    kind: str
    title: str
    purpose: str
    presenter: str
    minutes: int
    action_required: str
    minute: str


class Paper(NamedTuple):
    item: str
    title: str
    author: str
    purpose: str
    action_required: str
    considerations: str
    restricted: bool = False
    grounds: str = ""
    file: tuple[str, str] = ("", "")


_PAY, _ROUTES = "Turnover and the cost of living", "Routes from school into care"


def meetings() -> Iterator[Meeting]:
    yield Meeting(LWB, "Example of a meeting", _DAY, time(14), time(16), "City Hall", 3)


def items() -> Iterator[Item]:
    rows = (
        ("interests", "Apologies and declarations of interest", "noting", "", 5, "", "Apologies were noted. One interest was declared."),
        (
            "minutes",
            "Minutes of the last meeting",
            "decision",
            "",
            5,
            "Agree them, or say what to correct.",
            "There were none: it was the first meeting.",
        ),
        ("matters_arising", "Matters arising and actions", "noting", "", 10, "", "No action was open yet."),
        (
            "item",
            _PAY,
            "discussion",
            "Workforce programme lead",
            30,
            "Say which of the figures should come back each quarter.",
            "The board asked to see turnover by borough beside rents and travel costs, each quarter.",
        ),
        (
            "item",
            _ROUTES,
            "decision",
            "Director of adult social services",
            30,
            "Agree that one page shows every route.",
            "The board supported one page of routes for health and social care together.",
        ),
        ("any_other", "Any other business", "noting", "", 5, "", "There was none."),
    )
    for place, row in enumerate(rows, 1):
        yield Item(MEETING, place, *row)


PAPERS = (
    Paper(
        _PAY,
        "Turnover of nurses and care workers: first figures",
        "Workforce programme lead",
        "To show what is known of turnover, and what is not.",
        "Say which figures should come back each quarter.",
        "Boroughs hold the figures for social care in different forms.",
        file=("turnover.csv", "Figure,Known\nTurnover of nurses,Yes\nTurnover of care workers,In part\n"),
    ),
    Paper(
        _ROUTES,
        "One page of routes into care",
        "Director of adult social services",
        "To propose a page that shows every route from school to a registered profession.",
        "Agree that the page is made.",
        "Colleges, trusts and care employers would each keep their part of it.",
    ),
    Paper(
        _ROUTES,
        "What the page of routes would cost",
        "Policy director",
        "To give the price of the page before it is bought.",
        "Note the price.",
        "None.",
        restricted=True,
        grounds="The supplier's price, before the contract.",
    ),
)


def fill(made: list[Any]) -> None:
    """Give the meeting its papers, attendance, an interest and agreed minutes, once its items are there."""
    from governance.models import AgendaItem, Attendance, Interest, Minutes
    from governance.models import Paper as Kept
    from governance.rules.minutes import canonical, sha256
    from governance.rules.papers import type_of
    from governance.selectors import minutes_document, seats_at

    found = {item.title: item for item in AgendaItem.objects.filter(pk__in=made).select_related("meeting__board")}
    meeting = next(iter(found.values())).meeting
    rows: list[Any] = []
    for fact in PAPERS:
        values = fact._asdict()
        name, content = values.pop("file")
        paper = Kept(**{**values, "item": found[fact.item]}, illustrative=True)
        paper.ref = "PAR-EXAMPLE1" if paper.restricted else ""
        if content:
            paper.hold(name, type_of(name, content.encode()) or "", content.encode())
        rows.append(paper)
    for place, seat in enumerate(seats_at(meeting)):
        rows.append(Attendance(meeting=meeting, member=seat, state="apologies" if place == 1 else "present"))
        if place == 2:
            rows.append(
                Interest(meeting=meeting, item=found[_ROUTES], member=seat, kind="professional", nature="Governor of a college that trains nurses.")
            )
    for row in rows:
        row.full_clean()
        row.save(force_insert=True)
    minutes = Minutes(meeting=meeting, number=1, status="agreed", circulated_on=_CIRCULATED, agreed_on=_AGREED)
    minutes.document = canonical(minutes_document(meeting.pk))
    minutes.sha256 = sha256(minutes.document)
    minutes.full_clean()
    minutes.save(force_insert=True)
