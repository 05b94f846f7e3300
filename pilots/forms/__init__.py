"""What the pages of pilots take in."""

from .assumptions import AssumptionForm, AssumptionTestForm, PilotDependencyForm, RemovePilotDependencyForm
from .benefits import BenefitForm, CorrectForm, MeasureForm, PlanForm, RemoveBenefitForm, RemoveReadingForm
from .budgets import BudgetForm, BudgetPartnersForm, MonthsForm, field_of, months_form
from .claims import ClaimChangeForm, ClaimedThingForm, ClaimForm, NewClaimedThingForm, RemoveClaimedThingForm, RemoveClaimForm, SharesForm
from .confidence import ConfidenceForm
from .pilots import PilotForm, PilotLinkForm, RemovePilotLinkForm
from .propositions import GrantForm, PropositionForm, PropositionReasonForm, RefuseForm, SupersedePropositionForm
from .returns import CorrectReturnForm, OpenCallForm, PeriodForm, ReturnCallForm, SectionForm, SubmitReturnForm, WithdrawReturnForm
from .risks import CloseRiskForm, EscalateRiskForm, RiskForm, RiskReasonForm

__all__ = [
    "AssumptionForm",
    "AssumptionTestForm",
    "BenefitForm",
    "BudgetForm",
    "BudgetPartnersForm",
    "ClaimChangeForm",
    "ClaimForm",
    "ClaimedThingForm",
    "CloseRiskForm",
    "ConfidenceForm",
    "CorrectForm",
    "CorrectReturnForm",
    "EscalateRiskForm",
    "GrantForm",
    "MeasureForm",
    "MonthsForm",
    "NewClaimedThingForm",
    "OpenCallForm",
    "PeriodForm",
    "PilotDependencyForm",
    "PilotForm",
    "PilotLinkForm",
    "PlanForm",
    "PropositionForm",
    "PropositionReasonForm",
    "RefuseForm",
    "RemoveBenefitForm",
    "RemoveClaimForm",
    "RemoveClaimedThingForm",
    "RemovePilotDependencyForm",
    "RemovePilotLinkForm",
    "RemoveReadingForm",
    "ReturnCallForm",
    "RiskForm",
    "RiskReasonForm",
    "SectionForm",
    "SharesForm",
    "SubmitReturnForm",
    "SupersedePropositionForm",
    "WithdrawReturnForm",
    "field_of",
    "months_form",
]
