"""Shapes of pilots' answers, and what their writes take in."""

from .pilots import (
    ConfidenceInput,
    ConfidenceSerializer,
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

__all__ = [
    "ConfidenceInput",
    "ConfidenceSerializer",
    "CoverageRow",
    "CoverageSerializer",
    "PilotBrief",
    "PilotDetail",
    "PilotInput",
    "PilotLinkInput",
    "PilotLinkSerializer",
    "PilotSerializer",
    "PortfolioSerializer",
    "PrincipleServed",
    "UnevidencedLink",
]
