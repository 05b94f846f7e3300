"""Shapes of governance's answers, and what its writes take in."""

from .agreements import (
    AgreementBrief,
    AgreementDetail,
    AgreementSerializer,
    PrincipleBrief,
    PrincipleSerializer,
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
from .functions import FunctionBrief, FunctionDetail, FunctionInput, FunctionSerializer, FunctionSummarySerializer
from .milestones import MilestoneInput, MilestoneSerializer, MilestoneSummarySerializer, SlipDays
from .opt_ins import AreaFunctionsSerializer, ConflictsSerializer, MatrixSerializer, MoveInput, OptInInput, OptInSerializer

__all__ = [
    "ActionInput",
    "ActionSerializer",
    "ActionSummarySerializer",
    "AgreementBrief",
    "AgreementDetail",
    "AgreementSerializer",
    "AreaFunctionsSerializer",
    "BoardBrief",
    "BoardDetail",
    "BoardSerializer",
    "CommitmentInput",
    "CommitmentSerializer",
    "CommitmentSummarySerializer",
    "ConflictsSerializer",
    "Counted",
    "EvidenceBrief",
    "EvidenceInput",
    "EvidenceSerializer",
    "FunctionBrief",
    "FunctionDetail",
    "FunctionInput",
    "FunctionSerializer",
    "FunctionSummarySerializer",
    "MatrixSerializer",
    "MilestoneInput",
    "MilestoneSerializer",
    "MilestoneSummarySerializer",
    "MoveInput",
    "OptInInput",
    "OptInSerializer",
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
