from .budgets import BudgetExclusion, BudgetMonth, BudgetPartner, PooledBudget
from .claims import Claim, ClaimedThing
from .pilots import ConfidenceRating, Pilot, PilotCommitment, PilotPartner, PilotPlace

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
]
