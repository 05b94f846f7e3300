from .budgets import BudgetExclusion, BudgetMonth, BudgetPartner, PooledBudget
from .claims import Claim, ClaimedThing
from .confidence import ConfidenceRating
from .pilots import Pilot, PilotCommitment, PilotPartner, PilotPlace
from .propositions import Proposition

__all__ = [
    "BudgetExclusion",
    "BudgetMonth",
    "BudgetPartner",
    "Claim",
    "ClaimedThing",
    "ConfidenceRating",
    "Pilot",
    "PilotCommitment",
    "PilotPartner",
    "PilotPlace",
    "PooledBudget",
    "Proposition",
]
