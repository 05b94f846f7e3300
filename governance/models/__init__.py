from .actions import Action, ActionContributor, ActionUpdate
from .agendas import AgendaItem, Interest, Minutes, Paper
from .agreements import Agreement, AgreementVersion, Clause, Principle, TextStatus
from .baselines import Baseline, BaselineEntry
from .boards import Board, BoardMember, BoardMemberAffiliation, accounts
from .clearances import Clearance, SigningEvent
from .commitments import AssessmentCover, Commitment, CommitmentCoOwner, CommitmentEvidence, NoHarmAssessment, PrincipleLink
from .decisions import Decision, DecisionEffect, Delegation
from .evidence import Evidence
from .functions import Condition, Function, OptIn
from .meetings import Attendance, Meeting, MeetingSeries
from .milestones import Milestone
from .regulation import JointArrangement, JointBody
from .schedule import BankHoliday, Dependency, StatutoryWindow, working_calendar
from .signatures import Mandate, Signature, SignatureGroup, SignatureStep

__all__ = [
    "Action",
    "ActionContributor",
    "ActionUpdate",
    "AgendaItem",
    "Agreement",
    "AgreementVersion",
    "AssessmentCover",
    "Attendance",
    "BankHoliday",
    "Baseline",
    "BaselineEntry",
    "Board",
    "BoardMember",
    "BoardMemberAffiliation",
    "Clause",
    "Clearance",
    "Commitment",
    "CommitmentCoOwner",
    "CommitmentEvidence",
    "Condition",
    "Decision",
    "DecisionEffect",
    "Delegation",
    "Dependency",
    "Evidence",
    "Function",
    "Interest",
    "JointArrangement",
    "JointBody",
    "Mandate",
    "Meeting",
    "MeetingSeries",
    "Milestone",
    "Minutes",
    "NoHarmAssessment",
    "OptIn",
    "Paper",
    "Principle",
    "PrincipleLink",
    "Signature",
    "SignatureGroup",
    "SignatureStep",
    "SigningEvent",
    "StatutoryWindow",
    "TextStatus",
    "accounts",
    "working_calendar",
]
