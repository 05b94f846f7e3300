"""Shapes of the estate's answers, and what its writes take in."""

from .buildings import BuildingInput, BuildingSerializer, OccupationInput, OccupationSerializer
from .estate import EstateSerializer, OwnerEstateSerializer
from .flags import Flags
from .holdings import HoldingInput, HoldingSerializer, HoldingTotalsSerializer, OwnersSerializer
from .identifiers import IdentifierInput, IdentifierSerializer
from .imports import (
    Changes,
    Findings,
    ImportInput,
    ImportRowList,
    ImportRowSerializer,
    ImportSerializer,
    Progress,
    RowErrors,
    RowValues,
    UndoingSerializer,
    progress_key,
)
from .mapping import ColumnMappingSerializer, ColumnsInput, ColumnsSerializer, MappingInput
from .matching import CandidateSerializer, ChoicesInput, MatchedSiteSerializer
from .people import PersonBrief
from .places import MapSerializer, OutlinesSerializer, PlaceInput
from .plots import PlotInput, PlotSerializer
from .quality import (
    Confirmed,
    ConfirmInput,
    ConfirmManyInput,
    FindingList,
    QualityFigures,
    QualityWaiverInput,
    QualityWaiverSerializer,
    RulesSerializer,
    SiteConfirmationSerializer,
    SiteQualitySerializer,
)
from .returns import MEASURES, AsReported, FormerReturns, ReturnDetail, ReturnSerializer
from .sites import PublishedSerializer, SiteBrief, SiteDetail, SiteInput, SiteSerializer, TotalsSerializer
from .trust_returns import TrustReturnDetail, TrustReturnSerializer

__all__ = [
    "MEASURES",
    "AsReported",
    "BuildingInput",
    "BuildingSerializer",
    "CandidateSerializer",
    "Changes",
    "ChoicesInput",
    "ColumnMappingSerializer",
    "ColumnsInput",
    "ColumnsSerializer",
    "ConfirmInput",
    "ConfirmManyInput",
    "Confirmed",
    "EstateSerializer",
    "FindingList",
    "Findings",
    "Flags",
    "FormerReturns",
    "HoldingInput",
    "HoldingSerializer",
    "HoldingTotalsSerializer",
    "IdentifierInput",
    "IdentifierSerializer",
    "ImportInput",
    "ImportRowList",
    "ImportRowSerializer",
    "ImportSerializer",
    "MapSerializer",
    "MappingInput",
    "MatchedSiteSerializer",
    "OccupationInput",
    "OccupationSerializer",
    "OutlinesSerializer",
    "OwnerEstateSerializer",
    "OwnersSerializer",
    "PersonBrief",
    "PlaceInput",
    "PlotInput",
    "PlotSerializer",
    "Progress",
    "PublishedSerializer",
    "QualityFigures",
    "QualityWaiverInput",
    "QualityWaiverSerializer",
    "ReturnDetail",
    "ReturnSerializer",
    "RowErrors",
    "RowValues",
    "RulesSerializer",
    "SiteBrief",
    "SiteConfirmationSerializer",
    "SiteDetail",
    "SiteInput",
    "SiteQualitySerializer",
    "SiteSerializer",
    "TotalsSerializer",
    "TrustReturnDetail",
    "TrustReturnSerializer",
    "UndoingSerializer",
    "progress_key",
]
