"""The questions that may be asked of the estate."""

from .buildings import BuildingFilter, OccupationFilter
from .bulk import BulkChangeFilter, ChangedSiteFilter
from .estate import OVER, By, EstateFilter
from .holdings import HoldingFilter
from .identifiers import IdentifierFilter
from .imports import ImportFilter, ImportRowFilter
from .mapping import ColumnMappingFilter
from .places import borough_differs, in_box, numbers, read_box
from .plots import PlotFilter
from .quality import ConfirmationFilter, WaiverFilter
from .reporting import amount, reported
from .returns import ReturnFilter
from .shared import AnyFlag
from .sites import LATEST, SiteFilter
from .trust_returns import TrustReturnFilter

__all__ = [
    "LATEST",
    "OVER",
    "AnyFlag",
    "BuildingFilter",
    "BulkChangeFilter",
    "By",
    "ChangedSiteFilter",
    "ColumnMappingFilter",
    "ConfirmationFilter",
    "EstateFilter",
    "HoldingFilter",
    "IdentifierFilter",
    "ImportFilter",
    "ImportRowFilter",
    "OccupationFilter",
    "PlotFilter",
    "ReturnFilter",
    "SiteFilter",
    "TrustReturnFilter",
    "WaiverFilter",
    "amount",
    "borough_differs",
    "in_box",
    "numbers",
    "read_box",
    "reported",
]
