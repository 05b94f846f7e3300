"""What may be done in governance."""

from .boards import create_action, update_action
from .commitments import create_commitment, update_commitment
from .evidence import keep_evidence
from .functions import create_function, update_function
from .milestones import create_milestone, update_milestone
from .moves import cleared, move_signature, settle
from .opt_ins import conditions_met, move_on, move_opt_in, reopen_opt_ins
from .signatures import FIXED_ONCE_SIGNED, add_signature, keep_signatories, remove_signature, update_signature

__all__ = [
    "FIXED_ONCE_SIGNED",
    "add_signature",
    "cleared",
    "conditions_met",
    "create_action",
    "create_commitment",
    "create_function",
    "create_milestone",
    "keep_evidence",
    "keep_signatories",
    "move_on",
    "move_opt_in",
    "move_signature",
    "remove_signature",
    "reopen_opt_ins",
    "settle",
    "update_action",
    "update_commitment",
    "update_function",
    "update_milestone",
    "update_signature",
]
