from .pilots import ConfidenceRating, Pilot, PilotCommitment, PilotPartner, PilotPlace

__all__ = ["ConfidenceRating", "Pilot", "PilotCommitment", "PilotPartner", "PilotPlace"]
