"""The register's own lists: each is declared once, and goes out as csv and xlsx and comes in again by the same columns."""

from .buildings import BUILDINGS, OCCUPATIONS
from .holdings import HOLDINGS
from .identifiers import IDENTIFIERS
from .listing import Listing
from .plots import PLOTS
from .returns import RETURNS
from .sites import SITES

LISTS: dict[str, Listing] = {each.code: each for each in (SITES, BUILDINGS, HOLDINGS, OCCUPATIONS, IDENTIFIERS, PLOTS, RETURNS)}

__all__ = ["LISTS", "Listing"]
