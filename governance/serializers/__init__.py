"""Shapes of governance's answers, and what its writes take in."""

from .agreements import AgreementDetail, AgreementSerializer, PrincipleBrief, PrincipleSerializer
from .boards import ActionInput, ActionSerializer, ActionSummarySerializer, BoardBrief, BoardDetail, BoardSerializer, ThemeCount
from .briefs import AgreementBrief
from .clearances import (
    AnswerInput,
    AskInput,
    ChaseSerializer,
    ClearanceBrief,
    ClearanceInput,
    ClearanceSerializer,
    HoldInput,
    SigningEventInput,
    SigningEventSerializer,
    VerbInput,
)
from .commitments import CommitmentInput, CommitmentSerializer, CommitmentSummarySerializer, Counted
from .evidence import EvidenceBrief, EvidenceInput, EvidenceSerializer
from .milestones import MilestoneInput, MilestoneSerializer, MilestoneSummarySerializer, SlipDays
from .signatures import SideCount, SignatureInAgreement, SignatureSerializer, SignatureSummarySerializer, SuccessorBrief
from .standing import facts_beside

__all__ = [
    "ActionInput",
    "ActionSerializer",
    "ActionSummarySerializer",
    "AgreementBrief",
    "AgreementDetail",
    "AgreementSerializer",
    "AnswerInput",
    "AskInput",
    "BoardBrief",
    "BoardDetail",
    "BoardSerializer",
    "ChaseSerializer",
    "ClearanceBrief",
    "ClearanceInput",
    "ClearanceSerializer",
    "CommitmentInput",
    "CommitmentSerializer",
    "CommitmentSummarySerializer",
    "Counted",
    "EvidenceBrief",
    "EvidenceInput",
    "EvidenceSerializer",
    "HoldInput",
    "MilestoneInput",
    "MilestoneSerializer",
    "MilestoneSummarySerializer",
    "PrincipleBrief",
    "PrincipleSerializer",
    "SideCount",
    "SignatureInAgreement",
    "SignatureSerializer",
    "SignatureSummarySerializer",
    "SigningEventInput",
    "SigningEventSerializer",
    "SlipDays",
    "SuccessorBrief",
    "ThemeCount",
    "VerbInput",
    "facts_beside",
]
