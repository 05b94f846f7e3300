"""What the pages of governance take in."""

from .boards import ActionForm
from .clearances import AnswerForm, AskForm, CallOffForm, ClearanceForm, HoldForm, MoveForm, PlanForm
from .commitments import CommitmentForm
from .evidence import EvidenceFields
from .milestones import MilestoneForm

__all__ = [
    "ActionForm",
    "AnswerForm",
    "AskForm",
    "CallOffForm",
    "ClearanceForm",
    "CommitmentForm",
    "EvidenceFields",
    "HoldForm",
    "MilestoneForm",
    "MoveForm",
    "PlanForm",
]
