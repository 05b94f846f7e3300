"""Administration of governance."""

from . import agreements, clearances, signatures, texts

__all__ = ["agreements", "clearances", "signatures", "texts"]
