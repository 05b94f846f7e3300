"""Administration of governance."""

from . import agreements, commitments

__all__ = ["agreements", "commitments"]
