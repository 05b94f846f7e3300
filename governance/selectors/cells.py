"""One cell of the matrix: its periods, how it stands, what stands in the way, and where it may go."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from devo_portal.core.history import event_model, history
from devo_portal.core.models import Area
from devo_portal.core.policy import Permission, can, require
from devo_portal.core.reads import check_names

from ..filters import areas as areas_offered
from ..filters import functions as functions_offered
from ..models import Condition, Function, OptIn
from ..rules import opt_ins as rules
from .opt_ins import LABELS, cells, parents


def unmet(function: UUID, above: Iterable[UUID], on: date) -> list[Condition]:
    """The conditions of a function, for all areas or for one of these, that are not met on a day."""
    hangs_on = Condition.objects.filter(Q(area=None) | Q(area__in=list(above)), function=function).select_related("area").order_by("ref")
    return [each for each in hangs_on if each.state != Condition.State.MET or (each.decided_on and each.decided_on > on)]


def before(latest: OptIn | None, on: date) -> str | None:
    """The state from which a cell whose last period this is moves on a day; None where none runs by then."""
    return None if latest is None or (latest.ends_on and latest.ends_on <= on) else latest.state


def cell_page(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that a cell's page shows. Without a function and an area, only what may be chosen.

    Raises Http404 where there is no such function or area.
    """
    require(user, Permission.PROGRAMME_VIEW)
    check_names(params, ("function", "area"))
    offered: dict[str, list[Any]] = {"functions": list(functions_offered()), "areas": list(areas_offered())}
    if not (params.get("function") and params.get("area")):
        return {"chosen": False, **offered}
    function, area = _one(offered["functions"], params["function"]), _one(offered["areas"], params["area"])
    return {"chosen": True, **offered, **_cell_of(user, function, area)}


def cell_of(user: Any, period: str) -> str:
    """The page of the cell of a period. Raises Http404 where there is none."""
    require(user, Permission.PROGRAMME_VIEW)
    try:
        held = OptIn.objects.filter(pk=period).first()
    except ValidationError:
        held = None
    if held is None:
        raise Http404("There is no such opt-in.")
    return f"/opt-ins/cell/?function={held.function_id}&area={held.area_id}"


def _one(offered: list[Any], asked: str) -> Any:
    found = next((each for each in offered if str(each.pk) == str(asked)), None)
    if found is None:
        raise Http404("There is no such function or area.")
    return found


def _with_reasons(periods: list[OptIn]) -> list[OptIn]:
    """The same periods, each with `why`: the reason given when it was begun or last corrected."""
    acts = event_model(OptIn).objects.filter(pgh_obj_id__in=[each.pk for each in periods]).order_by("pgh_id")
    why: dict[Any, str] = {}
    for pk, label, told in acts.values_list("pgh_obj_id", "pgh_label", "pgh_context__metadata"):
        if label == "insert" or (told or {}).get("event") in ("opt-in.corrected", "opt-in.reopened"):
            why[pk] = (told or {}).get("reason", "") if (told or {}).get("by") else ""
    for each in periods:
        each.why = why.get(each.pk, "")  # type: ignore[attr-defined]  # for the page alone
    return periods


def _ways(periods: list[OptIn], state: str | None) -> set[str]:
    """The states that a move may give: on from the running period or, where it is corrected, from the one before."""
    if state is None:
        return set(rules.TRANSITIONS[None])
    earlier = periods[1] if len(periods) > 1 and periods[1].ends_on == periods[0].starts_on else None
    return {state, *rules.TRANSITIONS[state], *rules.TRANSITIONS[earlier.state if earlier else None]}


def _cell_of(user: Any, function: Function, area: Area) -> dict[str, Any]:
    today = timezone.localdate()
    periods = list(OptIn.objects.filter(function=function, area=area).order_by("-starts_on"))
    latest = periods[0] if periods else None
    state = before(latest, max(today, latest.starts_on) if latest else today)
    above = rules.line(area.pk, parents())
    now = cells(today, area=area.pk, function=function.pk).get((area.pk, function.pk))
    names = dict(Area.objects.filter(pk__in=above).values_list("pk", "name"))
    return {
        "function": function,
        "area": area,
        "today": today,
        "state": now[0] if now else None,
        "state_label": LABELS[now[0] if now else None],
        "inherited_from": names[now[2]] if now and not now[1] else None,
        "since": now[3] if now else None,
        "periods": _with_reasons(periods),
        "latest": latest if state else None,
        "in_the_way": unmet(function.pk, above, today),
        "moves": [(code, LABELS[code]) for code in rules.STATES if code in _ways(periods, state)],
        "history": history(OptIn, latest.pk) if latest else [],
        "may_move": can(user, Permission.FUNCTION_EDIT),
    }
