"""What the pages of pilots take in."""

from .budgets import BudgetForm, BudgetPartnersForm, MonthsForm, field_of, months_form
from .claims import ClaimChangeForm, ClaimedThingForm, ClaimForm, NewClaimedThingForm, RemoveClaimedThingForm, RemoveClaimForm, SharesForm
from .confidence import ConfidenceForm
from .pilots import PilotForm, PilotLinkForm, RemovePilotLinkForm
from .propositions import GrantForm, PropositionForm, PropositionReasonForm, RefuseForm, SupersedePropositionForm

__all__ = [
    "BudgetForm",
    "BudgetPartnersForm",
    "ClaimChangeForm",
    "ClaimForm",
    "ClaimedThingForm",
    "ConfidenceForm",
    "GrantForm",
    "MonthsForm",
    "NewClaimedThingForm",
    "PilotForm",
    "PilotLinkForm",
    "PropositionForm",
    "PropositionReasonForm",
    "RefuseForm",
    "RemoveClaimForm",
    "RemoveClaimedThingForm",
    "RemovePilotLinkForm",
    "SharesForm",
    "SupersedePropositionForm",
    "field_of",
    "months_form",
]
