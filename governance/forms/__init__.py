"""What the pages of governance take in."""

from .assessments import AssessmentForm
from .boards import ActionForm
from .commitments import CommitmentForm, CompleteForm, ReopenForm
from .conditions import ConditionForm, DecideForm, FailForm, ReasonForm
from .evidence import EvidenceFields
from .milestones import MilestoneForm
from .principles import PrincipleLinkForm, RemovePrincipleLinkForm
from .regulation import JointArrangementForm

__all__ = [
    "ActionForm",
    "AssessmentForm",
    "CommitmentForm",
    "CompleteForm",
    "ConditionForm",
    "DecideForm",
    "EvidenceFields",
    "FailForm",
    "JointArrangementForm",
    "MilestoneForm",
    "PrincipleLinkForm",
    "ReasonForm",
    "RemovePrincipleLinkForm",
    "ReopenForm",
]
