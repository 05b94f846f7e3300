"""What decisions change: the kinds of effect of governance, how effects are proposed, and how they are applied, all or none."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from devo_portal.core.history import history
from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, Stale, change, create, remove

from ..models import Board, Commitment, Decision, DecisionEffect, Function, OptIn
from ..rules import effects as rules
from ..rules import opt_ins
from ..selectors import board_history, commitment_history, moved_since, visible_decisions, visible_effects
from .boards import update_board
from .commitments import complete_commitment, update_commitment
from .opt_ins import move_on

MAY = Permission.DECISION_RECORD


# --- The kinds -------------------------------------------------------------------------------------------------------------
def _move_commitment(*, by: Any, record: Commitment, value: str, on: date, reason: str) -> None:
    if value == Commitment.Status.COMPLETE:
        complete_commitment(by=by, pk=record.pk, version=record.version, reason=reason)
    else:
        update_commitment(by=by, pk=record.pk, version=record.version, reason=reason, status=value)


def _move_opt_in(*, by: Any, record: OptIn, value: str, on: date, reason: str) -> None:
    move_on(by=by, pk=record.pk, version=record.version, state=value, on=on, reason=reason)


def _move_phase(*, by: Any, record: Board, value: str, on: date, reason: str) -> None:
    update_board(by=by, pk=record.pk, version=record.version, reason=reason, phase=value)


def _running() -> Any:
    """The last period of each cell."""
    last = OptIn.objects.order_by("function_id", "area_id", "-starts_on").distinct("function_id", "area_id").values("pk")
    return OptIn.objects.filter(pk__in=last).select_related("function", "area").order_by("function__code", "area__name")


def _lock_functions(ids: list[Any]) -> None:
    """Who moves a function's cells locks the function before them."""
    list(Function.objects.select_for_update(no_key=True).filter(opt_ins__in=ids).order_by("pk").values_list("pk"))


def _cell_now(period: OptIn) -> OptIn:
    return OptIn.objects.filter(function=period.function_id, area=period.area_id).order_by("-starts_on")[0]


rules.register(
    rules.Kind(
        code="commitment.status",
        label="Status of a commitment",
        field="status",
        model=Commitment,
        offered=lambda: Commitment.objects.order_by("code"),
        named=str,
        says=lambda commitment: commitment.get_status_display(),
        apply=_move_commitment,
        page="/commitments/{}/",
        api="/api/v1/commitments/{}/",
        history=commitment_history,
        values=Commitment.Status.choices,
    ),
    rules.Kind(
        code="opt-in.state",
        label="State of an opt-in",
        field="state",
        model=OptIn,
        offered=_running,
        named=lambda period: f"{period.area}: {period.function.name}",
        says=lambda period: period.get_state_display(),
        apply=_move_opt_in,
        page="/opt-ins/cell/?period={}",
        api="/api/v1/opt-ins/{}/",
        history=lambda user, pk: history(OptIn, pk),
        values=[(code, OptIn.State(code).label) for code in (opt_ins.IN_FORCE, opt_ins.VARIED, opt_ins.WITHDRAWN)],
        dated=True,
        lock=_lock_functions,
        now=_cell_now,
    ),
    rules.Kind(
        code="board.phase",
        label="Phase of a board",
        field="phase",
        model=Board,
        offered=lambda: Board.objects.order_by("name"),
        named=str,
        says=lambda board: board.phase or "No phase",
        apply=_move_phase,
        page="/boards/{}/",
        api="/api/v1/boards/{}/",
        history=board_history,
    ),
)


# --- Proposing them --------------------------------------------------------------------------------------------------------
def add_effect(
    *,
    by: Any,
    decision: Decision,
    kind: str,
    record_id: UUID | str,
    value: str = "",
    on: date | None = None,
    record_version: int | None = None,
    reason: str = "",
) -> DecisionEffect:
    """Say what an open decision will change. `record_version` is that which the proposer read; the present one, if not said.

    Raises ValidationError; Refused: `decision-closed`, `effect-there`, `effects-moved`.
    """
    known, record = _record(kind, record_id)
    _becomes(known, record, value, on)
    effect = DecisionEffect(
        decision=decision,
        kind=kind,
        record_id=record.pk,
        record_name=known.named(record)[:200],
        record_version=record_version or record.version,
        value=value,
        on=on,
        before=known.says(record)[:200],
    )
    if effect.record_version != record.version:
        raise _moved_away(by, [effect], {record.pk: record})
    with _opened(by, decision.pk, "decision.effect_added", reason):
        return create(effect, by=by, may=MAY, event="effect.added", reason=reason)


