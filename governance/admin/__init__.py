"""Administration of governance."""

from . import agreements, milestones, texts

__all__ = ["agreements", "milestones", "texts"]
