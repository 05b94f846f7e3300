"""The schedule: what waits for what, when each can fall, and what holds up the end. Computed as it is read; nothing is saved."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from devo_portal.core.paging import query, whole_number
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import check_names

from ..filters import parse_on
from ..models import Milestone
from ..rules.schedule import Key, Plan, plan
from ..rules.working_days import WEEK
from .nodes import KINDS, Programme, Thing, programme, said

ASKS = {"on", "what_if", "critical", "q", "strand", "limit", "page"}
_END = date.max.toordinal()
_HOLDS = 20  # networks of which it is said what holds them up, the largest first


def schedule(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """See ScheduleSerializer. Raises ValidationError by parameter.

    `on` computes as of another day: what was reached or given later counts as still to come, and dates are those kept now.
    `what_if=<id>:+5` lets something fall five working days later than it would; several are separated by commas.
    """
    require(user, Permission.PROGRAMME_VIEW)
    check_names(params, ASKS)
    found = programme(_day(params))
    calendar, links, things = found.calendar, found.links, in_schedule(found)
    made = plan([thing.node for thing in things.values()], links, calendar)
    asked = _what_if(params, things)
    floors = {key: calendar.after(made.earliest[key], days) for key, days in asked.items()}
    changed = made.moved(floors)
    shown = plan([replace(t.node, floor=max(t.node.floor, floors.get(key, 0))) for key, t in things.items()], links, calendar) if asked else made
    holds = _holds(shown, things)
    return {
        "on": found.on,
        "sentence": _sentence(holds, things),
        "holds": holds,
        "without_meeting": _without_meeting(shown, things),
        "what_if": [{"id": key, "name": things[key].name, "working_days": days, "moves": len(changed.keys() - {key})} for key, days in asked.items()],
        "critical": sum(is_critical(shown, key) for key in things),
        "unlinked": sum(thing.kind == "milestone" and key not in things for key, thing in found.things.items()),
        **_page(params, shown, made, things),
    }


def in_schedule(found: Programme) -> dict[Key, Thing]:
    """What a dependency touches, and what is still to fall on a meeting of its board."""
    return {key: thing for key, thing in found.things.items() if key in found.linked or (thing.kind == "milestone" and thing.node.slots is not None)}


def is_critical(made: Plan, key: Key) -> bool:
    """Without slack, and something hangs on it or it on something: what stands alone is nobody's critical path."""
    return made.critical(key) and bool(made.before[key] or made.after[key])


def _without_meeting(made: Plan, things: Mapping[Key, Thing]) -> list[dict[str, Any]]:
    """What needs a meeting of a board that plans none from when it could fall, by that day."""
    keys = sorted((key for key in things if made.no_slot(key)), key=lambda key: (made.ready[key], things[key].name))
    return [
        {
            "id": key,
            "kind": things[key].kind,
            "name": things[key].name,
            "board": things[key].board,
            "ready": day_of(made.ready[key]),
            "sentence": f"{_no_meeting(things[key], made.ready[key])}: “{things[key].name}” waits for one.",
        }
        for key in keys
    ]


def _day(params: Mapping[str, Any]) -> date:
    if not params.get("on"):
        return timezone.localdate()
    try:
        return parse_on(params["on"])
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
    for network, size in sizes.most_common(_HOLDS):
        path = made.path(network) if size > 1 else []
        if path:
            holds.append(_hold(path, made, things))
    return sorted(holds, key=lambda hold: -hold["moves"])


def _hold(path: list[Key], made: Plan, things: Mapping[Key, Thing]) -> dict[str, Any]:
    first = things[path[0]]
    days = made.moved({path[0]: made.calendar.after(made.earliest[path[0]], WEEK)})
    moved = [key for key in days if key != path[0] and things[key].kind == "milestone"]
    last = max(moved, key=lambda key: (days[key], things[key].name), default=None)
    told = {"id": last, "name": things[last].name, "from": day_of(made.earliest[last]), "to": day_of(days[last])} if last else None
    return {
        "id": path[0],
        "kind": first.kind,
        "name": first.name,
        "who": first.board["name"] if first.board and not first.node.stands else first.who,
        "board": first.board,
        "sentence": _said(first, made, days, len(moved), told),
        "moves": len(moved),
        "last": told,
        "path": [{"id": key, "kind": things[key].kind, "name": things[key].name, "earliest": day_of(made.earliest[key])} for key in path],
    }


