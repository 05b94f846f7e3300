"""The questions that may be asked of the estate."""

from .holdings import HoldingFilter
from .imports import ImportFilter, ImportRowFilter
from .places import borough_differs, in_box, numbers, read_box
from .returns import ReturnFilter
from .shared import AnyFlag
from .sites import SiteFilter

__all__ = [
    "AnyFlag",
    "HoldingFilter",
    "ImportFilter",
    "ImportRowFilter",
    "ReturnFilter",
    "SiteFilter",
    "borough_differs",
    "in_box",
    "numbers",
    "read_box",
]
