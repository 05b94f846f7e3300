"""The questions that the lists of governance take."""

from .agreements import AgreementFilter, PrincipleFilter
from .bank_holidays import BankHolidayFilter
from .baselines import BaselineFilter, VarianceFilter
from .boards import ActionFilter, BoardFilter, action_overdue
from .commitments import CommitmentFilter, commitment_overdue
from .decisions import DecisionFilter
from .dependencies import DependencyFilter, WindowFilter
from .evidence import EvidenceFilter
from .milestones import MilestoneFilter, milestone_late
from .signatures import SignatureFilter
from .texts import ClauseFilter, VersionFilter

__all__ = [
    "ActionFilter",
    "AgreementFilter",
    "BankHolidayFilter",
    "BaselineFilter",
    "BoardFilter",
    "ClauseFilter",
    "CommitmentFilter",
    "DecisionFilter",
    "DependencyFilter",
    "EvidenceFilter",
    "MilestoneFilter",
    "PrincipleFilter",
    "SignatureFilter",
    "VarianceFilter",
    "VersionFilter",
    "WindowFilter",
    "action_overdue",
    "commitment_overdue",
    "milestone_late",
]