def _said(first: Thing, made: Plan, days: Mapping[Key, int], moved: int, last: Mapping[str, Any] | None) -> str:
    """`Number 10's clearance is critical: one more week moves 4 milestones; the last, X, from 1 April to 10 April 2018.`"""
    key = first.node.key
    if first.board and first.kind == "milestone":
        what, with_it = _slotted(first, made, days.get(key))
        return f"{what}{f', and with it {_moved(moved, last)}' if last else with_it}."
    if not last:
        return f"{_critical(first, made)}: one more week moves nothing after it."
    return f"{_critical(first, made)}: one more week moves {_moved(moved, last)}."


def _critical(first: Thing, made: Plan) -> str:
    key = first.node.key
    if first.kind == "clearance":
        return f"{_of(first.who)} clearance is critical"
    if first.kind == "window":
        return f"The window “{first.name}” is critical"
    if first.kind == "meeting":
        return f"{_no_meeting(first, made.ready[key])}, and one is critical" if made.no_slot(key) else _meeting(first, made.earliest[key])
    return f"{_of(first.who)} milestone “{first.name}” is critical" if first.who else f"“{first.name}” is critical, and nobody owns it"


def _slotted(first: Thing, made: Plan, after: int | None) -> tuple[str, str]:
    """What is said of a milestone that must fall on a meeting, and how it ends where nothing after it moves."""
    key = first.node.key
    if made.no_slot(key):
        return f"{_no_meeting(first, made.ready[key])}: one more week moves “{first.name}”", ""
    what = f"{_meeting(first, made.earliest[key])}: one more week of “{first.name}” moves it"
    if after in (first.node.slots or ()):
        return f"{what} to the meeting of {said(day_of(after or 0))}", " and nothing after it"
    return f"{what} behind the last meeting that is planned", " and nothing after it"


def _moved(count: int, last: Mapping[str, Any] | None) -> str:
    assert last
    start, end = last["from"], last["to"]
    told = f"{start.day} {start:%B}" if start.year == end.year else said(start)
    what = f"1 milestone, “{last['name']}”," if count == 1 else f"{count} milestones; the last, “{last['name']}”,"
    return f"{what} from {told} to {said(end)}"


def _meeting(thing: Thing, day: int) -> str:
    """`The London Estates Board’s meeting of 5 February 2018 is critical`."""
    assert thing.board
    name = str(thing.board["name"]).removeprefix("The ")
    return f"The {_of(name)} meeting of {said(day_of(day))} is critical"


def _no_meeting(thing: Thing, day: int) -> str:
    assert thing.board
    return f"No meeting of the {str(thing.board['name']).removeprefix('The ')} is planned on or after {said(day_of(day))}"


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
        if (not params.get("critical") or is_critical(made, key) == (params["critical"] == "true"))
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
        "board": thing.board,
        "stands": thing.node.stands,
        "falls": thing.falls,
        "earliest": day_of(made.earliest[key]),
        "latest": day_of(made.last_day(key)),
        "slack_working_days": made.slack(key),
        "critical": is_critical(made, key),
        "no_meeting": made.no_slot(key),
        "meeting_wait_working_days": made.calendar.number(made.earliest[key]) - made.calendar.number(made.ready[key]),
        "network": made.network[key],
        "waits_for": [
            {"id": each.before, "name": things[each.before].name, "lag_working_days": each.lag, "sets_the_day": each is binding} for each in before
        ],
        "without": day_of(without.earliest[key]),
        "moved_working_days": made.calendar.number(made.earliest[key]) - made.calendar.number(without.earliest[key]),
    }


def day_of(day: int) -> date:
    return date.fromordinal(min(day, _END))  # what waits for the end of time waits there
