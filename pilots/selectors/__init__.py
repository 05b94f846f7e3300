"""What may be read about pilots and what belongs to them."""

from .confidence import pilot_confidence, ratings, visible_ratings
from .pilots import LIVE, coverage, pilot_history, pilot_links, pilots, portfolio, principles, visible_pilot_links, visible_pilots
from .propositions import ladder, proposition_history, proposition_summary, propositions, signed_agreements, visible_propositions

__all__ = [
    "LIVE",
    "coverage",
    "ladder",
    "pilot_confidence",
    "pilot_history",
    "pilot_links",
    "pilots",
    "portfolio",
    "principles",
    "proposition_history",
    "proposition_summary",
    "propositions",
    "ratings",
    "signed_agreements",
    "visible_pilot_links",
    "visible_pilots",
    "visible_propositions",
    "visible_ratings",
]
