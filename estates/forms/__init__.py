"""The forms of the estate's pages."""

from .imports import ImportForm, UndoForm
from .mapping import ColumnsForm, MatchesForm
from .places import PlaceForm
from .quality import ConfirmSiteForm, ConfirmSitesForm, WaiverForm, WithdrawWaiverForm
from .register import BuildingForm, HoldingForm, IdentifierForm, OccupationForm, PlotForm, WithdrawForm
from .sites import SiteForm

__all__ = [
    "BuildingForm",
    "ColumnsForm",
    "ConfirmSiteForm",
    "ConfirmSitesForm",
    "HoldingForm",
    "IdentifierForm",
    "ImportForm",
    "MatchesForm",
    "OccupationForm",
    "PlaceForm",
    "PlotForm",
    "SiteForm",
    "UndoForm",
    "WaiverForm",
    "WithdrawForm",
    "WithdrawWaiverForm",
]
