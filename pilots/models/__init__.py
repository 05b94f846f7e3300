from .assumptions import Assumption, PilotDependency
from .benefits import Benefit, BenefitReading
from .budgets import BudgetExclusion, BudgetMonth, BudgetPartner, PooledBudget
from .claims import Claim, ClaimedThing
from .confidence import ConfidenceRating
from .pilots import Pilot, PilotCommitment, PilotPartner, PilotPlace
from .propositions import Proposition
from .returns import PilotReturn, ReturnCall, ReturnSection
from .risks import Impact, Likelihood, Risk

__all__ = [
    "Assumption",
    "Benefit",
    "BenefitReading",
    "BudgetExclusion",
    "BudgetMonth",
    "BudgetPartner",
    "Claim",
    "ClaimedThing",
    "ConfidenceRating",
    "Impact",
    "Likelihood",
    "Pilot",
    "PilotCommitment",
    "PilotDependency",
    "PilotPartner",
    "PilotPlace",
    "PilotReturn",
    "PooledBudget",
    "Proposition",
    "ReturnCall",
    "ReturnSection",
    "Risk",
]
