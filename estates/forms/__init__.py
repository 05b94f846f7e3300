"""The forms of the estate's pages."""

from .imports import ImportForm
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
    "PlotForm",
    "SiteForm",
    "WaiverForm",
    "WithdrawForm",
    "WithdrawWaiverForm",
]
