from .holdings import Holding
from .imports import Import, ImportFile, ImportRow
from .returns import EstateReturn
from .sites import Site

__all__ = ["EstateReturn", "Holding", "Import", "ImportFile", "ImportRow", "Site"]
