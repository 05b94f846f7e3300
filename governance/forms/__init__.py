"""What the pages of governance take in."""

from .bank_holidays import BankHolidayForm, RemoveBankHolidayForm
from .baselines import BaselineForm
from .boards import ActionForm
from .commitments import CommitmentForm
from .decisions import DecisionForm
from .dependencies import DependencyForm, RemoveDependencyForm, RemoveWindowForm, WindowForm
from .evidence import EvidenceFields
from .milestones import MilestoneForm, RemoveMilestoneForm
from .schedule import ScheduleFilterForm
from .texts import AgreementForm, ClauseForm, ConfirmForm, EndTextForm, NewVersionForm, SupersedeForm, VersionForm

__all__ = [
    "ActionForm",
    "AgreementForm",
    "BankHolidayForm",
    "BaselineForm",
    "ClauseForm",
    "CommitmentForm",
    "ConfirmForm",
    "DecisionForm",
    "DependencyForm",
    "EndTextForm",
    "EvidenceFields",
    "MilestoneForm",
    "NewVersionForm",
    "RemoveBankHolidayForm",
    "RemoveDependencyForm",
    "RemoveMilestoneForm",
    "RemoveWindowForm",
    "ScheduleFilterForm",
    "SupersedeForm",
    "VersionForm",
    "WindowForm",
]
