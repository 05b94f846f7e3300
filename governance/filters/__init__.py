"""The questions that the lists of governance take."""

from .agreements import AgreementFilter
from .assessments import AssessmentFilter
from .boards import ActionFilter, BoardFilter, action_overdue
from .commitments import CommitmentFilter, commitment_overdue, commitment_unmet
from .conditions import ConditionFilter
from .evidence import EvidenceFilter
from .milestones import MilestoneFilter, milestone_late
from .principles import PrincipleFilter, PrincipleLinkFilter
from .regulation import JointArrangementFilter
from .signatures import SignatureFilter

__all__ = [
    "ActionFilter",
    "AgreementFilter",
    "AssessmentFilter",
    "BoardFilter",
    "CommitmentFilter",
    "ConditionFilter",
    "EvidenceFilter",
    "JointArrangementFilter",
    "MilestoneFilter",
    "PrincipleFilter",
    "PrincipleLinkFilter",
    "SignatureFilter",
    "action_overdue",
    "commitment_overdue",
    "commitment_unmet",
    "milestone_late",
]
