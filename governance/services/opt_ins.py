"""How a cell of the matrix moves: the running period ends on the day on which the next begins."""

from contextlib import AbstractContextManager, nullcontext
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404

from devo_portal.core.models import Area
from devo_portal.core.policy import Permission, require
from devo_portal.core.writes import Refused, Stale, assign, change, check, create, need_reason, under

from ..models import Condition, Function, OptIn
from ..rules import opt_ins as rules
from ..selectors import before, parents, unmet, visible_opt_ins
from .authority import may_write, need_authority, of_rule

MAY = Permission.FUNCTION_EDIT
KIND = "opt-in.state"
HANGS = "what is in force hangs on its conditions"


def move_opt_in(
    *,
    by: Any,
    function: Function,
    area: Area,
    state: str,
    on: date,
    version: int | None = None,
    ends_on: date | None = None,
    note: str = "",
    reason: str = "",
    **kept: Any,
) -> OptIn:
    """Put an area into a state for a function from a day, and answer the period that begins; `kept` is its source.

    `version` is that of the running period, where there is one. A move on the day on which that began corrects it, and
    needs a reason, as a withdrawal does. Raises Stale, ValidationError, and Refused: `opt-in-order`, `opt-in-overlap`,
    `opt-in-transition`, `condition-open`, `opt-in-dates`; `needs-decision` where it comes into force or is varied, or where
    a period that says so is corrected.
    """
    require(by, may_write(MAY))
    fields = {"state": state, "ends_on": ends_on, "note": note, **kept}
    with transaction.atomic():
        Function.objects.select_for_update(no_key=True).get(pk=function.pk)  # two who move a function's cells do so one after the other
        periods = list(OptIn.objects.filter(function=function, area=area).order_by("-starts_on")[:2])
        latest = periods[0] if periods else None
        if latest and version is not None and version != latest.version:
            raise Stale(latest)
        _in_order(latest, on, version)
        corrects = latest is not None and on == latest.starts_on
        earlier = next((each for each in periods[1:] if latest and each.ends_on == latest.starts_on), None)
        was = (earlier.state if earlier else None) if corrects else before(latest, on)
        if not (corrects and latest and state == latest.state):
            _may_move(was, state)
        if state == rules.WITHDRAWN:
            need_reason(reason, "Say why it withdraws or opts out.")
        with _authorised(by, state, latest.state if corrects and latest else was, corrects):
            if state in rules.HOLDS:
                conditions_met(function, area, on)
            if corrects and latest:
                need_reason(reason, "Say what was wrong: this corrects a period that began on this day.")
                return _correct(latest, by, version, reason, fields)
            if latest and (latest.ends_on is None or latest.ends_on > on):
                _end(latest, by, version or 0, on, reason, "opt-in.moved")
            begun = OptIn(function=function, area=area, starts_on=on, **fields)
            return create(begun, by=by, may=may_write(MAY), event="opt-in.moved", reason=reason)


def _authorised(by: Any, to: str, was: str | None, corrects: bool) -> AbstractContextManager[None]:
    """Into force and out of it, by a decision or a delegation; but an area may always leave, on a day of its own."""
    controlled = to in rules.HOLDS or (was in rules.HOLDS and (corrects or to != rules.WITHDRAWN))
    return under(need_authority(by, KIND)) if controlled else nullcontext()


def move_on(*, by: Any, pk: Any, version: int, state: str, on: date, reason: str = "", **fields: Any) -> OptIn:
    """Move the cell of a period on to another state. Raises what `move_opt_in` does, and Http404.

    A version tells only with its period: the next one begins at version 1 again.
    """
    period = get_object_or_404(visible_opt_ins(by).select_related("function", "area"), pk=pk)
    if period.version != version:
        raise Stale(period)
    later = OptIn.objects.filter(function=period.function, area=period.area, starts_on__gt=period.starts_on).order_by("-starts_on").first()
    if later:
        raise Refused("opt-in-order", f"{period.area} has moved on since: to {later.get_state_display().lower()} on {later.starts_on:%-d %B %Y}.")
    return move_opt_in(by=by, function=period.function, area=period.area, version=version, state=state, on=on, reason=reason, **fields)


