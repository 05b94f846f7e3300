"""What may be asked of pilots and of what belongs to them."""

from .assumptions import AssumptionFilter, PilotDependencyFilter, dependency_overdue
from .benefits import BenefitFilter, BenefitReadingFilter, actual_overdue
from .budgets import BudgetFilter, over_plan
from .claims import ClaimedThingFilter, ClaimFilter
from .confidence import ConfidenceFilter
from .pilots import PilotFilter, PilotLinkFilter
from .propositions import PropositionFilter, measured, unowned
from .returns import PilotReturnFilter, ReturnCallFilter, ReturnSectionFilter, all_calls
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
    "PilotReturnFilter",
    "PropositionFilter",
    "ReturnCallFilter",
    "ReturnSectionFilter",
    "RiskFilter",
    "actual_overdue",
    "all_calls",
    "dependency_overdue",
    "measured",
    "over_plan",
    "unowned",
]
