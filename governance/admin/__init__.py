"""Administration of governance."""

from . import agreements, clearances, signatures

__all__ = ["agreements", "clearances", "signatures"]
