"""What may be read about governance."""

from .agreements import agreement_history, agreements, by_side, signature_summary, signatures, visible_agreements, visible_signatures
from .assessments import assessments, visible_assessments
from .boards import action_history, action_summary, actions, board_history, board_tree, boards, visible_actions, visible_boards
from .commitments import commitment_history, commitment_summary, commitments, visible_commitments
from .conditions import condition_history, condition_summary, conditions, visible_conditions
from .evidence import evidence, file_of, visible_evidence
from .milestones import milestone_history, milestone_summary, milestones, visible_milestones
from .principles import principle_history, principle_links, principles, visible_principle_links, visible_principles
from .regulation import joint_arrangement_history, joint_arrangements, visible_joint_arrangements

__all__ = [
    "action_history",
    "action_summary",
    "actions",
    "agreement_history",
    "agreements",
    "assessments",
    "board_history",
    "board_tree",
    "boards",
    "by_side",
    "commitment_history",
    "commitment_summary",
    "commitments",
    "condition_history",
    "condition_summary",
    "conditions",
    "evidence",
    "file_of",
    "joint_arrangement_history",
    "joint_arrangements",
    "milestone_history",
    "milestone_summary",
    "milestones",
    "principle_history",
    "principle_links",
    "principles",
    "signature_summary",
    "signatures",
    "visible_actions",
    "visible_agreements",
    "visible_assessments",
    "visible_boards",
    "visible_commitments",
    "visible_conditions",
    "visible_evidence",
    "visible_joint_arrangements",
    "visible_milestones",
    "visible_principle_links",
    "visible_principles",
    "visible_signatures",
]
