"""The points that the programme passes."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from devo_portal.core.fields import PartialDateField
from devo_portal.core.models import Organisation, Provenance, Record, tracked

from .agreements import Agreement
from .boards import Board


@tracked()
class Milestone(Provenance, Record):
    """Planned, forecast, reached: each date to the precision that is known."""

    class Strand(models.TextChoices):
        AGREEMENT = "agreement", "Agreement"
        PILOTS = "pilots", "Pilots"
        ESTATES = "estates", "Estates"
        BOARDS = "boards", "Boards"
        INTEGRATION = "integration", "Integration"
        PREVENTION = "prevention", "Prevention"
        WORKFORCE = "workforce", "Workforce"

    REF_PREFIX = "MIL"
    OWNER = "owner_id"

    name = models.CharField("milestone", max_length=240)
    strand = models.CharField(max_length=12, choices=Strand)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="milestones")
    owner = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="milestones_owned",
        help_text="The organisation that answers for it.",
    )
    needs_board = models.ForeignKey(
        Board,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="milestones_needed",
        verbose_name="falls on a meeting of",
        help_text="The board that must take it: the schedule then puts it on a meeting of that board.",
    )
    planned = PartialDateField(null=True, blank=True, help_text="Such as 15 March 2017, March 2017 or 2017.")
    forecast = PartialDateField(null=True, blank=True, help_text="When it is now expected. A later forecast needs a reason.")
    actual = PartialDateField(null=True, blank=True, help_text="When it was reached.")
    note = models.TextField(blank=True)
    # The date that counts: reached, else forecast, else planned. Lists sort and filter by it.
    falls = models.GeneratedField(expression=Coalesce("actual", "forecast", "planned"), output_field=PartialDateField(null=True), db_persist=True)
    reached = models.GeneratedField(
        expression=models.Q(actual__isnull=False),  # type: ignore[arg-type]  # a condition is an expression to the database
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["falls", "id"]
        indexes = [models.Index(fields=["falls", "id"], name="governance_milestone_falls")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(planned__isnull=False) | models.Q(forecast__isnull=False) | models.Q(actual__isnull=False),
                name="governance_milestone_has_a_date",
                violation_error_message="Give at least one date: planned, forecast or reached.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.actual and self.actual.first > timezone.localdate():
            raise ValidationError({"actual": "A milestone cannot have been reached in the future."})
