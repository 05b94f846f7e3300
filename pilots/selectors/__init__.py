"""What may be read about pilots and what belongs to them."""

from .budgets import budget_history, budget_summary, budgets, months_seen, visible_budgets
from .claims import claim_summary, claimed_thing_history, claimed_things, claims, visible_claimed_things, visible_claims
from .confidence import pilot_confidence, ratings, visible_ratings
from .pilots import LIVE, coverage, pilot_history, pilot_links, pilots, portfolio, principles, visible_pilot_links, visible_pilots
from .propositions import ladder, proposition_history, proposition_summary, propositions, signed_agreements, visible_propositions

__all__ = [
    "LIVE",
    "budget_history",
    "budget_summary",
    "budgets",
    "claim_summary",
    "claimed_thing_history",
    "claimed_things",
    "claims",
    "coverage",
    "ladder",
    "months_seen",
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
    "visible_budgets",
    "visible_claimed_things",
    "visible_claims",
    "visible_pilot_links",
    "visible_pilots",
    "visible_propositions",
    "visible_ratings",
]
