"""The forms of the estate's pages."""

from .bulk import BulkForm, UndoBulkForm
from .imports import ImportForm, UndoForm
from .mapping import ColumnsForm, MatchesForm
from .merging import MergeForm, RemoveSiteForm, RestoreSiteForm, SplitForm, name_of
from .places import PlaceForm
from .quality import ConfirmSiteForm, ConfirmSitesForm, WaiverForm, WithdrawWaiverForm
from .register import BuildingForm, HoldingForm, IdentifierForm, OccupationForm, PlotForm, WithdrawForm
from .sites import SiteForm

__all__ = [
    "BuildingForm",
    "BulkForm",
    "ColumnsForm",
    "ConfirmSiteForm",
    "ConfirmSitesForm",
    "HoldingForm",
    "IdentifierForm",
    "ImportForm",
    "MatchesForm",
    "MergeForm",
    "OccupationForm",
    "PlaceForm",
    "PlotForm",
    "RemoveSiteForm",
    "RestoreSiteForm",
    "SiteForm",
    "SplitForm",
    "UndoBulkForm",
    "UndoForm",
    "WaiverForm",
    "WithdrawForm",
    "WithdrawWaiverForm",
    "name_of",
]
