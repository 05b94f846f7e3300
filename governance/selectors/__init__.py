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
from .boards import action_history, action_summary, actions, board_history, board_tree, boards, visible_actions, visible_boards
from .cells import before, cell_page, unmet
from .commitments import commitment_history, commitment_summary, commitments, visible_commitments
from .evidence import evidence, file_of, visible_evidence
from .functions import function_history, function_summary, functions, visible_functions
from .milestones import milestone_history, milestone_summary, milestones, visible_milestones
from .opt_ins import area_functions, area_names, conflicts, grouped, matrix, matrix_form, opt_ins, parents, visible_opt_ins

__all__ = [
    "action_history",
    "action_summary",
    "actions",
    "agreement_history",
    "agreements",
    "area_functions",
    "area_names",
    "before",
    "board_history",
    "board_tree",
    "boards",
    "by_side",
    "cell_page",
    "commitment_history",
    "commitment_summary",
    "commitments",
    "conflicts",
    "evidence",
    "file_of",
    "function_history",
    "function_summary",
    "functions",
    "grouped",
    "matrix",
    "matrix_form",
    "milestone_history",
    "milestone_summary",
    "milestones",
    "opt_ins",
    "parents",
    "principles",
    "signature_summary",
    "signatures",
    "unmet",
    "visible_actions",
    "visible_agreements",
    "visible_boards",
    "visible_commitments",
    "visible_evidence",
    "visible_functions",
    "visible_milestones",
    "visible_opt_ins",
    "visible_principles",
    "visible_signatures",
]
