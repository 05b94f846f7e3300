from .imports import Import, ImportRow
from .sites import EstateReturn, Holding, Site

__all__ = ["EstateReturn", "Holding", "Import", "ImportRow", "Site"]
