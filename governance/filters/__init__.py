"""The questions that the lists of governance take."""

from .agreements import AgreementFilter, PrincipleFilter
from .boards import ActionFilter, BoardFilter, action_overdue
from .clearances import ClearanceFilter, SigningEventFilter, clearance_open
from .commitments import CommitmentFilter, commitment_overdue
from .decisions import DecisionFilter
from .evidence import EvidenceFilter
from .milestones import MilestoneFilter, milestone_late
from .signatures import GroupFilter, MandateFilter, SignatureFilter
from .texts import ClauseFilter, VersionFilter

__all__ = [
    "ActionFilter",
    "AgreementFilter",
    "BoardFilter",
    "ClauseFilter",
    "ClearanceFilter",
    "CommitmentFilter",
    "DecisionFilter",
    "EvidenceFilter",
    "GroupFilter",
    "MandateFilter",
    "MilestoneFilter",
    "PrincipleFilter",
    "SignatureFilter",
    "SigningEventFilter",
    "VersionFilter",
    "action_overdue",
    "clearance_open",
    "commitment_overdue",
    "milestone_late",
]
