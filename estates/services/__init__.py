"""What may be done to the estate."""

from .imports import cancel_import, check_import, confirm_import, resume_imports, run_import, start_import, waiting_imports
from .sites import update_site
from .undoing import run_undo, undo_import

__all__ = [
    "cancel_import",
    "check_import",
    "confirm_import",
    "resume_imports",
    "run_import",
    "run_undo",
    "start_import",
    "undo_import",
    "update_site",
    "waiting_imports",
]
