"""What may be done to the estate."""

from .buildings import create_building, create_occupation, remove_building, remove_occupation, update_building, update_occupation
from .bulk import apply_bulk_change, preview_bulk_change, undo_bulk_change
from .holdings import create_holding, remove_holding, update_holding
from .identifiers import claim_identifier, update_identifier, withdraw_identifier
from .imports import cancel_import, check_import, confirm_import, resume_imports, run_import, start_import, waiting_imports
from .kept import compact_owner_changes
from .leaving import remove_site, restore_site, undo_merge
from .left_out import leave_out, take_in
from .mapping import map_columns, understand_file
from .matching import choose_matches
from .merging import merge_sites, preview_merge
from .places import Located, Outcome, keep_outlines, locate_sites, place_site
from .plots import create_plot, remove_plot, update_plot
from .quality import confirm_site, confirm_sites, waive_finding, withdraw_waiver
from .sites import update_site
from .splitting import preview_split, split_site
from .undoing import run_undo, undo_import

__all__ = [
    "Located",
    "Outcome",
    "apply_bulk_change",
    "cancel_import",
    "check_import",
    "choose_matches",
    "claim_identifier",
    "compact_owner_changes",
    "confirm_import",
    "confirm_site",
    "confirm_sites",
    "create_building",
    "create_holding",
    "create_occupation",
    "create_plot",
    "keep_outlines",
    "leave_out",
    "locate_sites",
    "map_columns",
    "merge_sites",
    "place_site",
    "preview_bulk_change",
    "preview_merge",
    "preview_split",
    "remove_building",
    "remove_holding",
    "remove_occupation",
    "remove_plot",
    "remove_site",
    "restore_site",
    "resume_imports",
    "run_import",
    "run_undo",
    "split_site",
    "start_import",
    "take_in",
    "understand_file",
    "undo_bulk_change",
    "undo_import",
    "undo_merge",
    "update_building",
    "update_holding",
    "update_identifier",
    "update_occupation",
    "update_plot",
    "update_site",
    "waiting_imports",
    "waive_finding",
    "withdraw_identifier",
    "withdraw_waiver",
]
