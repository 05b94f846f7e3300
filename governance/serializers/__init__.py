"""Shapes of governance's answers, and what its writes take in."""

from .agreements import (
    AgreementBrief,
    AgreementDetail,
    AgreementSerializer,
    PrincipleBrief,
    SideCount,
    SignatureInAgreement,
    SignatureSerializer,
    SignatureSummarySerializer,
    Standing,
    SuccessorBrief,
)
from .assessments import AssessmentInput, AssessmentSerializer
from .boards import ActionInput, ActionSerializer, ActionSummarySerializer, BoardBrief, BoardDetail, BoardSerializer, ThemeCount
from .briefs import CommitmentBrief, ConditionBrief
from .commitments import (
    CommitmentDetail,
    CommitmentInput,
    CommitmentSerializer,
    CommitmentSummarySerializer,
    CompleteInput,
    Counted,
    ReopenInput,
    StrengthCounted,
)
from .conditions import ConditionInput, ConditionSerializer, ConditionSummarySerializer, DecideInput, ReopenConditionInput
from .evidence import EvidenceBrief, EvidenceInput, EvidenceSerializer
from .milestones import MilestoneInput, MilestoneSerializer, MilestoneSummarySerializer, SlipDays
from .principles import PrincipleDetail, PrincipleLinkInput, PrincipleLinkSerializer, PrincipleSerializer
from .regulation import JointArrangementInput, JointArrangementSerializer

__all__ = [
    "ActionInput",
    "ActionSerializer",
    "ActionSummarySerializer",
    "AgreementBrief",
    "AgreementDetail",
    "AgreementSerializer",
    "AssessmentInput",
    "AssessmentSerializer",
    "BoardBrief",
    "BoardDetail",
    "BoardSerializer",
    "CommitmentBrief",
    "CommitmentDetail",
    "CommitmentInput",
    "CommitmentSerializer",
    "CommitmentSummarySerializer",
    "CompleteInput",
    "ConditionBrief",
    "ConditionInput",
    "ConditionSerializer",
    "ConditionSummarySerializer",
    "Counted",
    "DecideInput",
    "EvidenceBrief",
    "EvidenceInput",
    "EvidenceSerializer",
    "JointArrangementInput",
    "JointArrangementSerializer",
    "MilestoneInput",
    "MilestoneSerializer",
    "MilestoneSummarySerializer",
    "PrincipleBrief",
    "PrincipleDetail",
    "PrincipleLinkInput",
    "PrincipleLinkSerializer",
    "PrincipleSerializer",
    "ReopenConditionInput",
    "ReopenInput",
    "SideCount",
    "SignatureInAgreement",
    "SignatureSerializer",
    "SignatureSummarySerializer",
    "SlipDays",
    "Standing",
    "StrengthCounted",
    "SuccessorBrief",
    "ThemeCount",
]
