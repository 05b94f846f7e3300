"""What stands in the schedule: milestones, clearances, statutory windows and boards' meetings, with what waits for what.

Everything is read whole, each kind by one query; the rules do the rest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from devo_portal.core.dates import PartialDate

from ..models import Clearance, Dependency, Meeting, Milestone, StatutoryWindow, working_calendar
from ..rules.schedule import Key, Link, Node
from ..rules.working_days import Calendar

KINDS = {"milestone": "Milestone", "clearance": "Clearance", "window": "Statutory window", "meeting": "Board meeting"}


@dataclass(frozen=True)
class Thing:
    """A node of the schedule with what people call it."""

    node: Node
    kind: str
    ref: str
    name: str
    url: str
    who: str = ""
    owner: Mapping[str, Any] | None = None
    strand: str = ""
    falls: PartialDate | None = None  # the date that a milestone keeps
    board: Mapping[str, Any] | None = None  # {id, name, short_name}: on a meeting of which it falls


@dataclass(frozen=True)
class Met:
    """A meeting, whatever its status."""

    id: Any
    ref: str
    title: str
    board: Mapping[str, Any]  # {id, name, short_name}
    day: date
    status: str


@dataclass(frozen=True)
class Programme:
    """All of it as of a day. `things` holds what no dependency touches as well."""

    on: date
    calendar: Calendar
    things: dict[Key, Thing]
    links: list[Link]
    linked: set[Key]
    meetings: list[Met]


def programme(on: date) -> Programme:
    calendar = working_calendar()
    meetings = _meetings()
    days = _to_come(meetings, on)
    windows, followed = _windows(calendar)
    links = _links() + followed
    found = [*_milestones(on, days), *_clearances(on), *windows, *_waited_for(meetings, days, on)]
    linked = {key for link in links for key in (link.before, link.after)}
    return Programme(on, calendar, {thing.node.key: thing for thing in found}, links, linked, meetings)


def _milestones(on: date, days: Mapping[Any, tuple[int, ...]]) -> list[Thing]:
    """A reached one stands where it was reached; for another, its forecast, or else its plan, is the floor, and so is the day asked about.

    A date known to the month counts from its first day, which is the earliest that it may be. One that a board must take falls on a
    meeting of that board.
    """
    columns = ("id", "ref", "name", "strand", "planned", "forecast", "actual", "owner_id", "owner__name")
    needed = ("needs_board_id", "needs_board__name", "needs_board__short_name")
    things = []
    rows = Milestone.objects.order_by().values_list(*columns, *needed)
    for pk, ref, name, strand, planned, forecast, actual, owner, owner_name, board, board_name, short in rows:
        due = forecast or planned
        reached = bool(actual and actual.first <= on)
        day = actual.first if actual and reached else max(due.first if due else on, on)
        things.append(
            Thing(
                Node(pk, day.toordinal(), reached, days.get(board, ()) if board and not reached else None),
                "milestone",
                ref,
                name,
                f"/api/v1/milestones/{pk}/",
                owner_name or "",
                {"id": owner, "name": owner_name} if owner else None,
                strand,
                actual if reached else due,
                {"id": board, "name": board_name, "short_name": short} if board else None,
            )
        )
    return things


def _clearances(on: date) -> list[Thing]:
    """A given one stands; an open or refused one comes when it is expected, and not before the day asked about."""
    things = []
    rows = Clearance.objects.order_by().values_list("id", "ref", "holder", "outcome", "decided_on", "expected_on")
    for pk, ref, holder, outcome, decided, expected in rows:
        given = bool(outcome == Clearance.Outcome.GIVEN and decided and decided <= on)
        day = decided if decided and given else max(expected or on, on)
        things.append(Thing(Node(pk, day.toordinal(), given), "clearance", ref, f"{holder}: clearance", f"/api/v1/clearances/{pk}/", holder))
    return things


def _windows(calendar: Calendar) -> tuple[list[Thing], list[Link]]:
    """One with a day of its own runs by itself; one that follows a milestone is held by its link."""
    things, links = [], []
    rows = StatutoryWindow.objects.order_by().values_list("id", "ref", "name", "working_days", "starts_on", "follows_id")
    for pk, ref, name, days, starts, follows in rows:
        day = calendar.after(starts.toordinal(), days) if starts else 1
        things.append(Thing(Node(pk, day, starts is not None), "window", ref, name, f"/api/v1/statutory-windows/{pk}/"))
        if follows:
            links.append(Link(follows, pk, days))
    return things, links


def _meetings() -> list[Met]:
    """Every meeting, from the first on."""
    columns = ("id", "ref", "title", "board_id", "board__name", "board__short_name", "held_on", "status")
    rows = Meeting.objects.order_by("held_on", "id").values_list(*columns)
    return [
        Met(pk, ref, title, {"id": board, "name": name, "short_name": short}, day, status) for pk, ref, title, board, name, short, day, status in rows
    ]


def _to_come(meetings: Iterable[Met], on: date) -> dict[Any, tuple[int, ...]]:
    """The days on which each board meets yet, as ordinals."""
    days: dict[Any, dict[int, None]] = {}
    for each in meetings:
        if each.status != Meeting.Status.CANCELLED and each.day >= on:
            days.setdefault(each.board["id"], {})[each.day.toordinal()] = None
    return {board: tuple(each) for board, each in days.items()}


def _waited_for(meetings: list[Met], days: Mapping[Any, tuple[int, ...]], on: date) -> list[Thing]:
    """A held one stands; one to come is on its day. For one that was cancelled, or whose day passed without its being held, the next
    meeting of its board stands in.
    """
    held = [each for each in meetings if each.status == Meeting.Status.HELD and each.day <= on]
    things = []
    for met in meetings:
        cancelled, day = met.status == Meeting.Status.CANCELLED, met.day.toordinal()
        if not cancelled and (met.day >= on or met.status == Meeting.Status.HELD):
            node = Node(met.id, day, met.status == Meeting.Status.HELD and met.day <= on)
        elif instead := next((each for each in held if each.board["id"] == met.board["id"] and each.day > met.day), None):
            node = Node(met.id, instead.day.toordinal(), True)
        else:
            node = Node(met.id, max(day, on.toordinal()), False, tuple(each for each in days.get(met.board["id"], ()) if each > day))
        name = f"{met.title or met.board['name']}, {said(met.day)}{' (cancelled)' if cancelled else ''}"
        things.append(Thing(node, "meeting", met.ref, name, f"/api/v1/meetings/{met.id}/", met.board["name"], board=met.board))
    return things


def _links() -> list[Link]:
    rows = Dependency.objects.order_by().values_list(*Dependency.BEFORE.values(), "after_id", "lag_working_days")
    return [Link(next(each for each in before if each), after, lag) for *before, after, lag in rows]


def said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
