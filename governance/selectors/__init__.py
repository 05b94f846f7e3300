"""What may be read about governance."""

from .agreements import agreement_history, agreements, by_side, signature_summary, signatures, visible_agreements, visible_signatures
from .boards import action_history, action_summary, actions, board_history, board_tree, boards, visible_actions, visible_boards
from .commitments import commitment_history, commitment_summary, commitments, visible_commitments
from .evidence import evidence, file_of, visible_evidence
from .milestones import milestone_history, milestone_summary, milestones, visible_milestones
from .principles import principles, visible_principles

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
    "milestone_history",
    "milestone_summary",
    "milestones",
    "principles",
    "signature_summary",
    "signatures",
    "visible_actions",
    "visible_agreements",
    "visible_boards",
    "visible_commitments",
    "visible_evidence",
    "visible_milestones",
    "visible_principles",
    "visible_signatures",
]
