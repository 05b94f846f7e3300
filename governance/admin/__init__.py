"""Administration of governance."""

from . import actions, agreements, boards, clearances, commitments, decisions, functions, meetings, milestones, signatures, texts

__all__ = ["actions", "agreements", "boards", "clearances", "commitments", "decisions", "functions", "meetings", "milestones", "signatures", "texts"]
