"""The questions that the lists of governance take."""

from .agreements import AgreementFilter
from .boards import ActionFilter, BoardFilter, action_overdue
from .commitments import CommitmentFilter, commitment_overdue
from .evidence import EvidenceFilter
from .milestones import MilestoneFilter, milestone_late
from .principles import PrincipleFilter
from .signatures import SignatureFilter

__all__ = [
    "ActionFilter",
    "AgreementFilter",
    "BoardFilter",
    "CommitmentFilter",
    "EvidenceFilter",
    "MilestoneFilter",
    "PrincipleFilter",
    "SignatureFilter",
    "action_overdue",
    "commitment_overdue",
    "milestone_late",
]
