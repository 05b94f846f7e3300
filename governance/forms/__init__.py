"""What the pages of governance take in."""

from .assessments import AssessmentForm
from .boards import ActionForm
from .clearances import AnswerForm, AskForm, CallOffForm, ClearanceForm, HoldForm, MoveSigningForm, PlanForm
from .commitments import CommitmentForm, CompleteForm, ReopenForm
from .conditions import ConditionForm, DecideForm, FailForm, ReasonForm
from .decisions import DecisionForm
from .evidence import EvidenceFields
from .functions import FunctionForm
from .milestones import MilestoneForm
from .opt_ins import OptInMoveForm
from .principles import PrincipleLinkForm, RemovePrincipleLinkForm
from .regulation import JointArrangementForm
from .signatures import GroupForm, MandateForm, MandatesForm, MoveForm, RefusalForm, RemoveForm, SignatoryForm
from .texts import AgreementForm, ClauseForm, ConfirmForm, EndTextForm, NewVersionForm, SupersedeForm, VersionForm

__all__ = [
    "ActionForm",
    "AgreementForm",
    "AnswerForm",
    "AskForm",
    "AssessmentForm",
    "CallOffForm",
    "ClauseForm",
    "ClearanceForm",
    "CommitmentForm",
    "CompleteForm",
    "ConditionForm",
    "ConfirmForm",
    "DecideForm",
    "DecisionForm",
    "EndTextForm",
    "EvidenceFields",
    "FailForm",
    "FunctionForm",
    "GroupForm",
    "HoldForm",
    "JointArrangementForm",
    "MandateForm",
    "MandatesForm",
    "MilestoneForm",
    "MoveForm",
    "MoveSigningForm",
    "NewVersionForm",
    "OptInMoveForm",
    "PlanForm",
    "PrincipleLinkForm",
    "ReasonForm",
    "RefusalForm",
    "RemoveForm",
    "RemovePrincipleLinkForm",
    "ReopenForm",
    "SignatoryForm",
    "SupersedeForm",
    "VersionForm",
]
