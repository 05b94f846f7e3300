"""What boards ask of organisations, and the trail of what was done."""

import uuid

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from devo_portal.core.models import Organisation, Provenance, Record, tracked

from ..rules.days import all_within
from .agendas import AgendaItem
from .boards import Board
from .commitments import Commitment
from .decisions import Decision


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
    contributors = models.ManyToManyField(
        Organisation, through="ActionContributor", related_name="actions_contributed", blank=True, help_text="Those who work on it beside the lead."
    )
    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, null=True, blank=True, related_name="actions", help_text="The promise that it serves."
    )
    raised_at = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="actions_raised", verbose_name="raised at the item"
    )
    raised_on = models.DateField("raised on", default=timezone.localdate)
    due_on = models.DateField("due", null=True, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.OPEN)
    evidence = models.TextField(blank=True, help_text="What shows that it is complete.")
    closing_decision = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actions_closed",
        verbose_name="closed by the decision",
        help_text="Where a decision closes it, in place of evidence.",
    )
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
                condition=~Q(status="complete") | (Q(closed_on__isnull=False) & (~Q(evidence="") | Q(closing_decision__isnull=False))),
                name="governance_action_complete_has_evidence",
                violation_error_message="A complete action needs the day on which it was closed, and what shows it or the decision that closes it.",
                violation_error_code="evidence-missing",
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
        if self.status not in self.LIVE and not self.closed_on:
            self.closed_on = timezone.localdate()  # closed today, where no other day is given
        errors: dict[str, str | ValidationError] = {**all_within(self, "raised_on", "due_on", "closed_on")}
        if self.closed_on and self.closed_on > timezone.localdate():
            errors["closed_on"] = "An action cannot have been closed in the future."
        elif self.closed_on and self.raised_on and self.closed_on < self.raised_on:
            errors["closed_on"] = "An action cannot have been closed before it was raised."
        if self.status == self.Status.COMPLETE and not self.evidence.strip() and not self.closing_decision_id:
            said = "Say what shows that it is complete, or name the decision that closes it."
            errors["evidence"] = ValidationError(said, code="evidence-missing")
        if self.closing_decision_id and self.closing_decision and self.closing_decision.status != Decision.Status.AGREED:
            errors["closing_decision"] = ValidationError("Only a decision that was agreed closes an action.", code="decision-not-agreed")
        if self.raised_at_id and self.raised_at and self.raised_at.meeting.board_id != self.board_id:
            errors["raised_at"] = "Choose an item of a meeting of this board."
        if errors:
            raise ValidationError(errors)


@tracked()
class ActionContributor(models.Model):
    action = models.ForeignKey(Action, on_delete=models.CASCADE)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["action", "organisation"], name="governance_actioncontributor_once")]

    def __str__(self) -> str:
        return f"{self.action}: {self.organisation}"


@pgtrigger.register(pgtrigger.Protect(name="kept_as_said", operation=pgtrigger.Update | pgtrigger.Delete))
@tracked()
class ActionUpdate(Record):
    """What was said of an action on a day: kept as it was said. What was wrong is answered by another."""

    REF_PREFIX = "UPD"

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    on = models.DateField(default=timezone.localdate)
    note = models.TextField("what was done")
    status = models.CharField(max_length=12, choices=Action.Status, help_text="As it stood with this update.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="said by")

    class Meta:
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.action}, {self.on:%-d %B %Y}"

    @property
    def owner_id(self) -> uuid.UUID | None:
        """Whoever may change the action may say how it stands."""
        return self.action.lead_id
