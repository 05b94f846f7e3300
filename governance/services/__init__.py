"""What may be done in governance."""

from .assessments import add_assessment
from .boards import create_action, update_action
from .commitments import complete_commitment, create_commitment, reopen_commitment, update_commitment
from .conditions import create_condition, fail_condition, meet_condition, remove_condition, reopen_condition, update_condition
from .evidence import keep_evidence
from .milestones import create_milestone, update_milestone
from .moves import cleared, move_signature, settle
from .opt_ins import reopen_opt_ins
from .principles import create_principle_link, remove_principle_link, update_principle_link
from .regulation import create_joint_arrangement, update_joint_arrangement
from .signatures import FIXED_ONCE_SIGNED, add_signature, keep_signatories, remove_signature, update_signature

__all__ = [
    "FIXED_ONCE_SIGNED",
    "add_assessment",
    "add_signature",
    "cleared",
    "complete_commitment",
    "create_action",
    "create_commitment",
    "create_condition",
    "create_joint_arrangement",
    "create_milestone",
    "create_principle_link",
    "fail_condition",
    "keep_evidence",
    "keep_signatories",
    "meet_condition",
    "move_signature",
    "remove_condition",
    "remove_principle_link",
    "remove_signature",
    "reopen_commitment",
    "reopen_condition",
    "reopen_opt_ins",
    "settle",
    "update_action",
    "update_commitment",
    "update_condition",
    "update_joint_arrangement",
    "update_milestone",
    "update_principle_link",
    "update_signature",
]
