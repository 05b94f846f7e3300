"""What may be read about opt-ins: the periods, the matrix that they make on a day, and what does not fit in it.

A matrix is one statement of SQL, whatever its size. `rules/opt_ins.py` says the same in Python, and tests hold them together.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from devo_portal.core.models import Area
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel, check_names

from ..filters import MatrixFilter, OptInFilter, parse_on, running
from ..models import Condition, Function, OptIn
from ..rules import opt_ins as rules
from ..serializers import OptInSerializer

NO_STATE = "No state"
LABELS: dict[str | None, str] = {None: NO_STATE, **{code: str(label) for code, label in OptIn.State.choices}}
_HOLDS, _OWN, _INHERITED = rules.HOLDS, rules.OWN, rules.INHERITED

# Each area with those above it; every row that began by the day on each of them; of those that run, the nearest. It holds
# for the area since it began, or since the last of the nearer ones ended.
CELLS = """
    WITH RECURSIVE line (area_id, above_id, parent_id, depth) AS (
        SELECT id, id, parent_id, 0 FROM core_area WHERE %(area)s::uuid IS NULL OR id = %(area)s
        UNION ALL
        SELECT line.area_id, above.id, above.parent_id, line.depth + 1
          FROM line JOIN core_area above ON above.id = line.parent_id WHERE line.depth < %(levels)s
    ), reached AS (
        SELECT line.area_id, opt.function_id, line.depth, opt.id, opt.area_id AS giver_id, opt.state, opt.starts_on, opt.note, opt.illustrative,
               opt.ends_on IS NULL OR opt.ends_on > %(on)s AS runs,
               max(opt.ends_on) OVER (PARTITION BY line.area_id, opt.function_id ORDER BY line.depth
                                      GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS nearer_ended_on
          FROM line JOIN governance_optin opt ON opt.area_id = line.above_id
         WHERE opt.starts_on <= %(on)s AND (%(function)s::uuid IS NULL OR opt.function_id = %(function)s)
    ), nearest AS (
        SELECT DISTINCT ON (area_id, function_id) * FROM reached WHERE runs ORDER BY area_id, function_id, depth
    )
    SELECT area_id, function_id, state, depth = 0, giver_id, greatest(starts_on, nearer_ended_on), id, note, illustrative
      FROM nearest WHERE depth = 0 OR state IN ('in_force', 'varied')
"""


class Place(NamedTuple):
    id: UUID
    ref: str
    name: str
    gss_code: str
    kind: str
    parent_id: UUID | None


def visible_opt_ins(user: Any) -> QuerySet[OptIn]:
    require(user, Permission.PROGRAMME_VIEW)
    return OptIn.objects.all()


opt_ins = ReadModel(
    "opt-ins", visible_opt_ins, OptInFilter, OptInSerializer, order=("-starts_on", "function__code", "area__name", "state", "updated_at")
)


def day_of(params: Mapping[str, Any]) -> date:
    """The day in `on`, or today. Raises ValidationError by that name."""
    try:
        return parse_on(params["on"]) if params.get("on") else timezone.localdate()
    except ValidationError as error:
        raise ValidationError({"on": error}) from None


def cells(on: date, *, area: UUID | None = None, function: UUID | None = None) -> dict[tuple[UUID, UUID], tuple[Any, ...]]:
    """`{(area, function): (state, own, giver, since, opt-in, note, illustrative)}` for every cell that has a state on the day."""
    with connection.cursor() as cursor:
        cursor.execute(CELLS, {"on": on, "area": area, "function": function, "levels": rules.LEVELS})
        return {row[:2]: row[2:] for row in cursor.fetchall()}


def places() -> list[Place]:
    """Every area, the whole before its parts: London, then each sub-region with its authorities."""
    rows = [Place(*row) for row in Area.objects.order_by("name").values_list("id", "ref", "name", "gss_code", "kind", "parent_id")]
    beneath: dict[UUID | None, list[Place]] = {}
    for row in rows:
        beneath.setdefault(row.parent_id, []).append(row)
    ordered, waiting = [], list(reversed(beneath.get(None, [])))
    while waiting:
        ordered.append(waiting.pop())
        waiting += reversed(beneath.get(ordered[-1].id, []))
    return ordered


def _area(place: Place) -> dict[str, Any]:
    return {"id": place.id, "ref": place.ref, "name": place.name, "gss_code": place.gss_code, "url": f"/api/v1/areas/{place.id}/"}


def _functions(rows: QuerySet[Function]) -> list[dict[str, Any]]:
    statuses = dict(Function.Status.choices)
    return [
        {"id": pk, "ref": ref, "code": code, "name": name, "url": f"/api/v1/functions/{pk}/", "status": status, "status_label": str(statuses[status])}
        for pk, ref, code, name, status in rows.order_by("code").values_list("id", "ref", "code", "name", "status")
    ]


def _named(function: Mapping[str, Any]) -> dict[str, Any]:
    return {name: function[name] for name in ("id", "ref", "code", "name", "url")}


def _cell(found: tuple[Any, ...] | None) -> dict[str, Any]:
    state, own, giver, since, opt_in, _, illustrative = found or (None, None, None, None, None, "", False)
    return {
        "state": state,
        "state_label": LABELS[state],
        "in_force": state in _HOLDS,
        "source": None if own is None else _OWN if own else _INHERITED,
        "from_area": giver,
        "since": since,
        "opt_in": opt_in,
        "illustrative": illustrative,
    }


_EMPTY = _cell(None)


def matrix(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """`{on, functions, areas: [{..., cells}]}`: how every area stands to every function on a day, in three queries.

    `state` leaves the areas that stand so to one of the functions. Raises ValidationError by parameter.
    """
    require(user, Permission.PROGRAMME_VIEW)
    check_names(params, MatrixFilter.base_filters)
    on, asked = day_of(params), _asked(params)
    function, sub_region = asked.get("function"), asked.get("sub_region")
    columns = _functions(Function.objects.filter(pk=function) if function else Function.objects.all())
    found = cells(on, function=function)
    ids = [column["id"] for column in columns]
    rows = []
    for place in places():
        if sub_region not in (None, place.id, place.parent_id) or (asked.get("kind") and place.kind not in asked["kind"]):
            continue
        own = [_cell(found[place.id, pk]) if (place.id, pk) in found else _EMPTY for pk in ids]
        if not asked.get("state") or any(each["state"] in asked["state"] for each in own):
            rows.append({**_area(place), "kind": place.kind, "parent": place.parent_id, "cells": own})
    return {"on": on, "functions": columns, "areas": rows}


def _asked(params: Mapping[str, Any]) -> dict[str, Any]:
    """The filters' values but the day; no form is built where there are none."""
    if not any(params.get(name) for name in params if name != "on"):
        return {}
    asked = MatrixFilter(params, queryset=OptIn.objects.none())
    if not asked.is_valid():
        raise ValidationError(asked.errors.as_data())
    return asked.form.cleaned_data


def matrix_form(params: Mapping[str, Any]) -> Any:
    """The matrix's filters as a form, for its page."""
    return MatrixFilter(params, queryset=OptIn.objects.none()).form


_SAYS: dict[str, tuple[str, str]] = {
    rules.HELD_TWICE: ("Held twice", "{area} holds {function} by a row of its own, and so does {other}, of which it is part."),
    rules.ASKS_FOR_HELD: ("Asks for what it has", "{area} asks for {function}, which it already has from {other}."),
    rules.ONLY_PROPOSED: ("In force though only proposed", "{function} is only proposed, yet it is in force in {area}."),
    rules.UNMET: ("Held though a condition is not met", "{area} holds {function} while a condition of it is not met."),
}


def conflicts(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """`{on, count, conflicts: [{kind, kind_label, function, area, other, detail}]}`: what does not fit on a day, for one function or all."""
    require(user, Permission.PROGRAMME_VIEW)
    check_names(params, ("on", "function"))
    on, function = day_of(params), _asked(params).get("function")
    named = {column["id"]: column for column in _functions(Function.objects.filter(pk=function) if function else Function.objects.all())}
    where = {place.id: place for place in places()}
    periods: dict[Any, list[rules.Period]] = {pk: [] for pk in named}
    for row in (
        OptIn.objects.order_by().filter(running(on), function__in=named).values_list("function_id", "area_id", "state", "starts_on", "ends_on")
    ):
        periods[row[0]].append(rules.Period(*row[1:]))
    proposed = {pk for pk, each in named.items() if each["status"] == Function.Status.PROPOSED}
    order = {pk: place for place, pk in enumerate(where)}
    above = {pk: place.parent_id for pk, place in where.items()}
    found = [*rules.conflicts(on, periods, above, proposed), *_held_though_unmet(on, periods, above)]
    found.sort(key=lambda each: (named[each.function]["code"], order[each.area], each.kind))
    answers = [_told(each, named[each.function], where) for each in found]
    return {"on": on, "count": len(answers), "conflicts": answers}


def _held_though_unmet(on: date, periods: Mapping[Any, list[rules.Period]], above: rules.Parents) -> list[rules.Conflict]:
    """Areas that hold a function, by their own row or from above, while a condition of it for them is not met on the day."""
    unmet = (
        Condition.objects.filter(function__in=periods).exclude(state=Condition.State.MET, decided_on__lte=on).values_list("function_id", "area_id")
    )
    found = set()
    for function, area in unmet.distinct():
        if area is None:
            found |= {rules.Conflict(rules.UNMET, function, row.area) for row in periods[function] if row.state in rules.HOLDS}
        elif rules.cell(area, on, periods[function], above).in_force:
            found.add(rules.Conflict(rules.UNMET, function, area))
    return list(found)


def _told(conflict: rules.Conflict, function: dict[str, Any], where: Mapping[Any, Place]) -> dict[str, Any]:
    label, words = _SAYS[conflict.kind]
    area, other = where[conflict.area], where[conflict.other] if conflict.other else None
    return {
        "kind": conflict.kind,
        "kind_label": label,
        "function": _named(function),
        "area": _area(area),
        "other": _area(other) if other else None,
        "detail": words.format(area=area.name, function=f"{function['code']} {function['name']}", other=other.name if other else ""),
    }


def area_functions(user: Any, pk: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """`{area, on, functions}`: how one area stands to every function on a day. Raises Http404, ValidationError."""
    require(user, Permission.PROGRAMME_VIEW)
    check_names(params, ("on",))
    on, where = day_of(params), {place.id: place for place in places()}
    if pk not in where:
        raise Http404("There is no such area.")
    found = cells(on, area=pk)
    rows = []
    for function in _functions(Function.objects.all()):
        held = found.get((pk, function["id"]))
        cell = _cell(held)
        del cell["opt_in"]
        giver = where[cell["from_area"]] if cell["from_area"] else None
        rows.append(
            {"function": _named(function), "code": function["code"], **cell, "from_area": giver and _area(giver), "note": held[5] if held else ""}
        )
    return {"area": _area(where[pk]), "on": on, "functions": rows}


def parents() -> dict[Any, Any]:
    return dict(Area.objects.order_by().values_list("id", "parent_id"))


def grouped(column: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A matrix of one function by how its local authorities stand: `[{code, label, areas: [{area, cell}]}]`, each group there."""
    groups: dict[str, tuple[str, list[Any]]] = {"in": ("In force", []), "waiting": ("Waiting", []), "out": ("Opted out", []), "none": (NO_STATE, [])}
    for area in column["areas"]:
        if area["kind"] == Area.Kind.AUTHORITY:
            for each in area["cells"]:
                groups[_group(each["state"])][1].append({"area": area, "cell": each})
    return [{"code": code, "label": label, "areas": areas} for code, (label, areas) in groups.items()]


def _group(state: str | None) -> str:
    return "none" if state is None else "in" if state in rules.HOLDS else "waiting" if state in rules.ASKS else "out"


def area_names() -> dict[Any, str]:
    """Every area's name, for what a cell inherits may come from one that the matrix does not show."""
    return dict(Area.objects.order_by().values_list("id", "name"))
