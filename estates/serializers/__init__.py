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
    progress_key,
)
from .places import MapSerializer, OutlinesSerializer, PlaceInput
from .returns import MEASURES, AsReported, ReturnDetail, ReturnSerializer
from .sites import SiteBrief, SiteDetail, SiteInput, SiteSerializer, TotalsSerializer

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
    "MapSerializer",
    "OutlinesSerializer",
    "PersonBrief",
    "PlaceInput",
    "Progress",
    "ReturnDetail",
    "ReturnSerializer",
    "RowErrors",
    "RowValues",
    "SiteBrief",
    "SiteDetail",
    "SiteInput",
    "SiteSerializer",
    "TotalsSerializer",
    "progress_key",
]
