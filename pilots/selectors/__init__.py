"""What may be read about pilots and what belongs to them."""

from .budgets import budget_history, budget_summary, budgets, months_seen, visible_budgets
from .claims import claim_summary, claimed_thing_history, claimed_things, claims, visible_claimed_things, visible_claims
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
    "budget_history",
    "budget_summary",
    "budgets",
    "claim_summary",
    "claimed_thing_history",
    "claimed_things",
    "claims",
    "coverage",
    "months_seen",
    "pilot_history",
    "pilot_links",
    "pilots",
    "portfolio",
    "principles",
    "ratings",
    "visible_budgets",
    "visible_claimed_things",
    "visible_claims",
    "visible_pilot_links",
    "visible_pilots",
    "visible_ratings",
]
