"""What the pages of governance take in."""

from .boards import ActionForm
from .commitments import CommitmentForm
from .evidence import EvidenceFields
from .milestones import MilestoneForm

__all__ = ["ActionForm", "CommitmentForm", "EvidenceFields", "MilestoneForm"]
