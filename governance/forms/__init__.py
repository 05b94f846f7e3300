"""What the pages of governance take in."""

from .boards import ActionForm
from .clearances import AnswerForm, AskForm, CallOffForm, ClearanceForm, HoldForm, MoveSigningForm, PlanForm
from .commitments import CommitmentForm
from .evidence import EvidenceFields
from .milestones import MilestoneForm
from .signatures import GroupForm, MandateForm, MandatesForm, MoveForm, RefusalForm, RemoveForm, SignatoryForm

__all__ = [
    "ActionForm",
    "AnswerForm",
    "AskForm",
    "CallOffForm",
    "ClearanceForm",
    "CommitmentForm",
    "EvidenceFields",
    "GroupForm",
    "HoldForm",
    "MandateForm",
    "MandatesForm",
    "MilestoneForm",
    "MoveForm",
    "MoveSigningForm",
    "PlanForm",
    "RefusalForm",
    "RemoveForm",
    "SignatoryForm",
]
