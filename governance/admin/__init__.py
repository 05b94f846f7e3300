"""Administration of governance."""

from . import agreements, functions

__all__ = ["agreements", "functions"]
