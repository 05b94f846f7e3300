from .buildings import Building, Occupation
from .holdings import Holding
from .identifiers import Identifier
from .imports import Import, ImportFile, ImportRow
from .plots import Plot
from .quality import QualityWaiver, SiteConfirmation
from .returns import EstateReturn
from .sites import OfSite, Site

__all__ = [
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
    "SiteConfirmation",
]
