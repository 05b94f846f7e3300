"""The questions that the lists of governance take."""

from .agreements import AgreementFilter
from .assessments import AssessmentFilter
from .boards import ActionFilter, BoardFilter, action_overdue
from .clearances import ClearanceFilter, SigningEventFilter, clearance_open
from .commitments import CommitmentFilter, commitment_overdue, commitment_unmet
from .conditions import ConditionFilter
from .decisions import DecisionFilter
from .evidence import EvidenceFilter
from .milestones import MilestoneFilter, milestone_late
from .principles import PrincipleFilter, PrincipleLinkFilter
from .regulation import JointArrangementFilter
from .signatures import GroupFilter, MandateFilter, SignatureFilter
from .texts import ClauseFilter, VersionFilter

__all__ = [
    "ActionFilter",
    "AgreementFilter",
    "AssessmentFilter",
    "BoardFilter",
    "ClauseFilter",
    "ClearanceFilter",
    "CommitmentFilter",
    "ConditionFilter",
    "DecisionFilter",
    "EvidenceFilter",
    "GroupFilter",
    "JointArrangementFilter",
    "MandateFilter",
    "MilestoneFilter",
    "PrincipleFilter",
    "PrincipleLinkFilter",
    "SignatureFilter",
    "SigningEventFilter",
    "VersionFilter",
    "action_overdue",
    "clearance_open",
    "commitment_overdue",
    "commitment_unmet",
    "milestone_late",
]
