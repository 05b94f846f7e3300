"""Administration of governance."""

from . import actions, agreements, clearances, commitments, functions, meetings, milestones, signatures, texts

__all__ = ["actions", "agreements", "clearances", "commitments", "functions", "meetings", "milestones", "signatures", "texts"]
