"""What may be read about governance."""

from .agreements import agreement_history, agreements, principles, signature_sheet, visible_agreements, visible_principles
from .boards import action_history, action_summary, actions, board_history, board_tree, boards, visible_actions, visible_boards
from .clearances import (
    chase,
    chase_file,
    clearance_history,
    clearances,
    clearances_said,
    signing_event_history,
    signing_events,
    signings_said,
    visible_clearances,
    visible_signing_events,
)
from .commitments import commitment_history, commitment_summary, commitments, visible_commitments
from .evidence import evidence, file_of, visible_evidence
from .milestones import milestone_history, milestone_summary, milestones, visible_milestones
from .signatures import by_side, signature_summary, signatures, visible_signatures

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
    "chase",
    "chase_file",
    "clearance_history",
    "clearances",
    "clearances_said",
    "commitment_history",
    "commitment_summary",
    "commitments",
    "evidence",
    "file_of",
    "milestone_history",
    "milestone_summary",
    "milestones",
    "principles",
    "signature_sheet",
    "signature_summary",
    "signatures",
    "signing_event_history",
    "signing_events",
    "signings_said",
    "visible_actions",
    "visible_agreements",
    "visible_boards",
    "visible_clearances",
    "visible_commitments",
    "visible_evidence",
    "visible_milestones",
    "visible_principles",
    "visible_signatures",
    "visible_signing_events",
]
