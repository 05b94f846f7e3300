"""What boards decided: for now a plain record that other records cite."""

from django.db import models
from django.utils import timezone

from devo_portal.core.models import Provenance, Record, tracked

from .boards import Board


@tracked()
class Decision(Provenance, Record):
    """A decision of a board, by its number and its day."""

    REF_PREFIX = "DEC"

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="decisions")
    number = models.CharField(max_length=40, help_text="As the minutes number it, such as 2017/14.")
    title = models.CharField("what was decided", max_length=240)
    decided_on = models.DateField("decided on")
    reasons = models.TextField(blank=True)

    class Meta:
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "number"],
                name="governance_decision_number_once",
                violation_error_message="This board has a decision of this number already.",
                violation_error_code="decision-number-used",
            )
        ]

    def __str__(self) -> str:
        return f"{self.board.short_name} {self.number}: {self.title}"

    def clean(self) -> None:
        from django.core.exceptions import ValidationError

        if self.decided_on and self.decided_on > timezone.localdate():
            raise ValidationError({"decided_on": "A decision cannot have been taken in the future."})
