"""What may be done to the estate."""

from .imports import cancel_import, check_import, confirm_import, resume_imports, run_import, start_import, waiting_imports
from .places import Located, Outcome, keep_outlines, locate_sites, place_site
from .sites import update_site

__all__ = [
    "Located",
    "Outcome",
    "cancel_import",
    "check_import",
    "confirm_import",
    "keep_outlines",
    "locate_sites",
    "place_site",
    "resume_imports",
    "run_import",
    "start_import",
    "update_site",
    "waiting_imports",
]