def remove_effect(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    """Raises Refused: `decision-closed`."""
    effect = get_object_or_404(visible_effects(by), pk=pk)
    with _opened(by, effect.decision_id, "decision.effect_removed", reason):
        remove(visible_effects(by), pk, by=by, may=MAY, version=version, event="effect.removed", reason=reason)


def refresh_decision(*, by: Any, pk: Any, version: int, reason: str = "") -> Decision:
    """Take the effects up again against the records as they are now. Raises Refused: `decision-closed`."""
    with change(visible_decisions(by), pk, by=by, may=MAY, version=version, event="decision.refreshed", reason=reason) as decision:
        still_open(decision)
        for effect in decision.effects.order_by("kind", "record_id"):
            known = rules.KINDS[effect.kind]
            held = known.model.objects.filter(pk=effect.record_id).first()
            if held is None:
                raise Refused("effect-record-gone", f"{effect.record_name} has been deleted. Take this effect out of the decision.")
            record = known.now(held)
            with change(visible_effects(by), effect.pk, by=by, may=MAY, version=effect.version, event="effect.refreshed", reason=reason) as taken:
                taken.record_id, taken.record_version = record.pk, record.version
                taken.record_name, taken.before = known.named(record)[:200], known.says(record)[:200]
        decision.links_changed = True  # type: ignore[attr-defined]  # a decision is what it changes: who read it before reads it again
    return decision


def _record(kind: str, record_id: Any) -> tuple[rules.Kind, Any]:
    known = rules.KINDS.get(kind)
    if known is None:
        raise ValidationError({"kind": f"There is no such kind. The kinds are {', '.join(sorted(rules.KINDS))}."})
    record = known.offered().filter(pk=record_id).first()
    if record is None:
        raise ValidationError({"record_id": "There is no such record, or it cannot be chosen."})
    return known, record


def _becomes(known: rules.Kind, record: Any, value: str, on: date | None) -> None:
    if known.values and value not in dict(known.values):
        raise ValidationError({"value": f"Choose what it becomes: {', '.join(code for code, _ in known.values)}."})
    if not value.strip():
        raise ValidationError({"value": "Say what it becomes."})
    if value == getattr(record, known.field):
        raise ValidationError({"value": f"It is that already: {known.says(record)}."})
    if on and not known.dated:
        raise ValidationError({"on": "This holds from the day of the decision; give no other."})


@contextmanager
def _opened(by: Any, pk: Any, event: str, reason: str) -> Iterator[None]:
    """An open decision whose effects the body alters: with them its version moves, for a decision is what it changes."""
    with transaction.atomic():
        held = get_object_or_404(visible_decisions(by).select_for_update(of=("self",)), pk=pk)
        with change(visible_decisions(by), pk, by=by, may=MAY, version=held.version, event=event, reason=reason) as decision:
            still_open(decision)
            yield
            decision.links_changed = True  # type: ignore[attr-defined]  # told to the write


def still_open(decision: Decision) -> None:
    """Raises Refused: `decision-closed`."""
    if decision.status not in Decision.OPEN:
        said = decision.get_status_display().lower()
        raise Refused("decision-closed", f"{decision.number} is {said}, and stays so. What is wrong in it is answered by another decision.")


# --- Applying them ---------------------------------------------------------------------------------------------------------
def apply_effects(decision: Decision, by: Any) -> None:
    """Inside the act that agrees a decision, `under` it: all its effects, or what raises. Locks in one order, whoever comes.

    Raises Refused: `effects-moved`; else what the services of the records do.
    """
    effects = list(visible_effects(by).filter(decision=decision.pk).order_by("kind", "record_id"))
    records = _locked(effects)
    stale = [each for each in effects if each.record_id not in records or records[each.record_id].version != each.record_version]
    if stale:
        raise _moved_away(by, stale, records)
    for effect in effects:
        known, record = rules.KINDS[effect.kind], records[effect.record_id]
        was = known.says(record)
        with _named(effect, known):
            known.apply(by=by, record=record, value=effect.value, on=effect.on or decision.decided_on, reason=f"Decision {decision.number}.")
        with change(visible_effects(by), effect.pk, by=by, may=MAY, version=effect.version, event="effect.applied") as applied:
            applied.before, applied.applied_at = was[:200], timezone.now()


def _locked(effects: list[DecisionEffect]) -> dict[Any, Any]:
    """The records of effects, by id, each locked until the transaction ends."""
    records: dict[Any, Any] = {}
    for code in sorted({effect.kind for effect in effects}):
        known, ids = rules.KINDS[code], sorted(effect.record_id for effect in effects if effect.kind == code)
        known.lock(ids)
        records |= {each.pk: each for each in known.model.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")}
    return records


def _moved_away(by: Any, stale: list[DecisionEffect], records: dict[Any, Any]) -> Refused:
    said = {}
    for effect in stale:
        moves = moved_since(by, effect.kind, effect.record_id, effect.record_version) if effect.record_id in records else []
        told = "; ".join(f"{each.said} on {timezone.localtime(each.at):%-d %B %Y at %H:%M}" for each in moves)
        gone = "it has been deleted" if effect.record_id not in records else "it was saved again"
        said[f"effects/{effect.ref or effect.record_name}"] = f"{effect.record_name}: {told or gone}."
    return Refused(
        "effects-moved", f"Nothing is applied: what this changes has itself been changed since it was read. {' '.join(said.values())}", said
    )


@contextmanager
def _named(effect: DecisionEffect, known: rules.Kind) -> Iterator[None]:
    """Say which effect a refusal is about."""
    head = f"Nothing is applied. {effect.record_name} cannot become “{known.label_of(effect.value).lower()}”"
    try:
        yield
    except Refused as refused:
        raise Refused(refused.rule, f"{head}: {refused.detail}") from None
    except Stale:
        raise Refused("effects-moved", f"{head}: another effect of this decision has changed it first.") from None
    except ValidationError as error:
        raise Refused("effect-refused", f"{head}: {' '.join(error.messages)}") from None
