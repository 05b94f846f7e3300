"""What may be done to the no-harm ledger: it is added to."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from devo_portal.core.policy import Permission
from devo_portal.core.writes import create

from ..models import Commitment, Evidence, NoHarmAssessment
from .commitments import put_at_risk
from .evidence import keep_evidence

MAY = Permission.ASSESSMENT_ADD


def add_assessment(*, by: Any, commitments: Iterable[Commitment], evidence: Evidence | None, reason: str = "", **fields: Any) -> NoHarmAssessment:
    """Add an assessment of one or more commitments. What it finds red and was complete is open again, if no later one says otherwise.

    Raises ValidationError without a commitment or evidence.
    """
    covered = sorted(set(commitments), key=lambda each: each.pk)  # locked in one order, so that two who add do not wait for each other
    lacking = {} if covered else {"commitments": "Say which commitments it covers."}
    if evidence is None:
        lacking["evidence"] = "Give the evidence: say what it is."
    if lacking or evidence is None:
        raise ValidationError(lacking)
    assessment = NoHarmAssessment(**fields)
    with transaction.atomic():
        assessment.evidence = keep_evidence(evidence, by=by, may=MAY, given_for=assessment)
        create(assessment, by=by, may=MAY, event="assessment.added", reason=reason, links={"commitments": covered})
        for commitment in covered:
            latest = commitment.assessments.order_by("-reviewed_on", "-id").first()
            if latest == assessment and assessment.rating == NoHarmAssessment.Rating.RED:
                put_at_risk(commitment.pk, by=by, reason=f"An assessment finds harm to care outside London: {assessment.finding}")
    return assessment
