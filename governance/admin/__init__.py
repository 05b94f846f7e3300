"""Administration of governance."""

from . import agreements, clearances

__all__ = ["agreements", "clearances"]
