"""The forms of the estate's pages."""

from .imports import ImportForm, UndoForm
from .places import PlaceForm
from .register import BuildingForm, HoldingForm, IdentifierForm, OccupationForm, PlotForm, WithdrawForm
from .sites import SiteForm

__all__ = [
    "BuildingForm",
    "HoldingForm",
    "IdentifierForm",
    "ImportForm",
    "OccupationForm",
    "PlaceForm",
    "PlotForm",
    "SiteForm",
    "UndoForm",
    "WithdrawForm",
]
