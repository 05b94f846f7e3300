"""What the pages of governance take in."""

from .boards import ActionForm
from .commitments import CommitmentForm
from .decisions import DecisionForm
from .evidence import EvidenceFields
from .milestones import MilestoneForm
from .texts import AgreementForm, ClauseForm, ConfirmForm, EndTextForm, NewVersionForm, SupersedeForm, VersionForm

__all__ = [
    "ActionForm",
    "AgreementForm",
    "ClauseForm",
    "CommitmentForm",
    "ConfirmForm",
    "DecisionForm",
    "EndTextForm",
    "EvidenceFields",
    "MilestoneForm",
    "NewVersionForm",
    "SupersedeForm",
    "VersionForm",
]
