"""What may be asked of pilots and of what belongs to them."""

from .confidence import ConfidenceFilter
from .pilots import PilotFilter, PilotLinkFilter
from .propositions import PropositionFilter, measured, unowned

__all__ = ["ConfidenceFilter", "PilotFilter", "PilotLinkFilter", "PropositionFilter", "measured", "unowned"]
