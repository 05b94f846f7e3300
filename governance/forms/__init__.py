"""What the pages of governance take in."""

from .boards import ActionForm
from .commitments import CommitmentForm
from .milestones import MilestoneForm

__all__ = ["ActionForm", "CommitmentForm", "MilestoneForm"]
