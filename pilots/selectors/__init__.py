"""What may be read about pilots and what belongs to them."""

from .pilots import (
    LIVE,
    ConfidenceFilter,
    coverage,
    pilot_history,
    pilot_links,
    pilots,
    portfolio,
    principles,
    ratings,
    visible_pilot_links,
    visible_pilots,
    visible_ratings,
)

__all__ = [
    "LIVE",
    "ConfidenceFilter",
    "coverage",
    "pilot_history",
    "pilot_links",
    "pilots",
    "portfolio",
    "principles",
    "ratings",
    "visible_pilot_links",
    "visible_pilots",
    "visible_ratings",
]
