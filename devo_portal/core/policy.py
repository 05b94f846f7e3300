"""Who may do what: the whole of it. Pages, API, admin and services all ask `can`."""

import uuid
from enum import StrEnum
from typing import Any, Final

from django.core.exceptions import PermissionDenied

from .models import Role


class Permission(StrEnum):
    PROGRAMME_VIEW = "programme.view"
    PILOT_EDIT = "pilot.edit"
    CONFIDENCE_RATE = "confidence.rate"
    CONFIDENCE_ASSURE = "confidence.assure"
    RETURN_EDIT = "return.edit"
    RETURN_CALL = "return.call"
    COMMITMENT_EDIT = "commitment.edit"
    ASSESSMENT_ADD = "assessment.add"
    MILESTONE_EDIT = "milestone.edit"
    SCHEDULE_EDIT = "schedule.edit"
    ACTION_EDIT = "action.edit"
    BOARD_EDIT = "board.edit"
    SITE_EDIT = "site.edit"
    SITE_SENSITIVE = "site.sensitive"
    ESTATES_IMPORT = "estates.import"
    QUALITY_WAIVE = "quality.waive"
    ADMIN_USE = "admin.use"
    ORGANISATION_EDIT = "organisation.edit"
    PERSON_EDIT = "person.edit"
    AGREEMENT_EDIT = "agreement.edit"
    AGREEMENT_DRAFT = "agreement.draft"
    SIGNING_RUN = "signing.run"
    FUNCTION_EDIT = "function.edit"
    DECISION_RECORD = "decision.record"
    MEETING_RUN = "meeting.run"
    PAPER_RESTRICTED = "paper.restricted"


LABELS: Final = {
    Permission.PROGRAMME_VIEW: "Read the programme's records",
    Permission.PILOT_EDIT: "Create and change pilots",
    Permission.CONFIDENCE_RATE: "Rate delivery confidence as a pilot's owner",
    Permission.CONFIDENCE_ASSURE: "Give the assurance rating of delivery confidence",
    Permission.RETURN_EDIT: "Write and submit pilots' quarterly returns",
    Permission.RETURN_CALL: "Call for quarterly returns, and withdraw what was asked",
    Permission.COMMITMENT_EDIT: "Create and change commitments",
    Permission.ASSESSMENT_ADD: "Add no-harm assessments",
    Permission.MILESTONE_EDIT: "Create and change milestones",
    Permission.SCHEDULE_EDIT: "Keep the schedule: baselines, dependencies, windows and bank holidays",
    Permission.ACTION_EDIT: "Create and change boards' actions",
    Permission.BOARD_EDIT: "Change boards",
    Permission.SITE_EDIT: "Change sites, and keep their identifiers, buildings, holdings and plots",
    Permission.SITE_SENSITIVE: "Read sensitive sites and plots",
    Permission.ESTATES_IMPORT: "Import estate files",
    Permission.QUALITY_WAIVE: "Waive findings about the quality of the register",
    Permission.ADMIN_USE: "Open the administration pages",
    Permission.ORGANISATION_EDIT: "Change organisations and areas",
    Permission.PERSON_EDIT: "Change people and memberships",
    Permission.AGREEMENT_EDIT: "Change agreements and their signatories",
    Permission.AGREEMENT_DRAFT: "Draft, supersede and void agreements' texts",
    Permission.SIGNING_RUN: "Run a signing: ask, record answers, clear, hold and call off",
    Permission.FUNCTION_EDIT: "Keep functions, opt-ins and joint arrangements",
    Permission.DECISION_RECORD: "Record boards' decisions, their effects and delegations",
    Permission.MEETING_RUN: "Run boards' meetings: series, agendas, papers, attendance and minutes",
    Permission.PAPER_RESTRICTED: "Read the restricted papers of every board",
}

OWN, ALL = "own", "all"  # the records of the organisations that the person acts for, or every record

_OFFICER = dict.fromkeys(
    [
        Permission.PROGRAMME_VIEW,
        Permission.PILOT_EDIT,
        Permission.CONFIDENCE_RATE,
        Permission.CONFIDENCE_ASSURE,
        Permission.RETURN_EDIT,
        Permission.RETURN_CALL,
        Permission.COMMITMENT_EDIT,
        Permission.ASSESSMENT_ADD,
        Permission.MILESTONE_EDIT,
        Permission.SCHEDULE_EDIT,
        Permission.ACTION_EDIT,
        Permission.BOARD_EDIT,
        Permission.SITE_EDIT,
        Permission.SITE_SENSITIVE,
        Permission.ESTATES_IMPORT,
        Permission.QUALITY_WAIVE,
        Permission.AGREEMENT_DRAFT,
        Permission.SIGNING_RUN,
        Permission.FUNCTION_EDIT,
        Permission.DECISION_RECORD,
        Permission.MEETING_RUN,
        Permission.PAPER_RESTRICTED,
    ],
    ALL,
)
ROLES: Final[dict[str, dict[Permission, str]]] = {
    Role.READER: {Permission.PROGRAMME_VIEW: ALL},
    Role.PARTNER_EDITOR: {
        Permission.PROGRAMME_VIEW: ALL,
        **dict.fromkeys(
            [
                Permission.PILOT_EDIT,
                Permission.CONFIDENCE_RATE,
                Permission.RETURN_EDIT,
                Permission.COMMITMENT_EDIT,
                Permission.MILESTONE_EDIT,
                Permission.ACTION_EDIT,
                Permission.SITE_EDIT,
                Permission.SITE_SENSITIVE,
                Permission.ESTATES_IMPORT,
            ],
            OWN,
        ),
    },
    Role.OFFICER: _OFFICER,
    Role.SECRETARY: dict.fromkeys(
        [
            Permission.PROGRAMME_VIEW,
            Permission.BOARD_EDIT,
            Permission.ACTION_EDIT,
            Permission.DECISION_RECORD,
            Permission.MEETING_RUN,
            Permission.PAPER_RESTRICTED,
        ],
        ALL,
    ),
    Role.ADMINISTRATOR: dict.fromkeys(Permission, ALL),
}


def reach(user: Any, permission: Permission) -> "str | frozenset[uuid.UUID]":
    """How far a permission goes for a person: ALL, or the ids of the organisations whose records it covers."""
    if not user.is_authenticated:
        return frozenset()
    own = set()
    for membership in user.current_memberships:
        granted = ROLES[membership.role].get(permission)
        if granted == ALL:
            return ALL
        if granted == OWN:
            own.add(membership.organisation_id)
    return frozenset(own)


def covers(reached: "str | frozenset[uuid.UUID]", owner_id: uuid.UUID | None) -> bool:
    return reached == ALL or owner_id in reached


def can(user: Any, permission: Permission, record: Any = None) -> bool:
    """May this person do this to this record? Without a record: to any record at all?"""
    reached = reach(user, permission)
    return bool(reached) if record is None else covers(reached, record.owner_id)


def require(user: Any, permission: Permission, record: Any = None) -> None:
    """Raises PermissionDenied, in words that name the act."""
    if not can(user, permission, record):
        act = LABELS[permission][0].lower() + LABELS[permission][1:]
        raise PermissionDenied(
            f"You may not {act}." if record is None or not can(user, permission) else f"You may {act} only for the organisations that you act for."
        )
