"""Administration of governance."""

from . import agreements, clearances, commitments, functions, meetings, milestones, signatures, texts

__all__ = ["agreements", "clearances", "commitments", "functions", "meetings", "milestones", "signatures", "texts"]
