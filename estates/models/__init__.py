import pgtrigger

from .buildings import Building, Occupation
from .holdings import Holding
from .identifiers import Identifier
from .imports import Import, ImportFile, ImportRow
from .left import NOT_ON_MERGED
from .places import AreaOutline, SiteCell
from .plots import Plot
from .quality import QualityWaiver, SiteConfirmation
from .returns import EstateReturn
from .sites import OfSite, Site

for _of_site in (Building, EstateReturn, Holding, Identifier, Occupation, Plot, QualityWaiver, SiteConfirmation):
    pgtrigger.register(NOT_ON_MERGED)(_of_site)

__all__ = [
    "AreaOutline",
    "Building",
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
