"""What may be done to business cases: written, submitted, then approved by a decision or sent back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from devo_portal.core.dates import PartialDate
from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, assign, change, create, need_reason
from governance.models import Board, Decision, Evidence
from governance.services import day_agreed, keep_evidence

from ..models import BusinessCase
from ..selectors import visible_business_cases

MAY = Permission.PILOT_EDIT
DECIDES = Permission.DECISION_RECORD
Status = BusinessCase.Status


def create_business_case(*, by: Any, reason: str = "", **fields: Any) -> BusinessCase:
    return create(BusinessCase(**fields), by=by, may=MAY, event="business_case.created", reason=reason)


def update_business_case(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> BusinessCase:
    """What it says, until it is submitted; once sent back, again. Raises Refused: `case-submitted` and the like."""
    with change(visible_business_cases(by), pk, by=by, may=MAY, version=version, event="business_case.updated", reason=reason) as case:
        if case.status not in (Status.DRAFT, Status.SENT_BACK):
            raise _stands(case, "What was submitted stays as it was: have it sent back, or write another.")
        if fields.get("pilot", case.pilot) != case.pilot:
            raise ValidationError({"pilot": "A case stays with its pilot."})
        assign(case, fields)
    return case


def submit_business_case(
    *,
    by: Any,
    pk: Any,
    version: int,
    submitted_on: PartialDate | None = None,
    board: Board | None = None,
    evidence: Evidence | None = None,
    reason: str = "",
) -> BusinessCase:
    """It goes to a board, with its evidence. Raises Refused: `evidence-missing`, `level-missing`, or the rule of how it stands."""
    rows = visible_business_cases(by)
    with transaction.atomic():
        held = rows.filter(pk=pk).first()
        if evidence and held:
            evidence = keep_evidence(evidence, by=by, may=MAY, given_for=held)
        with _moved(by, pk, version, MAY, "business_case.submitted", reason, Status.DRAFT, Status.SENT_BACK) as case:
            if not case.level:
                _refuse("level-missing", "level", "Say which it is before it is submitted: a strategic outline, outline or full case.")
            if evidence is None:
                _refuse("evidence-missing", "evidence", "A case is submitted with its evidence: the case itself, or what shows that it went.")
            today = timezone.localdate()
            case.submitted_on = submitted_on or PartialDate.kept(f"{today:%Y-%m-%d}")
            case.status, case.board, case.evidence = Status.SUBMITTED, board or case.board, evidence
    return case


def approve_business_case(*, by: Any, pk: Any, version: int, decision: Decision | None = None, reason: str = "") -> BusinessCase:
    """An agreed decision of the board to which it was submitted approves it. Raises Refused: `decision-missing`,
    `decision-not-agreed`, `decision-of-another-board`, `decision-too-early`, or the rule of how it stands."""
    with _moved(by, pk, version, DECIDES, "business_case.approved", reason, Status.SUBMITTED) as case:
        if decision is None:
            _refuse("decision-missing", "decision", "Name the decision that approves it.")
        day = day_agreed(decision)
        if case.board_id and decision.board_id != case.board_id:
            words = f"{decision} is not of the board to which it was submitted, the {str(case.board).removeprefix('The ')}."
            _refuse("decision-of-another-board", "decision", words)
        if case.submitted_on and case.submitted_on.first > day:
            _refuse("decision-too-early", "decision", f"{decision} was taken before the case was submitted, so it cannot have approved it.")
        case.status, case.decision = Status.APPROVED, decision
    return case


def send_back_business_case(*, by: Any, pk: Any, version: int, reason: str = "") -> BusinessCase:
    """It is to be worked on again. Raises ValidationError without a reason; Refused: the rule of how it stands."""
    with _moved(by, pk, version, DECIDES, "business_case.sent_back", reason, Status.SUBMITTED) as case:
        need_reason(reason, "Say what it lacks.")
        case.status = Status.SENT_BACK
    return case


def withdraw_business_case(*, by: Any, pk: Any, version: int, reason: str = "") -> BusinessCase:
    """Raises ValidationError without a reason; Refused: the rule of how it stands."""
    states = (Status.DRAFT, Status.SUBMITTED, Status.SENT_BACK)
    with _moved(by, pk, version, MAY, "business_case.withdrawn", reason, *states) as case:
        need_reason(reason, "Say why it is withdrawn.")
        case.status = Status.WITHDRAWN
    return case


@contextmanager
def _moved(by: Any, pk: Any, version: int, may: Permission, event: str, reason: str, *states: str) -> Iterator[BusinessCase]:
    """A case in one of these states, which the body moves. Raises Refused: `case-submitted`, `case-approved` and the like."""
    with change(visible_business_cases(by), pk, by=by, may=may, version=version, event=event, reason=reason) as case:
        if case.status not in states:
            raise _stands(case, "From there, this cannot be done.")
        yield case


def _stands(case: BusinessCase, words: str) -> Refused:
    return Refused(f"case-{case.status.replace('_', '-')}", f"It is {case.get_status_display().lower()}. {words}")


def _refuse(rule: str, field: str, words: str) -> NoReturn:
    raise Refused(rule, words, {field: words})
