import pgtrigger

from .buildings import Building, Occupation
from .bulk import BulkChange
from .changes import OwnerChange
from .holdings import Holding
from .identifiers import Identifier
from .imports import Import, ImportFile, ImportRow
from .left import NOT_ON_MERGED
from .mapping import ColumnMapping
from .places import AreaOutline, SiteCell
from .plots import Plot
from .quality import QualityWaiver, SiteConfirmation
from .returns import EstateReturn
from .sites import OfSite, Site
from .trust_returns import TrustReturn

for _of_site in (Building, EstateReturn, Holding, Identifier, Occupation, Plot, QualityWaiver, SiteConfirmation):
    pgtrigger.register(NOT_ON_MERGED)(_of_site)

__all__ = [
    "AreaOutline",
    "Building",
    "BulkChange",
    "ColumnMapping",
    "EstateReturn",
    "Holding",
    "Identifier",
    "Import",
    "ImportFile",
    "ImportRow",
    "Occupation",
    "OfSite",
    "OwnerChange",
    "Plot",
    "QualityWaiver",
    "Site",
    "SiteCell",
    "SiteConfirmation",
    "TrustReturn",
]
