"""What may be done to pilots and to what belongs to them."""

from .assumptions import (
    create_assumption,
    create_pilot_dependency,
    record_assumption_test,
    remove_pilot_dependency,
    update_assumption,
    update_pilot_dependency,
)
from .benefits import (
    correct_benefit_reading,
    create_benefit,
    create_benefit_reading,
    remove_benefit,
    remove_benefit_reading,
    update_benefit,
    update_benefit_reading,
)
from .pilots import LINKS, create_pilot, create_pilot_link, rate_confidence, remove_pilot_link, update_pilot, update_pilot_link
from .risks import close_risk, create_risk, deescalate_risk, escalate_risk, reopen_risk, update_risk

__all__ = [
    "LINKS",
    "close_risk",
    "correct_benefit_reading",
    "create_assumption",
    "create_benefit",
    "create_benefit_reading",
    "create_pilot",
    "create_pilot_dependency",
    "create_pilot_link",
    "create_risk",
    "deescalate_risk",
    "escalate_risk",
    "rate_confidence",
    "record_assumption_test",
    "remove_benefit",
    "remove_benefit_reading",
    "remove_pilot_dependency",
    "remove_pilot_link",
    "reopen_risk",
    "update_assumption",
    "update_benefit",
    "update_benefit_reading",
    "update_pilot",
    "update_pilot_dependency",
    "update_pilot_link",
    "update_risk",
]
