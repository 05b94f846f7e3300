"""The forms of the estate's pages."""

from .imports import ImportForm
from .sites import SiteForm

__all__ = ["ImportForm", "SiteForm"]
