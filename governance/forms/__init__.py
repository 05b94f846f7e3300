"""What the pages of governance take in."""

from .boards import ActionForm
from .commitments import CommitmentForm
from .evidence import EvidenceFields
from .functions import FunctionForm
from .milestones import MilestoneForm
from .opt_ins import MoveForm

__all__ = ["ActionForm", "CommitmentForm", "EvidenceFields", "FunctionForm", "MilestoneForm", "MoveForm"]
