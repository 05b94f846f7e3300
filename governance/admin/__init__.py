"""Administration of governance."""

from . import agreements

__all__ = ["agreements"]
