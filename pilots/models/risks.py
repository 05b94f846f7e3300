"""What may go wrong with a pilot, and what has: cause, event, effect, and how bad."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from devo_portal.core.models import Organisation, Provenance, Record, tracked
from governance.models import Board

from .pilots import Pilot


class Likelihood(models.IntegerChoices):
    RARE = 1, "1 Rare"
    UNLIKELY = 2, "2 Unlikely"
    POSSIBLE = 3, "3 Possible"
    LIKELY = 4, "4 Likely"
    ALMOST_CERTAIN = 5, "5 Almost certain"


class Impact(models.IntegerChoices):
    NEGLIGIBLE = 1, "1 Negligible"
    MINOR = 2, "2 Minor"
    MODERATE = 3, "3 Moderate"
    MAJOR = 4, "4 Major"
    CATASTROPHIC = 5, "5 Catastrophic"


SCORES = tuple(f"{basis}_{side}" for basis in ("inherent", "current", "target") for side in ("likelihood", "impact"))
_OFF_THE_SCALE = Q(*(~Q(**{f"{name}__gte": 1, f"{name}__lte": 5}) for name in SCORES), _connector=Q.OR)


@tracked()
class Risk(Provenance, Record):
    """A risk may come about; an issue has. Both are scored on the NHS 5 by 5."""

    class Kind(models.TextChoices):
        RISK = "risk", "Risk"
        ISSUE = "issue", "Issue"

    class Category(models.TextChoices):
        DELIVERY = "delivery", "Delivery"
        FINANCE = "finance", "Finance"
        LEGAL = "legal", "Law and powers"
        GOVERNANCE = "governance", "Governance"
        CARE = "care", "Quality of care"
        WORKFORCE = "workforce", "Workforce"
        ESTATES = "estates", "Estates"
        DATA = "data", "Data and systems"
        OTHER = "other", "Other"

    class Proximity(models.TextChoices):
        NOW = "now", "It is here now"
        QUARTER = "quarter", "Within three months"
        YEAR = "year", "Within a year"
        LATER = "later", "Later than a year"

    class Response(models.TextChoices):
        AVOID = "avoid", "Avoid"
        REDUCE = "reduce", "Reduce"
        TRANSFER = "transfer", "Transfer"
        ACCEPT = "accept", "Accept"
        SHARE = "share", "Share"

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    REF_PREFIX = "RSK"

    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="risks")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.RISK, help_text="An issue has come about already.")
    title = models.CharField(max_length=160)
    cause = models.TextField(help_text="Goes on after “Because”, such as: approvals need two boards.")
    event = models.TextField(help_text="Goes on after “there is a risk that”, such as: the outline case waits for the second.")
    effect = models.TextField(help_text="Goes on after “so that”, such as: sites stay empty for another year.")
    category = models.CharField(max_length=12, choices=Category, default=Category.DELIVERY)
    raised_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="risks_raised", help_text="The organisation that raised it."
    )
    identified_on = models.DateField("identified on", default=timezone.localdate)
    owned_by = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="risks_owned",
        verbose_name="owner",
        help_text="The organisation that answers for it.",
    )
    inherent_likelihood = models.PositiveSmallIntegerField("inherent likelihood", choices=Likelihood, help_text="Before anything is done about it.")
    inherent_impact = models.PositiveSmallIntegerField("inherent impact", choices=Impact)
    current_likelihood = models.PositiveSmallIntegerField("current likelihood", choices=Likelihood, help_text="With what has been done so far.")
    current_impact = models.PositiveSmallIntegerField("current impact", choices=Impact)
    target_likelihood = models.PositiveSmallIntegerField("target likelihood", choices=Likelihood, help_text="Once all countermeasures work.")
    target_impact = models.PositiveSmallIntegerField("target impact", choices=Impact)
    proximity = models.CharField(max_length=8, choices=Proximity, default=Proximity.YEAR, help_text="When it may come about.")
    response = models.CharField(max_length=8, choices=Response, default=Response.REDUCE)
    countermeasures = models.TextField(blank=True, help_text="What is done about it, and by whom.")
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    closed_on = models.DateField("closed on", null=True, blank=True)
    closed_reason = models.TextField("why it was closed", blank=True)
    escalated_to = models.ForeignKey(
        Board, on_delete=models.PROTECT, null=True, blank=True, related_name="risks_escalated", help_text="The board that has been asked to act."
    )
    escalated_on = models.DateField("escalated on", null=True, blank=True)
    escalated_reason = models.TextField("why it was escalated", blank=True)

    class Meta:
        ordering = ["pilot__name", "-identified_on", "id"]
        indexes = [models.Index(fields=["pilot", "status"], name="pilots_risk_of_pilot")]
        constraints = [
            models.CheckConstraint(
                condition=~_OFF_THE_SCALE, name="pilots_risk_scores_on_scale", violation_error_message="Likelihood and impact go from 1 to 5."
            ),
            models.CheckConstraint(
                condition=Q(status="open", closed_on=None, closed_reason="") | (Q(status="closed", closed_on__isnull=False) & ~Q(closed_reason="")),
                name="pilots_risk_closed_has_reason",
                violation_error_message="A closed risk needs its day and the reason; an open one has neither.",
                violation_error_code="closing-reason-missing",
            ),
            models.CheckConstraint(
                condition=Q(escalated_to=None, escalated_on=None, escalated_reason="")
                | (Q(escalated_to__isnull=False, escalated_on__isnull=False) & ~Q(escalated_reason="")),
                name="pilots_risk_escalated_has_reason",
                violation_error_message="An escalated risk needs its board, its day and the reason.",
                violation_error_code="escalation-reason-missing",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def owner_id(self) -> uuid.UUID | None:
        return self.pilot.lead_id

    def clean(self) -> None:
        if self.identified_on and self.identified_on > timezone.localdate():
            raise ValidationError({"identified_on": "It cannot have been identified in the future."})
