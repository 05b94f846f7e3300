from .agreements import Agreement, AgreementVersion, Clause, Principle, TextStatus
from .baselines import Baseline, BaselineEntry
from .boards import Action, Board
from .clearances import Clearance, SigningEvent
from .commitments import AssessmentCover, Commitment, CommitmentCoOwner, CommitmentEvidence, NoHarmAssessment, PrincipleLink
from .decisions import Decision
from .evidence import Evidence
from .functions import Condition, Function, OptIn
from .milestones import Milestone
from .regulation import JointArrangement, JointBody
from .schedule import BankHoliday, Dependency, StatutoryWindow, working_calendar
from .signatures import Mandate, Signature, SignatureGroup, SignatureStep

__all__ = [
    "Action",
    "Agreement",
    "AgreementVersion",
    "AssessmentCover",
    "BankHoliday",
    "Baseline",
    "BaselineEntry",
    "Board",
    "Clause",
    "Clearance",
    "Commitment",
    "CommitmentCoOwner",
    "CommitmentEvidence",
    "Condition",
    "Decision",
    "Dependency",
    "Evidence",
    "Function",
    "JointArrangement",
    "JointBody",
    "Mandate",
    "Milestone",
    "NoHarmAssessment",
    "OptIn",
    "Principle",
    "PrincipleLink",
    "Signature",
    "SignatureGroup",
    "SignatureStep",
    "SigningEvent",
    "StatutoryWindow",
    "TextStatus",
    "working_calendar",
]
