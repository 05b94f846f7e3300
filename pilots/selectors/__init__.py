"""What may be read about pilots and what belongs to them."""

from .assumptions import (
    assumption_history,
    assumption_summary,
    assumptions,
    pilot_dependencies,
    pilot_dependency_summary,
    visible_assumptions,
    visible_pilot_dependencies,
)
from .benefits import benefit_history, benefit_readings, benefit_summary, benefits, visible_benefit_readings, visible_benefits
from .budgets import budget_history, budget_summary, budgets, months_seen, visible_budgets
from .claims import claim_summary, claimed_thing_history, claimed_things, claims, visible_claimed_things, visible_claims
from .comparisons import comparable, comparison
from .confidence import pilot_confidence, ratings, visible_ratings
from .pilots import LIVE, coverage, pilot_history, pilot_links, pilots, portfolio, principles, visible_pilot_links, visible_pilots
from .portfolios import dashboard, standing_pilots
from .propositions import ladder, proposition_history, proposition_summary, propositions, signed_agreements, visible_propositions
from .risks import risk_grid, risk_history, risk_summary, risks, visible_risks

__all__ = [
    "LIVE",
    "assumption_history",
    "assumption_summary",
    "assumptions",
    "benefit_history",
    "benefit_readings",
    "benefit_summary",
    "benefits",
    "budget_history",
    "budget_summary",
    "budgets",
    "claim_summary",
    "claimed_thing_history",
    "claimed_things",
    "claims",
    "comparable",
    "comparison",
    "coverage",
    "dashboard",
    "ladder",
    "months_seen",
    "pilot_confidence",
    "pilot_dependencies",
    "pilot_dependency_summary",
    "pilot_history",
    "pilot_links",
    "pilots",
    "portfolio",
    "principles",
    "proposition_history",
    "proposition_summary",
    "propositions",
    "ratings",
    "risk_grid",
    "risk_history",
    "risk_summary",
    "risks",
    "signed_agreements",
    "standing_pilots",
    "visible_assumptions",
    "visible_benefit_readings",
    "visible_benefits",
    "visible_budgets",
    "visible_claimed_things",
    "visible_claims",
    "visible_pilot_dependencies",
    "visible_pilot_links",
    "visible_pilots",
    "visible_propositions",
    "visible_ratings",
    "visible_risks",
]
