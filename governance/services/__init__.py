"""What may be done in governance."""

from .boards import create_action, update_action
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
from .commitments import create_commitment, update_commitment
from .evidence import keep_evidence
from .milestones import create_milestone, update_milestone
from .moves import cleared, move_signature, settle
from .signatures import FIXED_ONCE_SIGNED, add_signature, keep_signatories, remove_signature, update_signature

__all__ = [
    "FIXED_ONCE_SIGNED",
    "add_signature",
    "ask_clearance",
    "ask_clearance_again",
    "call_off_signing",
    "cleared",
    "create_action",
    "create_clearance",
    "create_commitment",
    "create_milestone",
    "give_clearance",
    "hold_signing",
    "keep_evidence",
    "keep_signatories",
    "move_signature",
    "move_signing",
    "plan_signing",
    "refuse_clearance",
    "remove_signature",
    "settle",
    "update_action",
    "update_clearance",
    "update_commitment",
    "update_milestone",
    "update_signature",
]
