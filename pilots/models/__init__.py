from .assumptions import Assumption, PilotDependency
from .benefits import Benefit, BenefitReading
from .budgets import BudgetExclusion, BudgetMonth, BudgetPartner, PooledBudget
from .cases import FIVE_CASES, BusinessCase
from .claims import Claim, ClaimedThing
from .confidence import ConfidenceRating
from .people import PilotRole
from .pilots import Pilot, PilotCommitment, PilotPartner, PilotPlace
from .propositions import Proposition
from .returns import PilotReturn, ReturnCall, ReturnSection
from .risks import Impact, Likelihood, Risk

__all__ = [
    "FIVE_CASES",
    "Assumption",
    "Benefit",
    "BenefitReading",
    "BudgetExclusion",
    "BudgetMonth",
    "BudgetPartner",
    "BusinessCase",
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
    "PilotRole",
    "PooledBudget",
    "Proposition",
    "ReturnCall",
    "ReturnSection",
    "Risk",
]
