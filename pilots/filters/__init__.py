"""What may be asked of pilots and of what belongs to them."""

from .assumptions import AssumptionFilter, PilotDependencyFilter, dependency_overdue
from .benefits import BenefitFilter, BenefitReadingFilter, actual_overdue
from .budgets import BudgetFilter, over_plan
from .cases import BusinessCaseFilter, whole
from .claims import ClaimedThingFilter, ClaimFilter
from .confidence import ConfidenceFilter
from .people import PilotRoleFilter, in_post
from .pilots import PilotFilter, PilotLinkFilter
from .portfolios import PortfolioFilter
from .propositions import PropositionFilter, measured, unowned
from .returns import PilotReturnFilter, ReturnCallFilter, ReturnSectionFilter, all_calls
from .risks import RiskFilter

__all__ = [
    "AssumptionFilter",
    "BenefitFilter",
    "BenefitReadingFilter",
    "BudgetFilter",
    "BusinessCaseFilter",
    "ClaimFilter",
    "ClaimedThingFilter",
    "ConfidenceFilter",
    "PilotDependencyFilter",
    "PilotFilter",
    "PilotLinkFilter",
    "PilotReturnFilter",
    "PilotRoleFilter",
    "PortfolioFilter",
    "PropositionFilter",
    "ReturnCallFilter",
    "ReturnSectionFilter",
    "RiskFilter",
    "actual_overdue",
    "all_calls",
    "dependency_overdue",
    "in_post",
    "measured",
    "over_plan",
    "unowned",
    "whole",
]
