from .pilots import ConfidenceRating, Pilot, PilotPartner, PilotPlace

__all__ = ["ConfidenceRating", "Pilot", "PilotPartner", "PilotPlace"]
