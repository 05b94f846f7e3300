"""What may be read about the estate."""

from .buildings import buildings, occupations, visible_buildings, visible_occupations
from .holdings import asked_day, holding_totals, holdings, owners_on, visible_holdings
from .identifiers import identifiers, visible_identifiers
from .imports import importer, importing_for, imports, rows_in_error, rows_of, visible_imports
from .plots import plot_page, plots, visible_plots
from .quality import (
    confirmations,
    estate_quality,
    findings,
    owner_to_edit,
    quality_page,
    quality_rules,
    site_quality,
    stale_sites,
    visible_confirmations,
    visible_waivers,
    waivers,
)
from .returns import former_returns, returns, visible_returns
from .sensitive import open_to
from .sites import (
    PLACES,
    SUMMED,
    history_page,
    judged_sites,
    published_totals,
    register_totals,
    returns_page,
    site_history,
    site_page,
    sites,
    visible_sites,
)

__all__ = [
    "PLACES",
    "SUMMED",
    "asked_day",
    "buildings",
    "confirmations",
    "estate_quality",
    "findings",
    "former_returns",
    "history_page",
    "holding_totals",
    "holdings",
    "identifiers",
    "importer",
    "importing_for",
    "imports",
    "judged_sites",
    "occupations",
    "open_to",
    "owner_to_edit",
    "owners_on",
    "plot_page",
    "plots",
    "published_totals",
    "quality_page",
    "quality_rules",
    "register_totals",
    "returns",
    "returns_page",
    "rows_in_error",
    "rows_of",
    "site_history",
    "site_page",
    "site_quality",
    "sites",
    "stale_sites",
    "visible_buildings",
    "visible_confirmations",
    "visible_holdings",
    "visible_identifiers",
    "visible_imports",
    "visible_occupations",
    "visible_plots",
    "visible_returns",
    "visible_sites",
    "visible_waivers",
    "waivers",
]
