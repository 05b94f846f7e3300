"""What stands in the schedule: milestones, clearances, statutory windows and boards' meetings, with what waits for what.

Everything is read whole, each kind by one query; the rules do the rest.
"""

from collections.abc import Mapping
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
class Programme:
    """All of it as of a day. `things` holds what no dependency touches as well; `days` the meetings to come of each board, as ordinals."""

    on: date
    calendar: Calendar
    things: dict[Key, Thing]
    links: list[Link]
    linked: set[Key]
    days: dict[Any, tuple[int, ...]]


def programme(on: date) -> Programme:
    calendar = working_calendar()
    meetings, days = _meetings(on)
    windows, followed = _windows(calendar)
    links = _links() + followed
    found = [*_milestones(on, days), *_clearances(on), *windows, *meetings]
    linked = {key for link in links for key in (link.before, link.after)}
    return Programme(on, calendar, {thing.node.key: thing for thing in found}, links, linked, days)


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


def _meetings(on: date) -> tuple[list[Thing], dict[Any, tuple[int, ...]]]:
    """Every meeting, and the days of those to come by board.

    A held one stands; one to come is on its day. For one that was cancelled, or whose day passed without its being held, the next
    meeting of its board stands in.
    """
    columns = ("id", "ref", "title", "held_on", "status", "board_id", "board__name", "board__short_name")
    rows = list(Meeting.objects.order_by("held_on").values_list(*columns))
    days: dict[Any, list[int]] = {}
    for *_, day, status, board, _, _ in rows:
        if status != Meeting.Status.CANCELLED and day >= on and day.toordinal() not in days.setdefault(board, []):
            days[board].append(day.toordinal())
    held = [(board, day) for *_, day, status, board, _, _ in rows if status == Meeting.Status.HELD and day <= on]
    things = []
    for pk, ref, title, day, status, board, board_name, short in rows:
        if status != Meeting.Status.CANCELLED and (day >= on or status == Meeting.Status.HELD):
            node = Node(pk, day.toordinal(), status == Meeting.Status.HELD and day <= on)
        elif instead := next((later for of, later in held if of == board and later > day), None):
            node = Node(pk, instead.toordinal(), True)
        else:
            node = Node(pk, max(day, on).toordinal(), False, tuple(each for each in days.get(board, ()) if each > day.toordinal()))
        name = f"{title or board_name}, {said(day)}{' (cancelled)' if status == Meeting.Status.CANCELLED else ''}"
        about = {"id": board, "name": board_name, "short_name": short}
        things.append(Thing(node, "meeting", ref, name, f"/api/v1/meetings/{pk}/", board_name, board=about))
    return things, {board: tuple(each) for board, each in days.items()}


def _links() -> list[Link]:
    rows = Dependency.objects.order_by().values_list(*Dependency.BEFORE.values(), "after_id", "lag_working_days")
    return [Link(next(each for each in before if each), after, lag) for *before, after, lag in rows]


def said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
