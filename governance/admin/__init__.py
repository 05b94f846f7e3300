"""Administration of governance."""

from . import agreements, signatures

__all__ = ["agreements", "signatures"]
