"""What the pages of governance take in."""

from .assessments import AssessmentForm
from .bank_holidays import BankHolidayForm, RemoveBankHolidayForm
from .baselines import BaselineForm
from .boards import ActionForm
from .clearances import AnswerForm, AskForm, CallOffForm, ClearanceForm, HoldForm, MoveSigningForm, PlanForm
from .commitments import CommitmentForm, CompleteForm, ReopenForm
from .conditions import ConditionForm, DecideForm, FailForm, ReasonForm
from .decisions import DecisionForm
from .dependencies import DependencyForm, RemoveDependencyForm, RemoveWindowForm, WindowForm
from .evidence import EvidenceFields
from .functions import FunctionForm
from .meetings import CancelMeetingForm, MeetingForm
from .milestones import MilestoneForm, RemoveMilestoneForm
from .opt_ins import OptInMoveForm
from .principles import PrincipleLinkForm, RemovePrincipleLinkForm
from .regulation import JointArrangementForm
from .schedule import ScheduleFilterForm
from .signatures import GroupForm, MandateForm, MandatesForm, MoveForm, RefusalForm, RemoveForm, SignatoryForm
from .texts import AgreementForm, ClauseForm, ConfirmForm, EndTextForm, NewVersionForm, SupersedeForm, VersionForm
from .timeline import TimelineFilterForm

__all__ = [
    "ActionForm",
    "AgreementForm",
    "AnswerForm",
    "AskForm",
    "AssessmentForm",
    "BankHolidayForm",
    "BaselineForm",
    "CallOffForm",
    "CancelMeetingForm",
    "ClauseForm",
    "ClearanceForm",
    "CommitmentForm",
    "CompleteForm",
    "ConditionForm",
    "ConfirmForm",
    "DecideForm",
    "DecisionForm",
    "DependencyForm",
    "EndTextForm",
    "EvidenceFields",
    "FailForm",
    "FunctionForm",
    "GroupForm",
    "HoldForm",
    "JointArrangementForm",
    "MandateForm",
    "MandatesForm",
    "MeetingForm",
    "MilestoneForm",
    "MoveForm",
    "MoveSigningForm",
    "NewVersionForm",
    "OptInMoveForm",
    "PlanForm",
    "PrincipleLinkForm",
    "ReasonForm",
    "RefusalForm",
    "RemoveBankHolidayForm",
    "RemoveDependencyForm",
    "RemoveForm",
    "RemoveMilestoneForm",
    "RemovePrincipleLinkForm",
    "RemoveWindowForm",
    "ReopenForm",
    "ScheduleFilterForm",
    "SignatoryForm",
    "SupersedeForm",
    "TimelineFilterForm",
    "VersionForm",
    "WindowForm",
]
