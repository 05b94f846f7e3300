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
from .budgets import create_budget, record_months, update_budget
from .cases import (
    approve_business_case,
    create_business_case,
    send_back_business_case,
    submit_business_case,
    update_business_case,
    withdraw_business_case,
)
from .claims import create_claimed_thing, make_claim, remove_claim, remove_claimed_thing, share_thing, update_claim, update_claimed_thing
from .confidence import rate_confidence
from .people import create_pilot_role, end_pilot_role, update_pilot_role
from .pilots import LINKS, create_pilot, create_pilot_link, remove_pilot_link, update_pilot, update_pilot_link, update_pilot_section
from .propositions import (
    create_proposition,
    grant_proposition,
    refuse_proposition,
    remove_proposition,
    reopen_proposition,
    supersede_proposition,
    update_proposition,
)
from .returns import ask_pilot, correct_return, open_call, submit_return, update_call, update_return_section, withdraw_return
from .risks import close_risk, create_risk, deescalate_risk, escalate_risk, reopen_risk, update_risk
from .stages import gate_missing, move_stage

__all__ = [
    "LINKS",
    "approve_business_case",
    "ask_pilot",
    "close_risk",
    "correct_benefit_reading",
    "correct_return",
    "create_assumption",
    "create_benefit",
    "create_benefit_reading",
    "create_budget",
    "create_business_case",
    "create_claimed_thing",
    "create_pilot",
    "create_pilot_dependency",
    "create_pilot_link",
    "create_pilot_role",
    "create_proposition",
    "create_risk",
    "deescalate_risk",
    "end_pilot_role",
    "escalate_risk",
    "gate_missing",
    "grant_proposition",
    "make_claim",
    "move_stage",
    "open_call",
    "rate_confidence",
    "record_assumption_test",
    "record_months",
    "refuse_proposition",
    "remove_benefit",
    "remove_benefit_reading",
    "remove_claim",
    "remove_claimed_thing",
    "remove_pilot_dependency",
    "remove_pilot_link",
    "remove_proposition",
    "reopen_proposition",
    "reopen_risk",
    "send_back_business_case",
    "share_thing",
    "submit_business_case",
    "submit_return",
    "supersede_proposition",
    "update_assumption",
    "update_benefit",
    "update_benefit_reading",
    "update_budget",
    "update_business_case",
    "update_call",
    "update_claim",
    "update_claimed_thing",
    "update_pilot",
    "update_pilot_dependency",
    "update_pilot_link",
    "update_pilot_role",
    "update_pilot_section",
    "update_proposition",
    "update_return_section",
    "update_risk",
    "withdraw_business_case",
    "withdraw_return",
]
