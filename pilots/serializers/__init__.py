"""Shapes of pilots' answers, and what their writes take in."""

from .briefs import PropositionBrief
from .confidence import ConfidenceInput, ConfidenceSerializer, PilotConfidence
from .pilots import (
    CoverageRow,
    CoverageSerializer,
    PilotBrief,
    PilotDetail,
    PilotInput,
    PilotLinkInput,
    PilotLinkSerializer,
    PilotSerializer,
    PortfolioSerializer,
    PrincipleServed,
    UnevidencedLink,
)
from .propositions import (
    ClauseCited,
    FunctionReached,
    GrantInput,
    LadderRow,
    LadderSerializer,
    PropositionDetail,
    PropositionInput,
    PropositionSerializer,
    PropositionSummary,
    RefuseInput,
    SupersedePropositionInput,
)

__all__ = [
    "ClauseCited",
    "ConfidenceInput",
    "ConfidenceSerializer",
    "CoverageRow",
    "CoverageSerializer",
    "FunctionReached",
    "GrantInput",
    "LadderRow",
    "LadderSerializer",
    "PilotBrief",
    "PilotConfidence",
    "PilotDetail",
    "PilotInput",
    "PilotLinkInput",
    "PilotLinkSerializer",
    "PilotSerializer",
    "PortfolioSerializer",
    "PrincipleServed",
    "PropositionBrief",
    "PropositionDetail",
    "PropositionInput",
    "PropositionSerializer",
    "PropositionSummary",
    "RefuseInput",
    "SupersedePropositionInput",
    "UnevidencedLink",
]
