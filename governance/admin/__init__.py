"""Administration of governance."""

from . import agreements, clearances, commitments, functions, signatures, texts

__all__ = ["agreements", "clearances", "commitments", "functions", "signatures", "texts"]
