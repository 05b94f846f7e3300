"""Administration of governance."""

from . import agreements, boards, clearances, commitments, functions, milestones, signatures, texts

__all__ = ["agreements", "boards", "clearances", "commitments", "functions", "milestones", "signatures", "texts"]
