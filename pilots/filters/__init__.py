"""What may be asked of pilots and of what belongs to them."""

from .pilots import PilotFilter, PilotLinkFilter

__all__ = ["PilotFilter", "PilotLinkFilter"]
