"""What may be done to pilots and to what belongs to them."""

from .pilots import LINKS, create_pilot, create_pilot_link, rate_confidence, remove_pilot_link, update_pilot, update_pilot_link

__all__ = ["LINKS", "create_pilot", "create_pilot_link", "rate_confidence", "remove_pilot_link", "update_pilot", "update_pilot_link"]
