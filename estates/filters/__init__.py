"""The questions that may be asked of the estate."""

from .buildings import BuildingFilter, OccupationFilter
from .holdings import HoldingFilter
from .identifiers import IdentifierFilter
from .imports import ImportFilter, ImportRowFilter
from .plots import PlotFilter
from .quality import ConfirmationFilter, WaiverFilter
from .returns import ReturnFilter
from .shared import AnyFlag
from .sites import SiteFilter

__all__ = [
    "AnyFlag",
    "BuildingFilter",
    "ConfirmationFilter",
    "HoldingFilter",
    "IdentifierFilter",
    "ImportFilter",
    "ImportRowFilter",
    "OccupationFilter",
    "PlotFilter",
    "ReturnFilter",
    "SiteFilter",
    "WaiverFilter",
]
