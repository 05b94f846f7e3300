"""What may be read about governance."""

from .agreements import agreement_history, agreements, principles, visible_agreements, visible_principles
from .boards import action_history, action_summary, actions, board_history, board_tree, boards, visible_actions, visible_boards
from .commitments import commitment_history, commitment_summary, commitments, visible_commitments
from .evidence import evidence, file_of, visible_evidence
from .milestones import milestone_history, milestone_summary, milestones, visible_milestones
from .signatures import (
    by_side,
    groups,
    mandates,
    signature_history,
    signature_summary,
    signatures,
    visible_groups,
    visible_mandates,
    visible_signatures,
)

__all__ = [
    "action_history",
    "action_summary",
    "actions",
    "agreement_history",
    "agreements",
    "board_history",
    "board_tree",
    "boards",
    "by_side",
    "commitment_history",
    "commitment_summary",
    "commitments",
    "evidence",
    "file_of",
    "groups",
    "mandates",
    "milestone_history",
    "milestone_summary",
    "milestones",
    "principles",
    "signature_history",
    "signature_summary",
    "signatures",
    "visible_actions",
    "visible_agreements",
    "visible_boards",
    "visible_commitments",
    "visible_evidence",
    "visible_groups",
    "visible_mandates",
    "visible_milestones",
    "visible_principles",
    "visible_signatures",
]
