"""Shapes of governance's answers, and what its writes take in."""

from .agreements import AgreementDetail, AgreementSerializer, PrincipleBrief, PrincipleSerializer, Standing
from .boards import ActionInput, ActionSerializer, ActionSummarySerializer, BoardBrief, BoardDetail, BoardSerializer, ThemeCount
from .briefs import AgreementBrief
from .commitments import CommitmentInput, CommitmentSerializer, CommitmentSummarySerializer, Counted
from .evidence import EvidenceBrief, EvidenceInput, EvidenceSerializer
from .milestones import MilestoneInput, MilestoneSerializer, MilestoneSummarySerializer, SlipDays
from .signatures import (
    GroupBrief,
    GroupInput,
    GroupSerializer,
    MandateInput,
    MandateSerializer,
    MandatesInput,
    MoveInput,
    SideCount,
    SignatureDetail,
    SignatureInAgreement,
    SignatureInput,
    SignatureSerializer,
    SignatureSummarySerializer,
    SuccessorBrief,
)

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
    "GroupBrief",
    "GroupInput",
    "GroupSerializer",
    "MandateInput",
    "MandateSerializer",
    "MandatesInput",
    "MilestoneInput",
    "MilestoneSerializer",
    "MilestoneSummarySerializer",
    "MoveInput",
    "PrincipleBrief",
    "PrincipleSerializer",
    "SideCount",
    "SignatureDetail",
    "SignatureInAgreement",
    "SignatureInput",
    "SignatureSerializer",
    "SignatureSummarySerializer",
    "SlipDays",
    "Standing",
    "SuccessorBrief",
    "ThemeCount",
]
