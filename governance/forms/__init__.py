"""What the pages of governance take in."""

from .actions import ActionForm, ReportForm
from .agendas import (
    AgendaItemForm,
    AgreeForm,
    AttendanceForm,
    CirculateForm,
    InterestForm,
    ItemReasonForm,
    MeetingVerbForm,
    MinuteForm,
    PaperForm,
    StartMinutesForm,
    WriteUpForm,
)
from .assessments import AssessmentForm
from .bank_holidays import BankHolidayForm, RemoveBankHolidayForm
from .baselines import BaselineForm
from .boards import BoardForm
from .clearances import AnswerForm, AskForm, CallOffForm, ClearanceForm, HoldForm, MoveSigningForm, PlanForm, RefuseForm
from .commitments import CommitmentForm, CompleteForm, ReopenForm
from .conditions import ConditionForm, DecideForm, FailForm, ReasonForm, ReopenConditionForm
from .decisions import (
    DecisionForm,
    DelegationForm,
    EffectForm,
    EffectKindForm,
    EffectRecordForm,
    EndDelegationForm,
    ProposeForm,
    PutOffForm,
    RefreshForm,
    RemoveEffectForm,
    TakeForm,
)
from .dependencies import DependencyForm, RemoveDependencyForm, RemoveWindowForm, WindowForm
from .evidence import EvidenceFields
from .functions import FunctionForm
from .meetings import CancelMeetingForm, MeetingForm
from .milestones import MilestoneForm, RemoveMilestoneForm
from .opt_ins import OptInMoveForm
from .principles import PrincipleLinkForm, RemovePrincipleLinkForm
from .regulation import JointArrangementForm
from .schedule import ScheduleFilterForm
from .seats import EndSeatForm, SeatForm
from .series import CancelSeriesForm, EditSeriesForm, ExtendSeriesForm, SeriesForm
from .signatures import GroupForm, MandateForm, MandatesForm, MoveForm, RefusalForm, RemoveForm, SignatoryForm
from .texts import AgreementForm, ClauseForm, ConfirmForm, EndTextForm, NewVersionForm, SupersedeForm, VersionForm
from .timeline import TimelineFilterForm

__all__ = [
    "ActionForm",
    "AgendaItemForm",
    "AgreeForm",
    "AgreementForm",
    "AnswerForm",
    "AskForm",
    "AssessmentForm",
    "AttendanceForm",
    "BankHolidayForm",
    "BaselineForm",
    "BoardForm",
    "CallOffForm",
    "CancelMeetingForm",
    "CancelSeriesForm",
    "CirculateForm",
    "ClauseForm",
    "ClearanceForm",
    "CommitmentForm",
    "CompleteForm",
    "ConditionForm",
    "ConfirmForm",
    "DecideForm",
    "DecisionForm",
    "DelegationForm",
    "DependencyForm",
    "EditSeriesForm",
    "EffectForm",
    "EffectKindForm",
    "EffectRecordForm",
    "EndDelegationForm",
    "EndSeatForm",
    "EndTextForm",
    "EvidenceFields",
    "ExtendSeriesForm",
    "FailForm",
    "FunctionForm",
    "GroupForm",
    "HoldForm",
    "InterestForm",
    "ItemReasonForm",
    "JointArrangementForm",
    "MandateForm",
    "MandatesForm",
    "MeetingForm",
    "MeetingVerbForm",
    "MilestoneForm",
    "MinuteForm",
    "MoveForm",
    "MoveSigningForm",
    "NewVersionForm",
    "OptInMoveForm",
    "PaperForm",
    "PlanForm",
    "PrincipleLinkForm",
    "ProposeForm",
    "PutOffForm",
    "ReasonForm",
    "RefreshForm",
    "RefusalForm",
    "RefuseForm",
    "RemoveBankHolidayForm",
    "RemoveDependencyForm",
    "RemoveEffectForm",
    "RemoveForm",
    "RemoveMilestoneForm",
    "RemovePrincipleLinkForm",
    "RemoveWindowForm",
    "ReopenConditionForm",
    "ReopenForm",
    "ReportForm",
    "ScheduleFilterForm",
    "SeatForm",
    "SeriesForm",
    "SignatoryForm",
    "StartMinutesForm",
    "SupersedeForm",
    "TakeForm",
    "TimelineFilterForm",
    "VersionForm",
    "WindowForm",
    "WriteUpForm",
]
