"""Administration of governance."""

from . import agreements, clearances, commitments, decisions, functions, milestones, signatures, texts

__all__ = ["agreements", "clearances", "commitments", "decisions", "functions", "milestones", "signatures", "texts"]
