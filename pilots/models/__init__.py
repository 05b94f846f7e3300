from .assumptions import Assumption, PilotDependency
from .benefits import Benefit, BenefitReading
from .pilots import ConfidenceRating, Pilot, PilotCommitment, PilotPartner, PilotPlace
from .risks import Impact, Likelihood, Risk

__all__ = [
    "Assumption",
    "Benefit",
    "BenefitReading",
    "ConfidenceRating",
    "Impact",
    "Likelihood",
    "Pilot",
    "PilotCommitment",
    "PilotDependency",
    "PilotPartner",
    "PilotPlace",
    "Risk",
]
