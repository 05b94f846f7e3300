"""The questions that the lists of governance take."""

from .actions import ActionFilter, ActionUpdateFilter, action_overdue
from .agendas import AgendaItemFilter, AttendanceFilter, InterestFilter, MinutesFilter, PaperFilter
from .agreements import AgreementFilter
from .assessments import AssessmentFilter
from .bank_holidays import BankHolidayFilter
from .baselines import BaselineFilter, VarianceFilter
from .boards import BoardFilter
from .clearances import ClearanceFilter, SigningEventFilter, clearance_open
from .commitments import CommitmentFilter, commitment_acted_on, commitment_overdue, commitment_unmet
from .conditions import ConditionFilter
from .decisions import DecisionFilter, EffectFilter
from .delegations import DelegationFilter, in_force
from .dependencies import DependencyFilter, WindowFilter
from .evidence import EvidenceFilter
from .functions import FunctionFilter
from .meetings import MeetingFilter, coming
from .milestones import MilestoneFilter, milestone_late
from .opt_ins import MatrixFilter, OptInFilter, functions, parse_on, running
from .principles import PrincipleFilter, PrincipleLinkFilter
from .regulation import JointArrangementFilter
from .seats import SeatFilter, sits
from .series import SeriesFilter
from .shared import areas
from .signatures import GroupFilter, MandateFilter, SignatureFilter
from .texts import ClauseFilter, VersionFilter
from .timeline import TimelineFilter

__all__ = [
    "ActionFilter",
    "ActionUpdateFilter",
    "AgendaItemFilter",
    "AgreementFilter",
    "AssessmentFilter",
    "AttendanceFilter",
    "BankHolidayFilter",
    "BaselineFilter",
    "BoardFilter",
    "ClauseFilter",
    "ClearanceFilter",
    "CommitmentFilter",
    "ConditionFilter",
    "DecisionFilter",
    "DelegationFilter",
    "DependencyFilter",
    "EffectFilter",
    "EvidenceFilter",
    "FunctionFilter",
    "GroupFilter",
    "InterestFilter",
    "JointArrangementFilter",
    "MandateFilter",
    "MatrixFilter",
    "MeetingFilter",
    "MilestoneFilter",
    "MinutesFilter",
    "OptInFilter",
    "PaperFilter",
    "PrincipleFilter",
    "PrincipleLinkFilter",
    "SeatFilter",
    "SeriesFilter",
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
    "commitment_acted_on",
    "commitment_overdue",
    "commitment_unmet",
    "functions",
    "in_force",
    "milestone_late",
    "parse_on",
    "running",
    "sits",
]
