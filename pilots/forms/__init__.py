"""What the pages of pilots take in."""

from .confidence import ConfidenceForm
from .pilots import PilotForm, PilotLinkForm, RemovePilotLinkForm
from .propositions import GrantForm, PropositionForm, PropositionReasonForm, RefuseForm, SupersedePropositionForm

__all__ = [
    "ConfidenceForm",
    "GrantForm",
    "PilotForm",
    "PilotLinkForm",
    "PropositionForm",
    "PropositionReasonForm",
    "RefuseForm",
    "RemovePilotLinkForm",
    "SupersedePropositionForm",
]
