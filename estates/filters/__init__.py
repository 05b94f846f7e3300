"""The questions that may be asked of the estate."""

from .buildings import BuildingFilter, OccupationFilter
from .holdings import HoldingFilter
from .identifiers import IdentifierFilter
from .imports import ImportFilter, ImportRowFilter
from .places import borough_differs, in_box, numbers, read_box
from .plots import PlotFilter
from .returns import ReturnFilter
from .shared import AnyFlag
from .sites import SiteFilter

__all__ = [
    "AnyFlag",
    "BuildingFilter",
    "HoldingFilter",
    "IdentifierFilter",
    "ImportFilter",
    "ImportRowFilter",
    "OccupationFilter",
    "PlotFilter",
    "ReturnFilter",
    "SiteFilter",
    "borough_differs",
    "in_box",
    "numbers",
    "read_box",
]
