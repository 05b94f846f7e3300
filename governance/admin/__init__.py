"""Administration of governance."""

from . import agreements, clearances, commitments, functions, milestones, signatures, texts

__all__ = ["agreements", "clearances", "commitments", "functions", "milestones", "signatures", "texts"]
