"""What decisions may change in pilots: their stage."""

from datetime import date
from typing import Any

from governance.rules.effects import Kind, register

from .models import Pilot
from .selectors import pilot_history
from .services.stages import STAGE, move_stage


def _move(*, by: Any, record: Pilot, value: str, on: date, reason: str) -> None:
    move_stage(by=by, pk=record.pk, version=record.version, reason=reason, stage=value)


register(
    Kind(
        code=STAGE,
        label="Stage of a pilot",
        field="stage",
        model=Pilot,
        offered=lambda: Pilot.objects.order_by("name", "id"),
        named=str,
        says=lambda pilot: pilot.get_stage_display(),
        apply=_move,
        page="/pilots/{}/",
        api="/api/v1/pilots/{}/",
        history=pilot_history,
        values=Pilot.Stage.choices,
    )
)
