"""What may be done in governance."""

from .boards import create_action, update_action
from .commitments import create_commitment, update_commitment
from .evidence import keep_evidence
from .milestones import create_milestone, update_milestone
from .moves import cleared, move_signature, settle
from .signatures import FIXED_ONCE_SIGNED, add_signature, keep_signatories, remove_signature, update_signature

__all__ = [
    "FIXED_ONCE_SIGNED",
    "add_signature",
    "cleared",
    "create_action",
    "create_commitment",
    "create_milestone",
    "keep_evidence",
    "keep_signatories",
    "move_signature",
    "remove_signature",
    "settle",
    "update_action",
    "update_commitment",
    "update_milestone",
    "update_signature",
]
