"""The forms of the estate's pages."""

from .imports import ImportForm
from .register import BuildingForm, HoldingForm, IdentifierForm, OccupationForm, PlotForm, WithdrawForm
from .sites import SiteForm

__all__ = ["BuildingForm", "HoldingForm", "IdentifierForm", "ImportForm", "OccupationForm", "PlotForm", "SiteForm", "WithdrawForm"]
