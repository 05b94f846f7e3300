"""What the pages of pilots take in."""

from .budgets import BudgetForm, BudgetPartnersForm, MonthsForm, field_of, months_form
from .claims import ClaimChangeForm, ClaimedThingForm, ClaimForm, NewClaimedThingForm, RemoveClaimedThingForm, RemoveClaimForm, SharesForm
from .pilots import ConfidenceForm, PilotForm, PilotLinkForm, RemovePilotLinkForm

__all__ = [
    "BudgetForm",
    "BudgetPartnersForm",
    "ClaimChangeForm",
    "ClaimForm",
    "ClaimedThingForm",
    "ConfidenceForm",
    "MonthsForm",
    "NewClaimedThingForm",
    "PilotForm",
    "PilotLinkForm",
    "RemoveClaimForm",
    "RemoveClaimedThingForm",
    "RemovePilotLinkForm",
    "SharesForm",
    "field_of",
    "months_form",
]
