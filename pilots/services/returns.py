"""What may be done to quarterly returns: called for, written, submitted and so frozen; corrected by another version."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from devo_portal.core.models import Membership, Role, User
from devo_portal.core.models.record import uuid7
from devo_portal.core.notices import tell
from devo_portal.core.policy import Permission, require
from devo_portal.core.writes import Refused, Stale, assign, change, create, load_many, need_reason, recorded, remove
from governance.rules.minutes import sha256

from ..models import Pilot, PilotReturn, ReturnCall, ReturnSection
from ..rules.quarters import FIRST, Quarter
from ..selectors import due_by_rule, live_pilots, visible_return_calls, visible_return_sections, visible_returns
from ..selectors.return_content import content_of

MAY, MAY_CALL = Permission.RETURN_EDIT, Permission.RETURN_CALL
DRAFT, SUBMITTED = PilotReturn.State.DRAFT, PilotReturn.State.SUBMITTED
Section = ReturnSection.Section
WRITTEN = ("commentary", "went_well", "stuck")


# --- Calls -------------------------------------------------------------------------------------------------------------
@transaction.atomic
def open_call(
    *,
    by: Any,
    period: str,
    pilots: Iterable[Pilot] | None = None,
    opened_on: date | None = None,
    due_on: date | None = None,
    reason: str = "",
    **fields: Any,
) -> ReturnCall:
    """Ask these pilots for a quarter's return, or all that are live, and tell the editors of their lead organisations.

    Due, unless said otherwise, 20 working days after the quarter's end, or after the call where that has passed. Raises
    ValidationError, and Refused: `quarter-not-ended`, `quarter-called`, `pilot-closed`.
    """
    require(by, MAY_CALL)
    quarter, opened_on = _quarter(period), opened_on or timezone.localdate()
    _need_ended(quarter, opened_on)
    chosen = None if pilots is None else list(pilots)
    if chosen is not None and not chosen:
        raise ValidationError({"pilots": "Name at least one pilot, or leave this out to ask every pilot that is live."})
    call = ReturnCall(period=period, opened_on=opened_on, due_on=due_on or due_by_rule(quarter, opened_on), **fields)
    with recorded(by=by, event="returncall.opened", reason=reason, subject=call):
        create(call, by=by, may=MAY_CALL, event="returncall.opened", reason=reason)
        asked = _locked(live_pilots(quarter)) if chosen is None else _open_to_ask(chosen)
        _ask(call, asked)
        _tell(call, asked)
    return call


def _quarter(period: str) -> Quarter:
    try:
        quarter = Quarter.read(period)
    except ValueError as error:
        raise ValidationError({"period": str(error)}) from None
    if quarter < FIRST:
        raise ValidationError({"period": f"The pilots were announced in {FIRST.label[0].lower()}{FIRST.label[1:]}: no return is older than that."})
    return quarter


def _need_ended(quarter: Quarter, opened_on: date) -> None:
    """Raises ValidationError; Refused: `quarter-not-ended`."""
    today = timezone.localdate()
    if opened_on > today:
        raise ValidationError({"opened_on": "Returns are called for today or were called for before, not later."})
    if opened_on <= quarter.ends:
        words = f"{quarter.label} ends on {_day(quarter.ends)}: call for its returns after that."
        raise Refused("quarter-not-ended", words, {"period": words})


def _locked(pilots: QuerySet[Pilot]) -> list[Pilot]:
    """These pilots, held so that none of them is closed while it is asked."""
    return list(pilots.select_for_update(no_key=True, of=("self",)).order_by("pk"))


def _open_to_ask(chosen: Iterable[Pilot]) -> list[Pilot]:
    """Raises Refused: `pilot-closed`. Whoever closes a pilot locks it first, so that one of the two sees the other."""
    asked = _locked(Pilot.objects.filter(pk__in=[each.pk for each in chosen]))
    closed = sorted(str(each) for each in asked if each.stage == Pilot.Stage.CLOSED)
    if closed:
        words = f"{', '.join(closed)} {'are' if closed[1:] else 'is'} closed: no return is asked of a closed pilot."
        raise Refused("pilot-closed", words)
    return asked


def _ask(call: ReturnCall, asked: Iterable[Pilot]) -> None:
    """A draft for each pilot, with its sections: two statements, however many are asked."""
    ids = {pilot.pk: uuid7() for pilot in asked}
    load_many(
        PilotReturn,
        ("id", "call", "pilot", "number", "corrects", "state", "content", "sha256", "source", "illustrative"),
        [(pk, call.pk, pilot, 1, "", DRAFT.value, "", "", call.source, call.illustrative) for pilot, pk in ids.items()],
    )
    _add_sections(ids.values())


def _add_sections(returns: Iterable[Any], written: Mapping[str, Mapping[str, str]] | None = None) -> None:
    """All seven, in the order of the form; with what was written before, where a return corrects another."""
    rows = []
    for pk in returns:
        for section in Section.values:
            held = (written or {}).get(section, {})
            state = ReturnSection.State.DONE if held.get("commentary") else ReturnSection.State.NOT_STARTED  # as it was when submitted
            rows.append((uuid7(), pk, section, state.value, *(held.get(name, "") for name in WRITTEN)))
    load_many(ReturnSection, ("id", "pilot_return", "section", "state", *WRITTEN), rows)


def _tell(call: ReturnCall, asked: Iterable[Pilot]) -> None:
    """Everyone who edits for a lead organisation, once for each pilot."""
    leads = {pilot.pk: pilot.lead_id for pilot in asked if pilot.lead_id}
    current = Membership.objects.current().filter(role=Role.PARTNER_EDITOR, organisation__in=set(leads.values()))
    editors: dict[Any, list[User]] = {}
    for membership in current.select_related("user").order_by("user__email"):
        if membership.user.is_active and not membership.user.is_client:
            editors.setdefault(membership.organisation_id, []).append(membership.user)
    for pilot in asked:
        tell(
            editors.get(pilot.lead_id, []),
            subject=f"The quarterly return of {pilot} is due on {_day(call.due_on)}",
            body=f"{call.quarter.label} has been called for. Most of it is filled in from the portal's own records; what remains is your commentary.",
            page=f"/pilots/{pilot.pk}/returns/",
        )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def update_call(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> ReturnCall:
    """Move the day on which returns are due, with a reason, or say what to look out for."""
    with change(visible_return_calls(by), pk, by=by, may=MAY_CALL, version=version, event="returncall.updated", reason=reason) as call:
        due = call.due_on
        assign(call, fields)
        if call.due_on != due:
            need_reason(reason, "Say why they are due on another day.")
    return call


@transaction.atomic
def withdraw_call(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    """Take back a call made by mistake, and the drafts with it, while nothing was submitted for it. Raises ValidationError
    without a reason; Refused: `return-submitted`; Stale."""
    require(by, MAY_CALL)
    need_reason(reason, "Say why the call is withdrawn.")
    call = get_object_or_404(visible_return_calls(by).select_for_update(of=("self",)), pk=pk)
    if call.version != version:
        raise Stale(call)
    held = list(PilotReturn.objects.select_for_update(of=("self",)).filter(call=pk).order_by("pk"))
    submitted = sum(each.state == SUBMITTED for each in held)
    if submitted:
        are = "1 return was" if submitted == 1 else f"{submitted} returns were"
        raise Refused("return-submitted", f"{are} submitted for {call.quarter.label}: the call stays, and what was submitted with it.")
    with recorded(by=by, event="returncall.withdrawn", reason=reason, subject=call):
        for each in held:
            remove(visible_returns(by), each.pk, by=by, may=MAY_CALL, version=each.version, event="pilotreturn.withdrawn", reason=reason)
        remove(visible_return_calls(by), pk, by=by, may=MAY_CALL, version=version, event="returncall.withdrawn", reason=reason)


@transaction.atomic
def ask_pilot(*, by: Any, call: ReturnCall, pilot: Pilot, reason: str = "", **fields: Any) -> PilotReturn:
    """Ask one pilot more for a quarter that was called. Raises Refused: `return-used` where it was asked already, `pilot-closed`."""
    require(by, MAY_CALL)
    if not ReturnCall.objects.select_for_update(no_key=True).filter(pk=call.pk).exists():
        raise ValidationError({"call": "This call was withdrawn."})
    _open_to_ask([pilot])
    made = PilotReturn(call=call, pilot=pilot, **fields)
    with recorded(by=by, event="pilotreturn.asked", reason=reason, subject=made):
        create(made, by=by, may=MAY_CALL, event="pilotreturn.asked", reason=reason)
        _add_sections([made.pk])
        _tell(call, [pilot])
    return made


@transaction.atomic
def withdraw_return(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    """Ask it no longer, with a reason. Raises Refused: `return-submitted`."""
    need_reason(reason, "Say why it is not asked for any longer.")
    _held(by, pk)
    remove(visible_returns(by), pk, by=by, may=MAY_CALL, version=version, event="pilotreturn.withdrawn", reason=reason)


# --- Writing and submitting --------------------------------------------------------------------------------------------
def _held(by: Any, pk: Any) -> PilotReturn:
    """The return, locked. Raises Http404; Refused: `return-submitted`."""
    held = get_object_or_404(visible_returns(by).select_for_update(of=("self",)), pk=pk)
    _not_submitted(held)
    return held


def _not_submitted(held: PilotReturn) -> None:
    if held.state == SUBMITTED and held.submitted_at:
        raise Refused("return-submitted", f"The return of {held} was submitted on {_day(timezone.localdate(held.submitted_at))}. Correct it instead.")


@transaction.atomic
def update_return_section(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> ReturnSection:
    """What is written in a section, and whether it is completed. Raises Refused: `return-submitted`, `commentary-missing`; Stale."""
    found = get_object_or_404(visible_return_sections(by), pk=pk)
    require(by, MAY, found)
    held = get_object_or_404(visible_returns(by).select_for_update(of=("self",)), pk=found.pilot_return_id)  # nobody submits it meanwhile
    with change(visible_return_sections(by), pk, by=by, may=MAY, version=version, event="returnsection.updated", reason=reason) as section:
        _not_submitted(held)
        assign(section, {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()})
        if section.state == ReturnSection.State.NOT_STARTED or not section.state:
            section.state = ReturnSection.State.IN_PROGRESS
    return section


@transaction.atomic
def submit_return(*, by: Any, pk: Any, version: int, declared: bool = False, content_sha256: str = "", reason: str = "") -> PilotReturn:
    """Freeze it. `content_sha256` is that of the content as it was checked. Raises ValidationError without the declaration, and
    Refused: `return-submitted`, `return-incomplete` with the sections that are not completed, `return-changed`."""
    found = get_object_or_404(visible_returns(by), pk=pk)
    require(by, MAY, found)
    _held(by, pk)
    with change(visible_returns(by), pk, by=by, may=MAY, version=version, event="pilotreturn.submitted", reason=reason) as record:
        if not declared:
            raise ValidationError({"declared": "Tick the declaration before you submit the return."})
        _need_sections(record)
        content = content_of(record)
        hashed = sha256(content)
        if content_sha256 and content_sha256 != hashed:
            raise Refused("return-changed", "A section or a live record changed after you checked the answers. Check them again.")
        record.content, record.sha256, record.state = content, hashed, SUBMITTED
        record.submitted_at, record.submitted_by = timezone.now(), by
    return record


def _need_sections(record: PilotReturn) -> None:
    states = dict(record.sections.order_by("id").values_list("section", "state"))
    lacking = [str(Section(name).label) for name in Section.values if states.get(name) != ReturnSection.State.DONE]
    if lacking:
        are = "section is" if len(lacking) == 1 else "sections are"
        raise Refused("return-incomplete", f"{len(lacking)} {are} not completed: {', '.join(lacking)}.")


@transaction.atomic
def correct_return(*, by: Any, pk: Any, version: int, corrects: str, reason: str = "") -> PilotReturn:
    """Begin another version of a submitted return, with all that was written in it; the one submitted stays as it is.

    Raises Refused: `return-not-submitted`, `return-superseded` where a later version was submitted, `return-used` where one is
    open already; Stale.
    """
    found = get_object_or_404(visible_returns(by).select_for_update(of=("self",)), pk=pk)
    require(by, MAY, found)
    if found.state != SUBMITTED:
        raise Refused("return-not-submitted", "It is a draft still: change its sections.")
    with change(visible_returns(by), pk, by=by, may=MAY, version=version, event="pilotreturn.corrected", reason=reason):
        pass  # nothing of it changes; but whoever corrects it must have read it as it is
    if PilotReturn.objects.filter(call=found.call_id, pilot=found.pilot_id, number__gt=found.number, state=SUBMITTED).exists():
        raise Refused("return-superseded", "A later version of it was submitted. Correct that one.")
    begun = PilotReturn.objects.filter(call=found.call_id, pilot=found.pilot_id, number__gt=found.number).first()
    if begun:
        raise Refused("return-used", f"A correction of it is open already: go on with {begun.ref}, at /returns/{begun.pk}/.")
    if not corrects.strip():
        raise ValidationError({"corrects": "Say what was wrong in the return that was submitted."})
    kept = {"source": found.source, "illustrative": found.illustrative}
    made = PilotReturn(call=found.call, pilot=found.pilot, number=found.number + 1, corrects=corrects.strip(), **kept)
    with recorded(by=by, event="pilotreturn.corrected", reason=reason, subject=made):
        create(made, by=by, may=MAY, event="pilotreturn.corrected", reason=reason)
        _add_sections([made.pk], _written(json.loads(found.content)))
    return made


def _written(document: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """What people wrote in a submitted return, by section."""
    words = {section: {"commentary": document[section].get("commentary", "")} for section in Section.values}
    progress = document["progress"]
    words["progress"] = {"commentary": progress["summary"], "went_well": progress["went_well"], "stuck": progress["stuck"]}
    return words
