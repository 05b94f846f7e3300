"""The forms of the estate's pages."""

from .bulk import BulkForm, UndoBulkForm
from .imports import ImportForm, UndoForm
from .places import PlaceForm
from .quality import ConfirmSiteForm, ConfirmSitesForm, WaiverForm, WithdrawWaiverForm
from .register import BuildingForm, HoldingForm, IdentifierForm, OccupationForm, PlotForm, WithdrawForm
from .sites import SiteForm

__all__ = [
    "BuildingForm",
    "BulkForm",
    "ConfirmSiteForm",
    "ConfirmSitesForm",
    "HoldingForm",
    "IdentifierForm",
    "ImportForm",
    "OccupationForm",
    "PlaceForm",
    "PlotForm",
    "SiteForm",
    "UndoBulkForm",
    "UndoForm",
    "WaiverForm",
    "WithdrawForm",
    "WithdrawWaiverForm",
]
