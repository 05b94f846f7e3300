"""What may be done to joint arrangements."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from devo_portal.core.models import Organisation
from devo_portal.core.policy import Permission
from devo_portal.core.writes import assign, change, create, set_links

from ..models import Commitment, JointArrangement
from ..selectors import visible_joint_arrangements

MAY = Permission.FUNCTION_EDIT


def create_joint_arrangement(*, by: Any, bodies: Iterable[Organisation], reason: str = "", **fields: Any) -> JointArrangement:
    """Raises ValidationError where fewer than two bodies share it, or the commitment is not on regulation."""
    arrangement = JointArrangement(**fields)
    chosen = _fit(arrangement, bodies)
    return create(arrangement, by=by, may=MAY, event="joint_arrangement.created", reason=reason, links={"bodies": chosen})


def update_joint_arrangement(
    *, by: Any, pk: Any, version: int, bodies: Iterable[Organisation] | None = None, reason: str = "", **fields: Any
) -> JointArrangement:
    """Raises what `create_joint_arrangement` does."""
    rows = visible_joint_arrangements(by)
    with change(rows, pk, by=by, may=MAY, version=version, event="joint_arrangement.updated", reason=reason) as arrangement:
        assign(arrangement, fields)
        chosen = _fit(arrangement, arrangement.bodies.all() if bodies is None else bodies)
        if bodies is not None:
            set_links(arrangement, "bodies", chosen)
    return arrangement


def _fit(arrangement: JointArrangement, bodies: Iterable[Organisation]) -> list[Organisation]:
    chosen, wrong = list(bodies), {}
    if len({each.pk for each in chosen}) < 2:
        wrong["bodies"] = "Name at least two bodies: one alone shares nothing."
    if arrangement.commitment_id and arrangement.commitment.theme != Commitment.Theme.REGULATION:
        wrong["commitment"] = "Choose a commitment on regulation."
    if wrong:
        raise ValidationError(wrong)
    return chosen
