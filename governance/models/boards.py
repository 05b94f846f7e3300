"""Boards and the actions that they set."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from devo_portal.core.fields import PartialDateField
from devo_portal.core.models import Organisation, Provenance, Record, tracked


@tracked()
class Board(Provenance, Record):
    """A board of the programme."""

    REF_PREFIX = "BRD"

    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField("short name", max_length=20, unique=True)
    purpose = models.TextField(blank=True)
    chaired_by = models.CharField("chaired by", max_length=200, blank=True)
    membership = models.TextField(blank=True, help_text="Who sits on it, as the sources say.")
    formed = PartialDateField(null=True, blank=True)
    phase = models.CharField(max_length=120, blank=True)
    reports_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reporting", verbose_name="reports to")

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


@tracked()
class Action(Provenance, Record):
    """Something that a board asked an organisation to do."""

    class Theme(models.TextChoices):
        RETENTION = "retention", "Retention and cost of living"
        NEW_ROLES = "new_roles", "New roles"
        APPRENTICESHIPS = "apprenticeships", "Apprenticeships"
        SOCIAL_CARE = "social_care", "Social care careers"
        RECRUITMENT = "recruitment", "Recruitment"
        PASSPORTING = "passporting", "Shared bank and passporting"
        PRIMARY_CARE = "primary_care", "Primary care workforce"
        OTHER = "other", "Other"

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        IN_PROGRESS = "in_progress", "In progress"
        COMPLETE = "complete", "Complete"
        SUPERSEDED = "superseded", "Superseded"

    LIVE = (Status.OPEN, Status.IN_PROGRESS)
    REF_PREFIX = "ACT"
    OWNER = "lead_id"

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="actions")
    title = models.CharField("action", max_length=200)
    description = models.TextField(blank=True)
    theme = models.CharField(max_length=16, choices=Theme, default=Theme.OTHER)
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="actions_led")
    raised_on = models.DateField("raised on", default=timezone.localdate)
    due_on = models.DateField("due", null=True, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.OPEN)
    progress = models.TextField(blank=True, help_text="What has been done so far.")
    evidence = models.TextField(blank=True, help_text="What shows that it is complete.")
    closed_on = models.DateField("closed on", null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["due_on", "id"], name="governance_action_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("raised_on")),
                name="governance_action_due_after_raised",
                violation_error_message="An action cannot be due before it was raised.",
            ),
            models.CheckConstraint(
                condition=~Q(status="complete") | (Q(closed_on__isnull=False) & ~Q(evidence="")),
                name="governance_action_complete_has_evidence",
                violation_error_message="A complete action needs the day on which it was closed and what shows that it is complete.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["complete", "superseded"]) | Q(closed_on=None),
                name="governance_action_live_is_not_closed",
                violation_error_message="An open action has no closing date.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        errors = {}
        if self.closed_on and self.closed_on > timezone.localdate():
            errors["closed_on"] = "An action cannot have been closed in the future."
        elif self.closed_on and self.raised_on and self.closed_on < self.raised_on:
            errors["closed_on"] = "An action cannot have been closed before it was raised."
        if self.status == self.Status.COMPLETE and not self.closed_on:
            errors["closed_on"] = "Give the day on which it was completed."
        if self.status == self.Status.COMPLETE and not self.evidence:
            errors["evidence"] = "Say what shows that it is complete."
        if errors:
            raise ValidationError(errors)
