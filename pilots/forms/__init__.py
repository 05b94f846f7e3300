"""What the pages of pilots take in."""

from .assumptions import AssumptionForm, AssumptionTestForm, PilotDependencyForm, RemovePilotDependencyForm
from .benefits import BenefitForm, CorrectForm, MeasureForm, PlanForm, RemoveBenefitForm, RemoveReadingForm
from .pilots import ConfidenceForm, PilotForm, PilotLinkForm, RemovePilotLinkForm
from .risks import CloseRiskForm, EscalateRiskForm, RiskForm, RiskReasonForm

__all__ = [
    "AssumptionForm",
    "AssumptionTestForm",
    "BenefitForm",
    "CloseRiskForm",
    "ConfidenceForm",
    "CorrectForm",
    "EscalateRiskForm",
    "MeasureForm",
    "PilotDependencyForm",
    "PilotForm",
    "PilotLinkForm",
    "PlanForm",
    "RemoveBenefitForm",
    "RemovePilotDependencyForm",
    "RemovePilotLinkForm",
    "RemoveReadingForm",
    "RiskForm",
    "RiskReasonForm",
]
