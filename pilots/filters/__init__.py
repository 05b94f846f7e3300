"""What may be asked of pilots and of what belongs to them."""

from .assumptions import AssumptionFilter, PilotDependencyFilter, dependency_overdue
from .benefits import BenefitFilter, BenefitReadingFilter, actual_overdue
from .budgets import BudgetFilter, over_plan
from .claims import ClaimedThingFilter, ClaimFilter
from .confidence import ConfidenceFilter
from .pilots import PilotFilter, PilotLinkFilter
from .portfolios import PortfolioFilter
from .propositions import PropositionFilter, measured, unowned
from .risks import RiskFilter

__all__ = [
    "AssumptionFilter",
    "BenefitFilter",
    "BenefitReadingFilter",
    "BudgetFilter",
    "ClaimFilter",
    "ClaimedThingFilter",
    "ConfidenceFilter",
    "PilotDependencyFilter",
    "PilotFilter",
    "PilotLinkFilter",
    "PortfolioFilter",
    "PropositionFilter",
    "RiskFilter",
    "actual_overdue",
    "dependency_overdue",
    "measured",
    "over_plan",
    "unowned",
]
