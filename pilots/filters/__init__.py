"""What may be asked of pilots and of what belongs to them."""

from .budgets import BudgetFilter, over_plan
from .claims import ClaimedThingFilter, ClaimFilter
from .confidence import ConfidenceFilter
from .pilots import PilotFilter, PilotLinkFilter
from .propositions import PropositionFilter, measured, unowned

__all__ = [
    "BudgetFilter",
    "ClaimFilter",
    "ClaimedThingFilter",
    "ConfidenceFilter",
    "PilotFilter",
    "PilotLinkFilter",
    "PropositionFilter",
    "measured",
    "over_plan",
    "unowned",
]
