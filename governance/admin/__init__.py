"""Administration of governance."""

from . import agreements, texts

__all__ = ["agreements", "texts"]
