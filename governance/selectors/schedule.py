"""The schedule: what waits for what, when each can fall, and what holds up the end. Computed as it is read; nothing is saved."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from devo_portal.core.dates import PartialDate, parse_day
from devo_portal.core.paging import query, whole_number
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import check_names

from ..models import Clearance, Dependency, Milestone, StatutoryWindow, working_calendar
from ..rules.schedule import Key, Link, Node, Plan, plan
from ..rules.working_days import WEEK

ASKS = {"on", "what_if", "critical", "q", "strand", "limit", "page"}
KINDS = {"milestone": "Milestone", "clearance": "Clearance", "window": "Statutory window"}
_HOLDS = 20  # networks of which it is said what holds them up, the largest first


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


def _milestones(on: date, calendar: Any) -> list[Thing]:
    """A reached one stands where it was reached; for another, its forecast, or else its plan, is the floor, and so is the day asked about.

    A date known to the month counts from its first day, which is the earliest that it may be.
    """
    rows = Milestone.objects.order_by().values_list("id", "ref", "name", "strand", "planned", "forecast", "actual", "owner_id", "owner__name")
    things = []
    for pk, ref, name, strand, planned, forecast, actual, owner, owner_name in rows:
        due = forecast or planned
        reached = bool(actual and actual.first <= on)
        day = actual.first if actual and reached else max(due.first if due else on, on)
        about = {"id": owner, "name": owner_name} if owner else None
        things.append(
            Thing(
                Node(pk, day.toordinal(), reached),
                "milestone",
                ref,
                name,
                f"/api/v1/milestones/{pk}/",
                owner_name or "",
                about,
                strand,
                actual if reached else due,
            )
        )
    return things


def _clearances(on: date, calendar: Any) -> list[Thing]:
    """A given one stands; an open or refused one comes when it is expected, and not before the day asked about."""
    things = []
    rows = Clearance.objects.order_by().values_list("id", "ref", "holder", "outcome", "decided_on", "expected_on")
    for pk, ref, holder, outcome, decided, expected in rows:
        given = bool(outcome == Clearance.Outcome.GIVEN and decided and decided <= on)
        day = decided if decided and given else max(expected or on, on)
        things.append(Thing(Node(pk, day.toordinal(), given), "clearance", ref, f"{holder}: clearance", f"/api/v1/clearances/{pk}/", holder))
    return things


def _windows(on: date, calendar: Any) -> list[Thing]:
    """One with a day of its own runs by itself; one that follows a milestone is held by its link."""
    things = []
    for pk, ref, name, days, starts in StatutoryWindow.objects.order_by().values_list("id", "ref", "name", "working_days", "starts_on"):
        day = calendar.after(starts.toordinal(), days) if starts else 1
        things.append(Thing(Node(pk, day, starts is not None), "window", ref, name, f"/api/v1/statutory-windows/{pk}/"))
    return things


LOADERS: tuple[Callable[[date, Any], list[Thing]], ...] = (_milestones, _clearances, _windows)  # a new kind of node is one more


def _links() -> list[Link]:
    rows = Dependency.objects.order_by().values_list(*Dependency.BEFORE.values(), "after_id", "lag_working_days")
    found = [Link(next(each for each in before if each), after, lag) for *before, after, lag in rows]
    followed = StatutoryWindow.objects.exclude(follows=None).order_by().values_list("follows_id", "id", "working_days")
    return found + [Link(milestone, window, days) for milestone, window, days in followed]


def schedule(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """See ScheduleSerializer. Raises ValidationError by parameter.

    `on` computes as of another day: what was reached or given later counts as still to come, and dates are those kept now.
    `what_if=<id>:+5` lets something fall five working days later than it would; several are separated by commas.
    """
    require(user, Permission.PROGRAMME_VIEW)
    check_names(params, ASKS)
    on = _day(params)
    calendar, links = working_calendar(), _links()
    everything = [thing for load in LOADERS for thing in load(on, calendar)]
    linked = {key for link in links for key in (link.before, link.after)}
    things = {thing.node.key: thing for thing in everything if thing.node.key in linked}
    made = plan([thing.node for thing in things.values()], links, calendar)
    asked = _what_if(params, things)
    floors = {key: calendar.after(made.earliest[key], days) for key, days in asked.items()}
    changed = made.moved(floors)
    shown = plan([Node(key, max(t.node.floor, floors.get(key, 0)), t.node.stands) for key, t in things.items()], links, calendar) if asked else made
    holds = _holds(shown, things)
    return {
        "on": on,
        "sentence": _sentence(holds, things),
        "holds": holds,
        "what_if": [{"id": key, "name": things[key].name, "working_days": days, "moves": len(changed.keys() - {key})} for key, days in asked.items()],
        "critical": sum(shown.critical(key) for key in things),
        "unlinked": sum(thing.kind == "milestone" and thing.node.key not in linked for thing in everything),
        **_page(params, shown, made, things),
    }


def _day(params: Mapping[str, Any]) -> date:
    if not params.get("on"):
        return timezone.localdate()
    try:
        return parse_day(params["on"])
    except ValidationError as error:
        raise ValidationError({"on": error.messages}) from None


def _what_if(params: Mapping[str, Any], things: Mapping[Key, Thing]) -> dict[Key, int]:
    """`<id>:+5,<id>:+3`; a + in an address is read as a space."""
    asked = {}
    for text in filter(None, (each.strip() for each in str(params.get("what_if") or "").split(","))):
        if not (found := re.fullmatch(r"([0-9a-fA-F-]{36}):[+ ]?([0-9]{1,4})", text)):
            raise ValidationError({"what_if": ["Write an id and working days, such as 01a20080-94d3-7764-868d-265fb93b013a:+5."]})
        try:
            key = UUID(found[1])
        except ValueError:
            key = None
        if key not in things:
            raise ValidationError({"what_if": [f"Nothing in the schedule has the id {found[1]}."]})
        if things[key].node.stands:
            raise ValidationError({"what_if": [f"“{things[key].name}” stands already; it cannot move."]})
        asked[key] = int(found[2])
    return asked


# --- What holds up the end -----------------------------------------------------------------------------------------------
def _holds(made: Plan, things: Mapping[Key, Thing]) -> list[dict[str, Any]]:
    """For each network, what is critical now: the most that it moves first."""
    sizes = Counter(made.network.values())
    holds = []
    for network, _ in sizes.most_common(_HOLDS):
        path = made.path(network)
        if path:
            holds.append(_hold(path, made, things))
    return sorted(holds, key=lambda hold: -hold["moves"])


def _hold(path: list[Key], made: Plan, things: Mapping[Key, Thing]) -> dict[str, Any]:
    first = things[path[0]]
    days = made.moved({path[0]: made.calendar.after(made.earliest[path[0]], WEEK)})
    moved = [key for key in days if key != path[0] and things[key].kind == "milestone"]
    last = max(moved, key=lambda key: (days[key], things[key].name), default=None)
    told = {"id": last, "name": things[last].name, "from": _date(made.earliest[last]), "to": _date(days[last])} if last else None
    return {
        "id": path[0],
        "kind": first.kind,
        "name": first.name,
        "who": first.who,
        "sentence": _said(first, len(moved), told),
        "moves": len(moved),
        "last": told,
        "path": [{"id": key, "kind": things[key].kind, "name": things[key].name, "earliest": _date(made.earliest[key])} for key in path],
    }


def _said(first: Thing, moved: int, last: Mapping[str, Any] | None) -> str:
    """`Number 10's clearance is critical: one more week moves 4 milestones; the last, X, from 1 April to 10 April 2018.`"""
    if first.kind == "clearance":
        what = f"{_of(first.who)} clearance is critical"
    elif first.kind == "window":
        what = f"The window “{first.name}” is critical"
    else:
        what = f"{_of(first.who)} milestone “{first.name}” is critical" if first.who else f"“{first.name}” is critical, and nobody owns it"
    if not last:
        return f"{what}: one more week moves nothing after it."
    start, end = last["from"], last["to"]
    told = f"{start.day} {start:%B}" if start.year == end.year else f"{start.day} {start:%B %Y}"
    count = f"1 milestone, “{last['name']}”," if moved == 1 else f"{moved} milestones; the last, “{last['name']}”,"
    return f"{what}: one more week moves {count} from {told} to {end.day} {end:%B %Y}."


def _of(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def _sentence(holds: list[dict[str, Any]], things: Mapping[Key, Thing]) -> str:
    if holds:
        return str(holds[0]["sentence"])
    return "All that waits for something is reached." if things else "Nothing waits for anything yet: no dependency is recorded."


# --- The table -----------------------------------------------------------------------------------------------------------
def _page(params: Mapping[str, Any], made: Plan, without: Plan, things: Mapping[Key, Thing]) -> dict[str, Any]:
    """`count`, `next`, `previous` and the rows of one page, by their earliest day."""
    if params.get("critical") not in (None, "", "true", "false"):
        raise ValidationError({"critical": ["Give true or false."]})
    strands = params.getlist("strand") if hasattr(params, "getlist") else [each for each in [params.get("strand")] if each]
    strands = [each for each in strands if each]
    if unknown := set(strands) - set(Milestone.Strand.values):
        raise ValidationError({"strand": [f"There is no strand {', '.join(sorted(unknown))}."]})
    words = str(params.get("q") or "").lower().split()[:8]
    limit, number = whole_number(params, "limit", 50, 500), whole_number(params, "page", 1, 100_000)
    keys = [
        key
        for key, thing in things.items()
        if (not params.get("critical") or made.critical(key) == (params["critical"] == "true"))
        and (not strands or thing.strand in strands)
        and all(word in f"{thing.name} {thing.ref}".lower() for word in words)
    ]
    keys.sort(key=lambda key: (made.earliest[key], things[key].name, str(key)))
    start = (number - 1) * limit

    def side(page: int, there: bool) -> str | None:
        return f"/api/v1/schedule/{query(params, page=page)}" if there else None

    return {
        "count": len(keys),
        "next": side(number + 1, start + limit < len(keys)),
        "previous": side(number - 1, number > 1),
        "results": [_row(key, made, without, things) for key in keys[start : start + limit]],
    }


def _row(key: Key, made: Plan, without: Plan, things: Mapping[Key, Thing]) -> dict[str, Any]:
    thing, binding = things[key], made.binding(key)
    before = sorted(made.before[key], key=lambda link: (made.earliest[link.before], things[link.before].name))
    return {
        "kind": thing.kind,
        "kind_label": KINDS[thing.kind],
        "id": key,
        "ref": thing.ref,
        "name": thing.name,
        "url": thing.url,
        "strand": thing.strand,
        "strand_label": str(Milestone.Strand(thing.strand).label) if thing.strand else "",
        "owner": thing.owner,
        "stands": thing.node.stands,
        "falls": thing.falls,
        "earliest": _date(made.earliest[key]),
        "latest": _date(made.last_day(key)),
        "slack_working_days": made.slack(key),
        "critical": made.critical(key),
        "network": made.network[key],
        "waits_for": [
            {"id": each.before, "name": things[each.before].name, "lag_working_days": each.lag, "sets_the_day": each is binding} for each in before
        ],
        "without": _date(without.earliest[key]),
        "moved_working_days": made.calendar.number(made.earliest[key]) - made.calendar.number(without.earliest[key]),
    }


def _date(day: int) -> date:
    return date.fromordinal(day)
