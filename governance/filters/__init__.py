"""The questions that the lists of governance take."""

from .agreements import AgreementFilter, PrincipleFilter
from .boards import ActionFilter, BoardFilter, action_overdue
from .commitments import CommitmentFilter, commitment_overdue
from .evidence import EvidenceFilter
from .functions import FunctionFilter
from .milestones import MilestoneFilter, milestone_late
from .opt_ins import MatrixFilter, OptInFilter, functions, parse_on, running
from .shared import areas
from .signatures import SignatureFilter

__all__ = [
    "ActionFilter",
    "AgreementFilter",
    "BoardFilter",
    "CommitmentFilter",
    "EvidenceFilter",
    "FunctionFilter",
    "MatrixFilter",
    "MilestoneFilter",
    "OptInFilter",
    "PrincipleFilter",
    "SignatureFilter",
    "action_overdue",
    "areas",
    "commitment_overdue",
    "functions",
    "milestone_late",
    "parse_on",
    "running",
]
