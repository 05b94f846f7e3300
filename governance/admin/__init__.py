"""Administration of governance."""

from . import agreements, clearances, commitments, signatures, texts

__all__ = ["agreements", "clearances", "commitments", "signatures", "texts"]
