"""The register's own lists: each is declared once, and goes out as csv and xlsx and comes in again by the same columns."""

from .listing import Listing
from .sites import SITES

LISTS: dict[str, Listing] = {each.code: each for each in (SITES,)}

__all__ = ["LISTS", "Listing"]
