"""What the pages of governance take in."""

from .boards import ActionForm
from .clearances import AnswerForm, AskForm, CallOffForm, ClearanceForm, HoldForm, MoveSigningForm, PlanForm
from .commitments import CommitmentForm
from .decisions import DecisionForm
from .evidence import EvidenceFields
from .milestones import MilestoneForm
from .signatures import GroupForm, MandateForm, MandatesForm, MoveForm, RefusalForm, RemoveForm, SignatoryForm
from .texts import AgreementForm, ClauseForm, ConfirmForm, EndTextForm, NewVersionForm, SupersedeForm, VersionForm

__all__ = [
    "ActionForm",
    "AgreementForm",
    "AnswerForm",
    "AskForm",
    "CallOffForm",
    "ClauseForm",
    "ClearanceForm",
    "CommitmentForm",
    "ConfirmForm",
    "DecisionForm",
    "EndTextForm",
    "EvidenceFields",
    "GroupForm",
    "HoldForm",
    "MandateForm",
    "MandatesForm",
    "MilestoneForm",
    "MoveForm",
    "MoveSigningForm",
    "NewVersionForm",
    "PlanForm",
    "RefusalForm",
    "RemoveForm",
    "SignatoryForm",
    "SupersedeForm",
    "VersionForm",
]
