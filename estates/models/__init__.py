from .holdings import Holding
from .imports import Import, ImportFile, ImportRow
from .places import AreaOutline, SiteCell
from .returns import EstateReturn
from .sites import Site

__all__ = ["AreaOutline", "EstateReturn", "Holding", "Import", "ImportFile", "ImportRow", "Site", "SiteCell"]
