"""What may be done to baselines: they are taken. Nothing overwrites one."""

from typing import Any

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, change_many, create, recorded, under

from ..models import Baseline, Decision, Milestone
from .authority import of_decision
from .decisions import day_agreed

_TAKE = """
    INSERT INTO governance_baselineentry (baseline_id, milestone_id, ref, name, strand, planned, forecast, actual, falls)
    SELECT %s, id, ref, name, strand, planned, forecast, actual, falls FROM governance_milestone
"""


def take_baseline(*, by: Any, name: str, decision: Decision, note: str = "", reason: str = "", **fields: Any) -> Baseline:
    """Keep every milestone as it stands, in one act. Raises Refused: `baseline-empty`,
    `baseline-name-used`, `decision-not-agreed`."""
    day_agreed(decision)
    with under(of_decision(decision)), recorded(by=by, event="baseline.taken", reason=reason):
        baseline = Baseline(name=name, decision=decision, note=note, **fields)
        create(baseline, by=by, may=Permission.SCHEDULE_EDIT, event="baseline.taken", reason=reason)
        if not Milestone.objects.exists():
            raise Refused("baseline-empty", "There is no milestone to keep in a baseline.")
        change_many(_TAKE, [baseline.pk])
    return baseline
