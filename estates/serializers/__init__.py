"""Shapes of the estate's answers, and what its writes take in."""

from .flags import Flags
from .holdings import HoldingSerializer
from .imports import (
    Changes,
    Findings,
    ImportInput,
    ImportRowList,
    ImportRowSerializer,
    ImportSerializer,
    PersonBrief,
    Progress,
    RowErrors,
    RowValues,
    UndoingSerializer,
    progress_key,
)
from .returns import MEASURES, AsReported, ReturnDetail, ReturnSerializer
from .sites import SiteBrief, SiteInput, SiteSerializer, TotalsSerializer

__all__ = [
    "MEASURES",
    "AsReported",
    "Changes",
    "Findings",
    "Flags",
    "HoldingSerializer",
    "ImportInput",
    "ImportRowList",
    "ImportRowSerializer",
    "ImportSerializer",
    "PersonBrief",
    "Progress",
    "ReturnDetail",
    "ReturnSerializer",
    "RowErrors",
    "RowValues",
    "SiteBrief",
    "SiteInput",
    "SiteSerializer",
    "TotalsSerializer",
    "UndoingSerializer",
    "progress_key",
]
