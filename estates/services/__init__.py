"""What may be done to the estate."""

from .imports import cancel_import, check_import, confirm_import, resume_imports, run_import, start_import, waiting_imports
from .sites import update_site

__all__ = ["cancel_import", "check_import", "confirm_import", "resume_imports", "run_import", "start_import", "update_site", "waiting_imports"]
