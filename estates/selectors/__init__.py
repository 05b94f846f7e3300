"""What may be read about the estate."""

from .holdings import holdings, visible_holdings
from .imports import importer, importing_for, imports, rows_in_error, rows_of, visible_imports
from .places import borough_outlines, boroughs, keeper, outlines_are, site_map, whole_estate, without
from .returns import returns, visible_returns
from .sites import PLACES, SUMMED, register_totals, site_history, site_page, sites, visible_sites

__all__ = [
    "PLACES",
    "SUMMED",
    "borough_outlines",
    "boroughs",
    "holdings",
    "importer",
    "importing_for",
    "imports",
    "keeper",
    "outlines_are",
    "register_totals",
    "returns",
    "rows_in_error",
    "rows_of",
    "site_history",
    "site_map",
    "site_page",
    "sites",
    "visible_holdings",
    "visible_imports",
    "visible_returns",
    "visible_sites",
    "whole_estate",
    "without",
]
