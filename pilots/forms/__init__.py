"""What the pages of pilots take in."""

from .assumptions import AssumptionForm, AssumptionTestForm, PilotDependencyForm, RemovePilotDependencyForm
from .benefits import BenefitForm, CorrectForm, MeasureForm, PlanForm, RemoveBenefitForm, RemoveReadingForm
from .budgets import BudgetForm, BudgetPartnersForm, MonthsForm, field_of, months_form
from .cases import ApproveCaseForm, BusinessCaseForm, CaseReasonForm, SubmitCaseForm
from .claims import ClaimChangeForm, ClaimedThingForm, ClaimForm, NewClaimedThingForm, RemoveClaimedThingForm, RemoveClaimForm, SharesForm
from .confidence import ConfidenceForm
from .people import EndRoleForm, PilotRoleForm
from .pilots import MoveStageForm, PilotAsksForm, PilotForm, PilotLinkForm, PilotOverviewForm, PilotPlacesForm, RemovePilotLinkForm
from .propositions import GrantForm, PropositionForm, PropositionReasonForm, RefuseForm, SupersedePropositionForm
from .returns import CorrectReturnForm, OpenCallForm, PeriodForm, ReturnCallForm, SectionForm, SubmitReturnForm, WithdrawCallForm, WithdrawReturnForm
from .risks import CloseRiskForm, EscalateRiskForm, RiskForm, RiskReasonForm

__all__ = [
    "ApproveCaseForm",
    "AssumptionForm",
    "AssumptionTestForm",
    "BenefitForm",
    "BudgetForm",
    "BudgetPartnersForm",
    "BusinessCaseForm",
    "CaseReasonForm",
    "ClaimChangeForm",
    "ClaimForm",
    "ClaimedThingForm",
    "CloseRiskForm",
    "ConfidenceForm",
    "CorrectForm",
    "CorrectReturnForm",
    "EndRoleForm",
    "EscalateRiskForm",
    "GrantForm",
    "MeasureForm",
    "MonthsForm",
    "MoveStageForm",
    "NewClaimedThingForm",
    "OpenCallForm",
    "PeriodForm",
    "PilotAsksForm",
    "PilotDependencyForm",
    "PilotForm",
    "PilotLinkForm",
    "PilotOverviewForm",
    "PilotPlacesForm",
    "PilotRoleForm",
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
    "SubmitCaseForm",
    "SubmitReturnForm",
    "SupersedePropositionForm",
    "WithdrawCallForm",
    "WithdrawReturnForm",
    "field_of",
    "months_form",
]
