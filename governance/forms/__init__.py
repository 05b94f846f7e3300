"""What the pages of governance take in."""

from .boards import ActionForm
from .commitments import CommitmentForm
from .evidence import EvidenceFields
from .milestones import MilestoneForm
from .signatures import GroupForm, MandateForm, MandatesForm, MoveForm, RefusalForm, RemoveForm, SignatoryForm

__all__ = [
    "ActionForm",
    "CommitmentForm",
    "EvidenceFields",
    "GroupForm",
    "MandateForm",
    "MandatesForm",
    "MilestoneForm",
    "MoveForm",
    "RefusalForm",
    "RemoveForm",
    "SignatoryForm",
]
