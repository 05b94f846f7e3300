"""The one way in which a pilot's stage moves: by a decision or a delegation, and with what the gate before it asks for."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, change, need_reason
from governance.services import may_write, need_authority

from ..models import BusinessCase, Pilot, PilotReturn, PilotRole, Proposition
from ..rules import stages as rules
from ..selectors import gate_facts, lacking, moves_of, visible_pilots

STAGE = rules.STAGE
_READ = (PilotRole, Proposition, BusinessCase, PilotReturn)  # what a gate reads that may change while no pilot is locked


def move_stage(*, by: Any, pk: Any, version: int, stage: str, reason: str = "") -> Pilot:
    """Raises what `pass_gate` does."""
    may = may_write(Permission.PILOT_EDIT)
    with change(visible_pilots(by), pk, by=by, may=may, version=version, event="pilot.moved", reason=reason) as pilot:
        pass_gate(pilot, stage, by=by, reason=reason)
    return pilot


def pass_gate(pilot: Pilot, to: str, *, by: Any, reason: str) -> None:
    """Inside `change`: move the pilot to a stage.

    Raises ValidationError without a reason, and Refused: `needs-decision`; `stage-out-of-order` where it is not the next, the
    one before or the end; `gate-not-met`, which names all that is missing.
    """
    need_reason(reason, "Say why the stage changes.")
    need_authority(by, STAGE)
    may_go = moves_of(pilot.pk, pilot.stage)
    move = next((each for each in may_go if each.to == to), None)
    if move is None:
        raise _out_of_order(pilot, may_go)
    if move.needs and (missing := gate_missing(pilot, to)):
        label = dict(Pilot.Stage.choices)[to].lower()
        words = (
            f"{pilot} cannot become “{label}” yet: {len(missing)} thing{'s are' if len(missing) > 1 else ' is'} missing. {' '.join(missing.values())}"
        )
        raise Refused("gate-not-met", words, missing)
    pilot.stage = to


def gate_missing(pilot: Pilot, to: str) -> dict[str, str]:
    """Inside `change`: what the gate before a stage still lacks, in words, by its code; empty where it stands open.

    The pilot itself is taken as it is about to be saved; what belongs to it is locked, so that what is read here holds.
    """
    for model in _READ:
        list(model._default_manager.select_for_update(no_key=True).filter(pilot=pilot.pk).order_by("pk").values_list("pk"))
    facts = gate_facts(pilot.pk)
    for code, held in _own(pilot).items():
        facts[code] = facts[code]._replace(met=held)
    said = {need.code: lacking(need, facts[need.code]) for need in rules.GATES[to]}
    return {code: words for code, words in said.items() if words}


def _own(pilot: Pilot) -> dict[str, bool]:
    """What gates ask of the pilot's own record, as it is about to be saved: is it there?"""
    starts = Pilot._meta.get_field("starts").to_python(pilot.starts)  # not yet validated
    started = starts is not None and starts.first <= timezone.localdate()
    return {"lead": pilot.lead_id is not None, "place": pilot.places.exists(), "start": started}


@contextmanager
def keeping(pilot: Pilot) -> Iterator[None]:
    """Inside `change`: what the gates asked for is not taken away once the pilot stands beyond its proposal.

    Raises Refused (`stage-needs`). What was never there, as in a proposal that was withdrawn, is not asked for.
    """
    before = _own(pilot)
    yield
    if pilot.stage == rules.PROPOSED:
        return
    after = _own(pilot)
    if lost := [need for need in rules.GATES[rules.LAUNCHED] if before.get(need.code) and not after[need.code]]:
        stage = pilot.get_stage_display().lower()
        words = {rules.OWN[need.code]: f"A pilot that is {stage} keeps what it was launched with. {need.missing}" for need in lost}
        raise Refused("stage-needs", " ".join(words.values()), words)


def lock_open(by: Any, pk: Any) -> None:
    """In a transaction: the pilot stays as it is until the end of it, and is not closed. Raises Refused (`pilot-closed`).

    Taken before any row of the pilot's, as a move of its stage takes them: else the two would wait for each other.
    """
    stage = visible_pilots(by).select_for_update(of=("self",), no_key=True).filter(pk=pk).values_list("stage", flat=True).first()
    if stage == rules.CLOSED:
        words = "The pilot is closed: nothing more is asked for in it. Take it back to its stage first."
        raise Refused("pilot-closed", words, {"pilot": words})


def _out_of_order(pilot: Pilot, may_go: tuple[rules.Move, ...]) -> Refused:
    names = dict(Pilot.Stage.choices)
    where = " or ".join(f"“{names[move.to].lower()}”" for move in may_go)
    words = f"From “{names[pilot.stage].lower()}” it may become {where}: one stage at a time."
    return Refused("stage-out-of-order", words, {"stage": words})
