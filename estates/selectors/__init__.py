"""What may be read about the estate."""

from .holdings import holdings, visible_holdings
from .imports import import_named, importer, importing_for, imports, report_of, rows_in_error, rows_of, undoing_of, visible_imports
from .returns import returns, visible_returns
from .sites import PLACES, SUMMED, register_totals, site_history, site_page, sites, visible_sites

__all__ = [
    "PLACES",
    "SUMMED",
    "holdings",
    "import_named",
    "importer",
    "importing_for",
    "imports",
    "register_totals",
    "report_of",
    "returns",
    "rows_in_error",
    "rows_of",
    "site_history",
    "site_page",
    "sites",
    "undoing_of",
    "visible_holdings",
    "visible_imports",
    "visible_returns",
    "visible_sites",
]
