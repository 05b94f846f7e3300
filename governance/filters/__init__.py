"""The questions that the lists of governance take."""

from .agreements import AgreementFilter
from .assessments import AssessmentFilter
from .bank_holidays import BankHolidayFilter
from .baselines import BaselineFilter, VarianceFilter
from .boards import ActionFilter, BoardFilter, action_overdue, sits
from .clearances import ClearanceFilter, SigningEventFilter, clearance_open
from .commitments import CommitmentFilter, commitment_overdue, commitment_unmet
from .conditions import ConditionFilter
from .decisions import DecisionFilter
from .dependencies import DependencyFilter, WindowFilter
from .evidence import EvidenceFilter
from .functions import FunctionFilter
from .meetings import MeetingFilter, coming
from .milestones import MilestoneFilter, milestone_late
from .opt_ins import MatrixFilter, OptInFilter, functions, parse_on, running
from .principles import PrincipleFilter, PrincipleLinkFilter
from .regulation import JointArrangementFilter
from .shared import areas
from .signatures import GroupFilter, MandateFilter, SignatureFilter
from .texts import ClauseFilter, VersionFilter
from .timeline import TimelineFilter

__all__ = [
    "ActionFilter",
    "AgreementFilter",
    "AssessmentFilter",
    "BankHolidayFilter",
    "BaselineFilter",
    "BoardFilter",
    "ClauseFilter",
    "ClearanceFilter",
    "CommitmentFilter",
    "ConditionFilter",
    "DecisionFilter",
    "DependencyFilter",
    "EvidenceFilter",
    "FunctionFilter",
    "GroupFilter",
    "JointArrangementFilter",
    "MandateFilter",
    "MatrixFilter",
    "MeetingFilter",
    "MilestoneFilter",
    "OptInFilter",
    "PrincipleFilter",
    "PrincipleLinkFilter",
    "SignatureFilter",
    "SigningEventFilter",
    "TimelineFilter",
    "VarianceFilter",
    "VersionFilter",
    "WindowFilter",
    "action_overdue",
    "areas",
    "clearance_open",
    "coming",
    "commitment_overdue",
    "commitment_unmet",
    "functions",
    "milestone_late",
    "parse_on",
    "running",
    "sits",
]
