"""What may be read about governance."""

from .actions import action_history, action_summary, actions, visible_actions
from .agreements import agreement_history, agreements, signature_sheet, visible_agreements
from .assessments import assessments, visible_assessments
from .bank_holidays import bank_holidays, calendar_summary, visible_bank_holidays
from .baselines import baselines, milestones_added_since, milestones_compared, of_baseline, variances, visible_baselines
from .boards import board_history, board_tree, boards, visible_boards
from .cells import before, cell_page, unmet
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
from .conditions import condition_history, condition_summary, conditions, visible_conditions
from .decisions import decision_history, decisions, texts_ended_by, visible_decisions
from .dependencies import dependencies, visible_dependencies, visible_windows, windows
from .evidence import evidence, file_of, visible_evidence
from .functions import function_history, function_summary, functions, visible_functions
from .meetings import meeting_history, meetings, quorum_of, visible_meetings
from .milestones import milestone_history, milestone_summary, milestones, slips_told, visible_milestones
from .opt_ins import area_functions, area_names, conflicts, grouped, matrix, matrix_form, opt_ins, parents, visible_opt_ins
from .principles import principle_history, principle_links, principles, visible_principle_links, visible_principles
from .regulation import joint_arrangement_history, joint_arrangements, visible_joint_arrangements
from .schedule import schedule
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
from .texts import clauses, comparison, version_history, versions, visible_clauses, visible_versions

__all__ = [
    "action_history",
    "action_summary",
    "actions",
    "agreement_history",
    "agreements",
    "area_functions",
    "area_names",
    "assessments",
    "bank_holidays",
    "baselines",
    "before",
    "board_history",
    "board_tree",
    "boards",
    "by_side",
    "calendar_summary",
    "cell_page",
    "chase",
    "chase_file",
    "clauses",
    "clearance_history",
    "clearances",
    "clearances_said",
    "commitment_history",
    "commitment_summary",
    "commitments",
    "comparison",
    "condition_history",
    "condition_summary",
    "conditions",
    "conflicts",
    "decision_history",
    "decisions",
    "dependencies",
    "evidence",
    "file_of",
    "function_history",
    "function_summary",
    "functions",
    "grouped",
    "groups",
    "joint_arrangement_history",
    "joint_arrangements",
    "mandates",
    "matrix",
    "matrix_form",
    "meeting_history",
    "meetings",
    "milestone_history",
    "milestone_summary",
    "milestones",
    "milestones_added_since",
    "milestones_compared",
    "of_baseline",
    "opt_ins",
    "parents",
    "principle_history",
    "principle_links",
    "principles",
    "quorum_of",
    "schedule",
    "signature_history",
    "signature_sheet",
    "signature_summary",
    "signatures",
    "signing_event_history",
    "signing_events",
    "signings_said",
    "slips_told",
    "texts_ended_by",
    "unmet",
    "variances",
    "version_history",
    "versions",
    "visible_actions",
    "visible_agreements",
    "visible_assessments",
    "visible_bank_holidays",
    "visible_baselines",
    "visible_boards",
    "visible_clauses",
    "visible_clearances",
    "visible_commitments",
    "visible_conditions",
    "visible_decisions",
    "visible_dependencies",
    "visible_evidence",
    "visible_functions",
    "visible_groups",
    "visible_joint_arrangements",
    "visible_mandates",
    "visible_meetings",
    "visible_milestones",
    "visible_opt_ins",
    "visible_principle_links",
    "visible_principles",
    "visible_signatures",
    "visible_signing_events",
    "visible_versions",
    "visible_windows",
    "windows",
]
