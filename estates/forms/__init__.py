"""The forms of the estate's pages."""

from .imports import ImportForm, UndoForm
from .sites import SiteForm

__all__ = ["ImportForm", "SiteForm", "UndoForm"]
