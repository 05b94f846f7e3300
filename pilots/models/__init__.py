from .confidence import ConfidenceRating
from .pilots import Pilot, PilotCommitment, PilotPartner, PilotPlace
from .propositions import Proposition

__all__ = ["ConfidenceRating", "Pilot", "PilotCommitment", "PilotPartner", "PilotPlace", "Proposition"]
