"""What may be done to benefits, and to the readings of them."""

from decimal import Decimal
from typing import Any

from django.db import transaction

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, assign, change, create, need_reason, remove
from governance.models import Evidence
from governance.services import keep_evidence

from ..models import Benefit, BenefitReading
from ..selectors import visible_benefit_readings, visible_benefits

MAY = Permission.PILOT_EDIT
ACTUAL, PLANNED = BenefitReading.Kind.ACTUAL, BenefitReading.Kind.PLANNED
MEANING = ("unit", "better", "pilot")  # what the figures of the readings mean


def create_benefit(*, by: Any, reason: str = "", **fields: Any) -> Benefit:
    return create(Benefit(**fields), by=by, may=MAY, event="benefit.created", reason=reason)


def update_benefit(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Benefit:
    """A later due day or another baseline needs a reason. Raises Refused: `benefit-measured` where readings would come to
    mean something else, `before-baseline` where the baseline would come after one of them."""
    with change(visible_benefits(by), pk, by=by, may=MAY, version=version, event="benefit.updated", reason=reason) as benefit:
        due, baseline = benefit.due_on, (benefit.baseline, benefit.baseline_on)
        moved = [name for name in MEANING if name in fields and fields[name] != getattr(benefit, name)]
        if moved and benefit.readings.exists():
            words = "It has readings, which would come to mean something else. Add another benefit."
            raise Refused("benefit-measured", words, dict.fromkeys(moved, words))
        assign(benefit, fields)
        if due and (benefit.due_on is None or benefit.due_on > due):
            need_reason(reason, "Say why it is due later.")
        if baseline[1] and baseline != (benefit.baseline, benefit.baseline_on):
            need_reason(reason, "Say why the baseline changes.")
    return benefit


def remove_benefit(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    """Raises Refused: `still-referred-to` where it has readings."""
    remove(visible_benefits(by), pk, by=by, may=MAY, version=version, event="benefit.removed", reason=reason)


def create_benefit_reading(*, by: Any, benefit: Benefit, reason: str = "", evidence: Evidence | None = None, **fields: Any) -> BenefitReading:
    """Add a point of the trajectory, or what was measured.

    Raises Refused: `evidence-missing` for an actual without it, `before-baseline`, `day-read` where the day has one already,
    `corrected-already` where another stands in the place of the one that this would correct.
    """
    with transaction.atomic():
        held = Benefit.objects.select_for_update(of=("self",)).select_related("pilot").get(pk=benefit.pk)  # its baseline stays until this is kept
        reading = BenefitReading(benefit=held, **fields)
        if reading.kind == ACTUAL and evidence is None:
            raise Refused("evidence-missing", "An actual needs its evidence: say what shows it.", {"evidence": "Say what shows it."})
        corrected = BenefitReading.objects.filter(corrects=reading.corrects_id).first() if reading.corrects_id else None
        if corrected:
            raise Refused("corrected-already", f"{corrected.ref} corrects that actual already. Correct {corrected.ref}.")
        if evidence:
            reading.evidence = keep_evidence(evidence, by=by, may=MAY, given_for=reading)
        return create(reading, by=by, may=MAY, event="benefitreading.corrected" if reading.corrects_id else "benefitreading.created", reason=reason)


@transaction.atomic
def correct_benefit_reading(
    *, by: Any, pk: Any, version: int, value: Decimal, reason: str = "", evidence: Evidence | None = None, note: str = "", **fields: Any
) -> BenefitReading:
    """Put another actual of the same day in the place of one that was wrong; both stay. Raises what `create_benefit_reading` does."""
    need_reason(reason, "Say what was wrong.")
    wrong = _as_read(by, pk, version)
    if wrong.kind != ACTUAL:
        raise Refused("only-actuals-corrected", "A planned value is changed, not corrected.")
    given = {"kind": ACTUAL, "on": wrong.on, "value": value, "note": note, "corrects": wrong, **fields}
    return create_benefit_reading(by=by, benefit=wrong.benefit, reason=reason, evidence=evidence or wrong.evidence, **given)


def _as_read(by: Any, pk: Any, version: int) -> BenefitReading:
    """The reading, as the writer saw it: nothing of it changes. Raises Http404, PermissionDenied, Stale."""
    with change(visible_benefit_readings(by), pk, by=by, may=MAY, version=version, event="benefitreading.corrected") as reading:
        return reading


def update_benefit_reading(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> BenefitReading:
    """Move the trajectory, with a reason. Raises Refused: `actual-kept`, for what was measured is corrected by another reading."""
    with transaction.atomic():
        held = visible_benefit_readings(by).filter(pk=pk).first()
        if held:
            _planned(held)
            Benefit.objects.select_for_update().get(pk=held.benefit_id)
        evidence = fields.get("evidence")
        if evidence and held:
            fields["evidence"] = keep_evidence(evidence, by=by, may=MAY, given_for=held)
        with change(visible_benefit_readings(by), pk, by=by, may=MAY, version=version, event="benefitreading.updated", reason=reason) as reading:
            need_reason(reason, "Say why the trajectory changes.")
            for name in ("kind", "benefit"):
                if fields.get(name, getattr(reading, name)) != getattr(reading, name):
                    words = "A point of the trajectory stays one, of the same benefit. Add another reading."
                    raise Refused("reading-fixed", words, {name: words})
            assign(reading, fields)
    return reading


def remove_benefit_reading(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    """Take a point out of the trajectory, with a reason. Raises Refused: `actual-kept`."""
    need_reason(reason, "Say why the trajectory changes.")
    held = visible_benefit_readings(by).filter(pk=pk).first()
    if held:
        _planned(held)
    remove(visible_benefit_readings(by), pk, by=by, may=MAY, version=version, event="benefitreading.removed", reason=reason)


def _planned(reading: BenefitReading) -> None:
    if reading.kind == ACTUAL:
        raise Refused("actual-kept", "What was measured is kept as it was given. Add the right figure as a correction.")
