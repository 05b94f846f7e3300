"""The forms of the estate's pages."""

from .imports import ImportForm, UndoForm
from .places import PlaceForm
from .quality import ConfirmSiteForm, ConfirmSitesForm, WaiverForm, WithdrawWaiverForm
from .register import BuildingForm, HoldingForm, IdentifierForm, OccupationForm, PlotForm, WithdrawForm
from .sites import SiteForm

__all__ = [
    "BuildingForm",
    "ConfirmSiteForm",
    "ConfirmSitesForm",
    "HoldingForm",
    "IdentifierForm",
    "ImportForm",
    "OccupationForm",
    "PlaceForm",
    "PlotForm",
    "SiteForm",
    "UndoForm",
    "WaiverForm",
    "WithdrawForm",
    "WithdrawWaiverForm",
]
