"""What may be done to pilots and to what belongs to them."""

from .budgets import create_budget, record_months, update_budget
from .claims import create_claimed_thing, make_claim, remove_claim, remove_claimed_thing, share_thing, update_claim, update_claimed_thing
from .pilots import LINKS, create_pilot, create_pilot_link, rate_confidence, remove_pilot_link, update_pilot, update_pilot_link

__all__ = [
    "LINKS",
    "create_budget",
    "create_claimed_thing",
    "create_pilot",
    "create_pilot_link",
    "make_claim",
    "rate_confidence",
    "record_months",
    "remove_claim",
    "remove_claimed_thing",
    "remove_pilot_link",
    "share_thing",
    "update_budget",
    "update_claim",
    "update_claimed_thing",
    "update_pilot",
    "update_pilot_link",
]
