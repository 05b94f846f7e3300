"""What may be done in governance."""

from .actions import create_action, report_action, update_action
from .agendas import create_item, move_item, remove_item, take_up, update_item, write_minute, write_minutes
from .assessments import add_assessment
from .attendance import declare_interest, record_attendance, remove_interest, update_interest
from .authority import may_write, need_authority, of_rule
from .bank_holidays import create_bank_holiday, remove_bank_holiday, update_bank_holiday
from .baselines import take_baseline
from .boards import create_board, update_board
from .clearances import (
    ask_clearance,
    ask_clearance_again,
    call_off_signing,
    create_clearance,
    give_clearance,
    hold_signing,
    move_signing,
    plan_signing,
    refuse_clearance,
    update_clearance,
)
from .commitments import complete_commitment, create_commitment, reopen_commitment, update_commitment
from .conditions import create_condition, fail_condition, meet_condition, remove_condition, reopen_condition, update_condition
from .decisions import agree_decision, create_decision, day_agreed, defer_decision, not_agree_decision, update_decision, withdraw_decision
from .delegations import create_delegation, end_delegation
from .dependencies import create_dependency, create_window, remove_dependency, remove_window, update_dependency, update_window
from .effects import add_effect, refresh_decision, remove_effect
from .evidence import keep_evidence
from .functions import create_function, update_function
from .mandates import create_mandate, give_mandates, remove_mandate, update_mandate
from .meetings import cancel_meeting, create_meeting, hold_meeting, lay_agenda, locked_meeting, publish_agenda, refuse_closed, update_meeting
from .milestones import create_milestone, remove_milestone, update_milestone
from .minutes import agree_minutes, circulate_minutes, discard_minutes, start_minutes
from .moves import VERBS, cleared, move_signature, settle
from .opt_ins import conditions_met, move_on, move_opt_in, reopen_opt_ins
from .papers import create_paper, remove_paper, update_paper
from .principles import create_principle_link, remove_principle_link, update_principle_link
from .regulation import create_joint_arrangement, update_joint_arrangement
from .seats import create_seat, end_seat, update_seat
from .series import cancel_series, create_series, extend_series, update_series
from .signatures import (
    FIXED_ONCE_SIGNED,
    create_group,
    create_signature,
    keep_signatories,
    remove_group,
    remove_signature,
    update_group,
    update_signature,
)
from .texts import (
    create_agreement,
    create_clause,
    create_version,
    remove_clause,
    supersede_version,
    update_agreement,
    update_clause,
    update_version,
    void_version,
)

__all__ = [
    "FIXED_ONCE_SIGNED",
    "VERBS",
    "add_assessment",
    "add_effect",
    "agree_decision",
    "agree_minutes",
    "ask_clearance",
    "ask_clearance_again",
    "call_off_signing",
    "cancel_meeting",
    "cancel_series",
    "circulate_minutes",
    "cleared",
    "complete_commitment",
    "conditions_met",
    "create_action",
    "create_agreement",
    "create_bank_holiday",
    "create_board",
    "create_clause",
    "create_clearance",
    "create_commitment",
    "create_condition",
    "create_decision",
    "create_delegation",
    "create_dependency",
    "create_function",
    "create_group",
    "create_item",
    "create_joint_arrangement",
    "create_mandate",
    "create_meeting",
    "create_milestone",
    "create_paper",
    "create_principle_link",
    "create_seat",
    "create_series",
    "create_signature",
    "create_version",
    "create_window",
    "day_agreed",
    "declare_interest",
    "defer_decision",
    "discard_minutes",
    "end_delegation",
    "end_seat",
    "extend_series",
    "fail_condition",
    "give_clearance",
    "give_mandates",
    "hold_meeting",
    "hold_signing",
    "keep_evidence",
    "keep_signatories",
    "lay_agenda",
    "locked_meeting",
    "may_write",
    "meet_condition",
    "move_item",
    "move_on",
    "move_opt_in",
    "move_signature",
    "move_signing",
    "need_authority",
    "not_agree_decision",
    "of_rule",
    "plan_signing",
    "publish_agenda",
    "record_attendance",
    "refresh_decision",
    "refuse_clearance",
    "refuse_closed",
    "remove_bank_holiday",
    "remove_clause",
    "remove_condition",
    "remove_dependency",
    "remove_effect",
    "remove_group",
    "remove_interest",
    "remove_item",
    "remove_mandate",
    "remove_milestone",
    "remove_paper",
    "remove_principle_link",
    "remove_signature",
    "remove_window",
    "reopen_commitment",
    "reopen_condition",
    "reopen_opt_ins",
    "report_action",
    "settle",
    "start_minutes",
    "supersede_version",
    "take_baseline",
    "take_up",
    "update_action",
    "update_agreement",
    "update_bank_holiday",
    "update_board",
    "update_clause",
    "update_clearance",
    "update_commitment",
    "update_condition",
    "update_decision",
    "update_dependency",
    "update_function",
    "update_group",
    "update_interest",
    "update_item",
    "update_joint_arrangement",
    "update_mandate",
    "update_meeting",
    "update_milestone",
    "update_paper",
    "update_principle_link",
    "update_seat",
    "update_series",
    "update_signature",
    "update_version",
    "update_window",
    "void_version",
    "withdraw_decision",
    "write_minute",
    "write_minutes",
]
