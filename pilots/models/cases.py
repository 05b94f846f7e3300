"""The business cases of a pilot: strategic outline, outline, full; and which of the five cases each covers."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from devo_portal.core.fields import PartialDateField
from devo_portal.core.models import Provenance, Record, tracked
from governance.models import Board, Decision, Evidence

from .pilots import Pilot

FIVE_CASES = ("strategic", "economic", "commercial", "financial", "management")


@tracked()
class BusinessCase(Provenance, Record):
    """One version of a case. A draft is submitted; then it is approved by a decision, or sent back to be worked on again."""

    class Level(models.TextChoices):
        STRATEGIC_OUTLINE = "strategic_outline", "Strategic outline case"
        OUTLINE = "outline", "Outline business case"
        FULL = "full", "Full business case"

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"
        APPROVED = "approved", "Approved"
        SENT_BACK = "sent_back", "Sent back"
        WITHDRAWN = "withdrawn", "Withdrawn"

    REF_PREFIX = "BCA"

    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="cases")
    level = models.CharField(max_length=20, choices=Level, blank=True, help_text="Leave it empty only where no source says.")
    title = models.CharField(max_length=200)
    edition = models.CharField("which version", max_length=40, blank=True, help_text="Such as: 0.4, or Final.")
    strategic = models.BooleanField("strategic case", default=False, help_text="Why it is needed.")
    economic = models.BooleanField("economic case", default=False, help_text="Which option is worth most to the public.")
    commercial = models.BooleanField("commercial case", default=False, help_text="That it can be bought or arranged.")
    financial = models.BooleanField("financial case", default=False, help_text="That it can be paid for.")
    management = models.BooleanField("management case", default=False, help_text="That it can be delivered.")
    note = models.TextField(blank=True, help_text="What it proposes, or what is known of it.")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    submitted_on = PartialDateField("submitted", null=True, blank=True, editable=False)
    board = models.ForeignKey(
        Board, on_delete=models.PROTECT, null=True, blank=True, related_name="business_cases", verbose_name="submitted to", editable=False
    )
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="business_cases", editable=False)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="business_cases", verbose_name="approved by", editable=False
    )

    class Meta:
        ordering = ["pilot__name", "submitted_on", "title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "title", "edition"],
                name="pilots_businesscase_title_once",
                violation_error_message="This pilot has that version of the case already.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"]) | Q(submitted_on__isnull=False),
                name="pilots_businesscase_submitted_has_date",
                violation_error_message="A case that was submitted needs its date.",
            ),
            models.CheckConstraint(
                condition=Q(status="approved", decision__isnull=False) | (~Q(status="approved") & Q(decision=None)),
                name="pilots_businesscase_approved_by_decision",
                violation_error_message="A case is approved by a decision, and only an approved case names one.",
                violation_error_code="decision-missing",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def owner_id(self) -> uuid.UUID | None:
        return self.pilot.lead_id

    def clean(self) -> None:
        if self.submitted_on and self.submitted_on.first > timezone.localdate():
            raise ValidationError({"submitted_on": "What was submitted cannot be dated in the future."})
