"""What may be asked of pilots and of what belongs to them."""

from .assumptions import AssumptionFilter, PilotDependencyFilter, dependency_overdue
from .benefits import BenefitFilter, BenefitReadingFilter, actual_overdue
from .pilots import PilotFilter, PilotLinkFilter
from .risks import RiskFilter

__all__ = [
    "AssumptionFilter",
    "BenefitFilter",
    "BenefitReadingFilter",
    "PilotDependencyFilter",
    "PilotFilter",
    "PilotLinkFilter",
    "RiskFilter",
    "actual_overdue",
    "dependency_overdue",
]
