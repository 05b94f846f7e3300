from .imports import Import, ImportFile, ImportRow
from .sites import EstateReturn, Holding, Site

__all__ = ["EstateReturn", "Holding", "Import", "ImportFile", "ImportRow", "Site"]
