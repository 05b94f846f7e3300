"""What may be done to pilots and to what belongs to them."""

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
    "create_pilot",
    "create_pilot_link",
    "create_proposition",
    "grant_proposition",
    "rate_confidence",
    "refuse_proposition",
    "remove_pilot_link",
    "remove_proposition",
    "reopen_proposition",
    "supersede_proposition",
    "update_pilot",
    "update_pilot_link",
    "update_proposition",
]
