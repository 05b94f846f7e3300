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
from .boards import ActionInput, ActionSerializer, ActionSummarySerializer, BoardBrief, BoardDetail, BoardSerializer, ThemeCount
from .commitments import CommitmentInput, CommitmentSerializer, CommitmentSummarySerializer, Counted
from .evidence import EvidenceBrief, EvidenceInput, EvidenceSerializer
from .milestones import MilestoneInput, MilestoneSerializer, MilestoneSummarySerializer, SlipDays
from .principles import PrincipleSerializer

__all__ = [
    "ActionInput",
    "ActionSerializer",
    "ActionSummarySerializer",
    "AgreementBrief",
    "AgreementDetail",
    "AgreementSerializer",
    "BoardBrief",
    "BoardDetail",
    "BoardSerializer",
    "CommitmentInput",
    "CommitmentSerializer",
    "CommitmentSummarySerializer",
    "Counted",
    "EvidenceBrief",
    "EvidenceInput",
    "EvidenceSerializer",
    "MilestoneInput",
    "MilestoneSerializer",
    "MilestoneSummarySerializer",
    "PrincipleBrief",
    "PrincipleSerializer",
    "SideCount",
    "SignatureInAgreement",
    "SignatureSerializer",
    "SignatureSummarySerializer",
    "SlipDays",
    "Standing",
    "SuccessorBrief",
    "ThemeCount",
]
