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
from .decisions import create_decision, update_decision
from .evidence import keep_evidence
from .mandates import create_mandate, give_mandates, remove_mandate, update_mandate
from .milestones import create_milestone, update_milestone
from .moves import VERBS, cleared, move_signature, settle
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
    "add_signature",
    "ask_clearance",
    "ask_clearance_again",
    "call_off_signing",
    "cleared",
    "create_action",
    "create_agreement",
    "create_clause",
    "create_clearance",
    "create_commitment",
    "create_decision",
    "create_group",
    "create_mandate",
    "create_milestone",
    "create_signature",
    "create_version",
    "give_clearance",
    "give_mandates",
    "hold_signing",
    "keep_evidence",
    "keep_signatories",
    "move_signature",
    "move_signing",
    "plan_signing",
    "refuse_clearance",
    "remove_clause",
    "remove_group",
    "remove_mandate",
    "remove_signature",
    "settle",
    "supersede_version",
    "update_action",
    "update_agreement",
    "update_clause",
    "update_clearance",
    "update_commitment",
    "update_decision",
    "update_group",
    "update_mandate",
    "update_milestone",
    "update_signature",
    "update_version",
    "void_version",
]
