from .buildings import Building, Occupation
from .bulk import BulkChange
from .holdings import Holding
from .identifiers import Identifier
from .imports import Import, ImportFile, ImportRow
from .places import AreaOutline, SiteCell
from .plots import Plot
from .quality import QualityWaiver, SiteConfirmation
from .returns import EstateReturn
from .sites import OfSite, Site

__all__ = [
    "AreaOutline",
    "Building",
    "BulkChange",
    "EstateReturn",
    "Holding",
    "Identifier",
    "Import",
    "ImportFile",
    "ImportRow",
    "Occupation",
    "OfSite",
    "Plot",
    "QualityWaiver",
    "Site",
    "SiteCell",
    "SiteConfirmation",
]
