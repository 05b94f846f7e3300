"""What may be done to pilots and to what belongs to them."""

from .budgets import create_budget, record_months, update_budget
from .claims import create_claimed_thing, make_claim, remove_claim, remove_claimed_thing, share_thing, update_claim, update_claimed_thing
from .confidence import rate_confidence
from .pilots import LINKS, create_pilot, create_pilot_link, remove_pilot_link, update_pilot, update_pilot_link
from .propositions import (
    create_proposition,
    grant_proposition,
    refuse_proposition,
    remove_proposition,
    reopen_proposition,
    supersede_proposition,
    update_proposition,
)

__all__ = [
    "LINKS",
    "create_budget",
    "create_claimed_thing",
    "create_pilot",
    "create_pilot_link",
    "create_proposition",
    "grant_proposition",
    "make_claim",
    "rate_confidence",
    "record_months",
    "refuse_proposition",
    "remove_claim",
    "remove_claimed_thing",
    "remove_pilot_link",
    "remove_proposition",
    "reopen_proposition",
    "share_thing",
    "supersede_proposition",
    "update_budget",
    "update_claim",
    "update_claimed_thing",
    "update_pilot",
    "update_pilot_link",
    "update_proposition",
]
