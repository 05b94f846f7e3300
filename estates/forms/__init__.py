"""The forms of the estate's pages."""

from .imports import ImportForm
from .places import PlaceForm
from .sites import SiteForm

__all__ = ["ImportForm", "PlaceForm", "SiteForm"]