def _in_order(latest: OptIn | None, on: date, version: int | None) -> None:
    if latest is None:
        return
    if on < latest.starts_on:
        raise Refused(
            "opt-in-order",
            f"{latest.area} is recorded as {latest.get_state_display().lower()} from {latest.starts_on:%-d %B %Y}; give that day or a later one.",
            {"on": f"Give {latest.starts_on:%-d %B %Y} or a later day."},
        )
    if version is None and (latest.ends_on is None or on < latest.ends_on):
        raise Refused(
            "opt-in-overlap",
            f"{latest.area} has a state for this function in these days already: {latest.get_state_display().lower()}. Move that on.",
        )


def _may_move(was: str | None, to: str) -> None:
    if rules.may_move(was, to):
        return
    said = f"An area that is {_said(was)}" if was else "An area that has no state"
    ways = " or ".join(_said(each) for each in rules.STATES if each in rules.TRANSITIONS[was])
    raise Refused("opt-in-transition", f"{said} cannot become {_said(to)}; it can become {ways}.")


def _said(state: str) -> str:
    return f"“{str(OptIn.State(state).label).lower()}”"


def conditions_met(function: Function, area: Area, on: date) -> None:
    """Raises Refused (`condition-open`), naming each condition that is not met on the day."""
    lacking = unmet(function.pk, rules.line(area.pk, parents()), on)
    if lacking:
        said = {f"conditions/{each.ref}": _unmet_said(each, on) for each in lacking}
        raise Refused("condition-open", f"{area} cannot hold {function} while a condition is not met: {'; '.join(said.values())}.", said)


def _unmet_said(condition: Condition, on: date) -> str:
    where = f" ({condition.area})" if condition.area else ""
    how = f"met only on {condition.decided_on:%-d %B %Y}" if condition.state == Condition.State.MET else condition.get_state_display().lower()
    return f"{condition.ref}, {how}{where}: {condition.text.rstrip('.')}"


def _end(period: OptIn, by: Any, version: int, on: date, reason: str, event: str) -> None:
    with change(visible_opt_ins(by), period.pk, by=by, may=may_write(MAY), version=version, event=event, reason=reason) as ending:
        ending.ends_on = on


def _correct(period: OptIn, by: Any, version: int | None, reason: str, fields: dict[str, Any]) -> OptIn:
    rows, may = visible_opt_ins(by), may_write(MAY)
    with change(rows, period.pk, by=by, may=may, version=version or 0, event="opt-in.corrected", reason=reason) as corrected:
        assign(corrected, fields)
        check(corrected)
    return corrected


def reopen_opt_ins(condition: Condition, *, by: Any, on: date, reason: str) -> list[OptIn]:
    """A condition has failed: what is in force or varied by it has its conditions open again from that day.

    Answers the periods that then say so. For a condition of one area, the areas beneath it hang on it too; nothing hangs on
    one of a commitment.
    """
    if condition.function_id is None:
        return []
    require(by, MAY)
    event, reopened = "opt-in.reopened", []
    with transaction.atomic(), under(of_rule(HANGS)):
        Function.objects.select_for_update(no_key=True).get(pk=condition.function_id)
        above = parents()
        holding = OptIn.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), function=condition.function_id, state__in=rules.HOLDS)
        for period in holding.order_by("starts_on", "id"):
            if condition.area_id and condition.area_id not in rules.line(period.area_id, above):
                continue
            if period.starts_on >= on:
                rows, version = visible_opt_ins(by), period.version
                with change(rows, period.pk, by=by, may=MAY, version=version, event=event, reason=reason) as open_again:
                    open_again.state = rules.CONDITIONS_OPEN
            else:
                ends_on = period.ends_on
                _end(period, by, period.version, on, reason, event)
                open_again = OptIn(
                    function_id=period.function_id,
                    area_id=period.area_id,
                    state=rules.CONDITIONS_OPEN,
                    starts_on=on,
                    ends_on=ends_on,
                    note=period.note,
                )
                create(open_again, by=by, may=MAY, event=event, reason=reason)
            reopened.append(open_again)
    return reopened
