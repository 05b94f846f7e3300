"""What may be read about governance."""

from .agreements import (
    agreement_history,
    agreements,
    by_side,
    principles,
    signature_summary,
    signatures,
    visible_agreements,
    visible_principles,
    visible_signatures,
)
from .bank_holidays import bank_holidays, calendar_summary, visible_bank_holidays
from .baselines import baselines, milestones_added_since, milestones_compared, of_baseline, variances, visible_baselines
from .boards import action_history, action_summary, actions, board_history, board_tree, boards, visible_actions, visible_boards
from .commitments import commitment_history, commitment_summary, commitments, visible_commitments
from .decisions import decision_history, decisions, texts_ended_by, visible_decisions
from .dependencies import dependencies, visible_dependencies, visible_windows, windows
from .evidence import evidence, file_of, visible_evidence
from .milestones import milestone_history, milestone_summary, milestones, slips_told, visible_milestones
from .schedule import schedule
from .texts import clauses, comparison, version_history, versions, visible_clauses, visible_versions

__all__ = [
    "action_history",
    "action_summary",
    "actions",
    "agreement_history",
    "agreements",
    "bank_holidays",
    "baselines",
    "board_history",
    "board_tree",
    "boards",
    "by_side",
    "calendar_summary",
    "clauses",
    "commitment_history",
    "commitment_summary",
    "commitments",
    "comparison",
    "decision_history",
    "decisions",
    "dependencies",
    "evidence",
    "file_of",
    "milestone_history",
    "milestone_summary",
    "milestones",
    "milestones_added_since",
    "milestones_compared",
    "of_baseline",
    "principles",
    "schedule",
    "signature_summary",
    "signatures",
    "slips_told",
    "texts_ended_by",
    "variances",
    "version_history",
    "versions",
    "visible_actions",
    "visible_agreements",
    "visible_bank_holidays",
    "visible_baselines",
    "visible_boards",
    "visible_clauses",
    "visible_commitments",
    "visible_decisions",
    "visible_dependencies",
    "visible_evidence",
    "visible_milestones",
    "visible_principles",
    "visible_signatures",
    "visible_versions",
    "visible_windows",
    "windows",
]
