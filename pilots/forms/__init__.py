"""What the pages of pilots take in."""

from .pilots import ConfidenceForm, PilotForm, PilotLinkForm, RemovePilotLinkForm

__all__ = ["ConfidenceForm", "PilotForm", "PilotLinkForm", "RemovePilotLinkForm"]
