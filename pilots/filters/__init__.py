"""What may be asked of pilots and of what belongs to them."""

from .budgets import BudgetFilter, over_plan
from .claims import ClaimedThingFilter, ClaimFilter
from .pilots import PilotFilter, PilotLinkFilter

__all__ = ["BudgetFilter", "ClaimFilter", "ClaimedThingFilter", "PilotFilter", "PilotLinkFilter", "over_plan"]
