"""What may be done in governance."""

from .bank_holidays import create_bank_holiday, remove_bank_holiday, update_bank_holiday
from .baselines import take_baseline
from .boards import create_action, update_action
from .commitments import create_commitment, update_commitment
from .decisions import create_decision, update_decision
from .dependencies import create_dependency, create_window, remove_dependency, remove_window, update_dependency, update_window
from .evidence import keep_evidence
from .milestones import create_milestone, remove_milestone, update_milestone
from .moves import cleared, move_signature, settle
from .signatures import FIXED_ONCE_SIGNED, add_signature, keep_signatories, remove_signature, update_signature
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
    "add_signature",
    "cleared",
    "create_action",
    "create_agreement",
    "create_bank_holiday",
    "create_clause",
    "create_commitment",
    "create_decision",
    "create_dependency",
    "create_milestone",
    "create_version",
    "create_window",
    "keep_evidence",
    "keep_signatories",
    "move_signature",
    "remove_bank_holiday",
    "remove_clause",
    "remove_dependency",
    "remove_milestone",
    "remove_signature",
    "remove_window",
    "settle",
    "supersede_version",
    "take_baseline",
    "update_action",
    "update_agreement",
    "update_bank_holiday",
    "update_clause",
    "update_commitment",
    "update_decision",
    "update_dependency",
    "update_milestone",
    "update_signature",
    "update_version",
    "update_window",
    "void_version",
]
