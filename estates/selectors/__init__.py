"""What may be read about the estate."""

from .buildings import buildings, occupations, visible_buildings, visible_occupations
from .estate import estate_dashboard, estate_form, estate_years
from .estate_owners import estate_of, estate_sites
from .holdings import asked_day, holding_totals, holdings, owners_on, visible_holdings
from .identifiers import identifiers, visible_identifiers
from .imports import import_named, importer, importing_for, imports, report_of, rows_in_error, rows_of, undoing_of, visible_imports
from .left import became, ever, left, left_as, left_sites, lineage, site_history
from .mapping import column_mappings, columns_of, mappable_imports, visible_mappings
from .matching import MatchedRows
from .merging import FIELDS, MOVED, Merging, merge_candidates, merge_preview, merging
from .places import borough_outlines, boroughs, keeper, outlines_are, site_map, without
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
from .site_pages import history_page, returns_page, site_page
from .sites import PLACES, SUMMED, judged_sites, published_totals, register_totals, sites, visible_sites
from .splitting import DIVIDED, Splitting, pieces, split_preview, splitting
from .trust_returns import returns_of, trust_returns, visible_trust_returns

__all__ = [
    "DIVIDED",
    "FIELDS",
    "MOVED",
    "PLACES",
    "SUMMED",
    "MatchedRows",
    "Merging",
    "Splitting",
    "asked_day",
    "became",
    "borough_outlines",
    "boroughs",
    "buildings",
    "column_mappings",
    "columns_of",
    "confirmations",
    "estate_dashboard",
    "estate_form",
    "estate_of",
    "estate_quality",
    "estate_sites",
    "estate_years",
    "ever",
    "findings",
    "former_returns",
    "history_page",
    "holding_totals",
    "holdings",
    "identifiers",
    "import_named",
    "importer",
    "importing_for",
    "imports",
    "judged_sites",
    "keeper",
    "left",
    "left_as",
    "left_sites",
    "lineage",
    "mappable_imports",
    "merge_candidates",
    "merge_preview",
    "merging",
    "occupations",
    "open_to",
    "outlines_are",
    "owner_to_edit",
    "owners_on",
    "pieces",
    "plot_page",
    "plots",
    "published_totals",
    "quality_page",
    "quality_rules",
    "register_totals",
    "report_of",
    "returns",
    "returns_of",
    "returns_page",
    "rows_in_error",
    "rows_of",
    "site_history",
    "site_map",
    "site_page",
    "site_quality",
    "sites",
    "split_preview",
    "splitting",
    "stale_sites",
    "trust_returns",
    "undoing_of",
    "visible_buildings",
    "visible_confirmations",
    "visible_holdings",
    "visible_identifiers",
    "visible_imports",
    "visible_mappings",
    "visible_occupations",
    "visible_plots",
    "visible_returns",
    "visible_sites",
    "visible_trust_returns",
    "visible_waivers",
    "waivers",
    "without",
]
