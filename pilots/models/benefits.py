"""What a pilot is to bring about, how far it should have come by when, and what was measured."""

import uuid
from decimal import Decimal
from typing import Any

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from devo_portal.core.models import Organisation, Provenance, Record, tracked
from governance.models import Evidence

from .pilots import Pilot

# A figure in a benefit's own unit, to two places: money in pounds and pence.
_MEASURE: Any = {"max_digits": 16, "decimal_places": 2}


@tracked()
class Benefit(Provenance, Record):
    """Something that a pilot is to make better, or (a dis-benefit) that gets worse because of it."""

    class Kind(models.TextChoices):
        CASH_RELEASING = "cash_releasing", "Cash-releasing"
        NON_CASH_RELEASING = "non_cash_releasing", "Non-cash-releasing"
        QUANTIFIABLE = "quantifiable", "Quantifiable"
        QUALITATIVE = "qualitative", "Qualitative"

    class Better(models.TextChoices):
        MORE = "more", "More is better"
        LESS = "less", "Less is better"

    REF_PREFIX = "BEN"

    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="benefits")
    name = models.CharField("benefit", max_length=200, help_text="What changes, such as: Days in hospital after a stroke.")
    kind = models.CharField("class", max_length=20, choices=Kind)
    dis_benefit = models.BooleanField("dis-benefit", default=False, help_text="It gets worse because of the pilot, and is counted all the same.")
    unit = models.CharField(max_length=40, help_text="What one of it is, such as £, homes, days or people.")
    better = models.CharField("what is better", max_length=4, choices=Better, default=Better.MORE)
    method = models.TextField("how it is measured", help_text="From which records, by whom, how often.")
    beneficiary = models.CharField(max_length=200, blank=True, help_text="Who gains by it.")
    owned_by = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="benefits_owned",
        verbose_name="owner",
        help_text="The organisation that answers for it.",
    )
    baseline = models.DecimalField("baseline value", **_MEASURE, null=True, blank=True, help_text="As it was before the pilot began to change it.")
    baseline_on = models.DateField("baseline day", null=True, blank=True, help_text="The day of which the baseline tells.")
    due_on = models.DateField("due", null=True, blank=True, help_text="The day by which it is to be realised.")

    class Meta:
        ordering = ["pilot__name", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "name"],
                name="pilots_benefit_once",
                violation_error_message="This pilot has a benefit of this name already.",
                violation_error_code="benefit-named",
            ),
            models.CheckConstraint(
                condition=Q(baseline=None, baseline_on=None) | Q(baseline__isnull=False, baseline_on__isnull=False),
                name="pilots_benefit_baseline_has_day",
                violation_error_message="Give the baseline's value and its day, or neither.",
            ),
            models.CheckConstraint(
                condition=Q(baseline_on=None) | Q(due_on=None) | Q(due_on__gte=F("baseline_on")),
                name="pilots_benefit_due_after_baseline",
                violation_error_message="A benefit cannot be due before its baseline.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def owner_id(self) -> uuid.UUID | None:
        return self.pilot.lead_id

    def clean(self) -> None:
        if self.baseline_on and self.baseline_on > timezone.localdate():
            raise ValidationError({"baseline_on": "A baseline cannot be measured in the future."})
        first = self.readings.order_by("on").first() if self.baseline_on and not self._state.adding else None
        if first and self.baseline_on and first.on < self.baseline_on:
            said = f"There is a reading of {_said(first.on)}, so the baseline cannot be of {_said(self.baseline_on)}."
            raise ValidationError({"baseline_on": ValidationError(said, code="before-baseline")})


def _said(day: Any) -> str:
    return f"{day:%-d %B %Y}"


@pgtrigger.register(pgtrigger.Protect(name="actuals_stay", operation=pgtrigger.Update | pgtrigger.Delete, condition=pgtrigger.Q(old__kind="actual")))
@tracked()
class BenefitReading(Provenance, Record):
    """A point of a benefit's trajectory, or what was measured on a day.

    What was measured is added to, never changed: a wrong actual is answered by another of the same day that
    `corrects` it. The one that no other corrects is the one that stands.
    """

    class Kind(models.TextChoices):
        PLANNED = "planned", "Planned"
        ACTUAL = "actual", "Actual"

    REF_PREFIX = "RDG"

    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, related_name="readings")
    kind = models.CharField(max_length=8, choices=Kind)
    on = models.DateField("day", help_text="Such as 31 March 2018.")
    value = models.DecimalField(**_MEASURE)
    note = models.TextField(blank=True, help_text="What the figure rests on.")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="benefit_readings")
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by", help_text="The actual in whose place this one stands."
    )

    class Meta:
        ordering = ["benefit", "on", "id"]
        verbose_name = "benefit reading"
        indexes = [models.Index(fields=["benefit", "kind", "on"], name="pilots_reading_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="planned") | Q(evidence__isnull=False),
                name="pilots_benefitreading_actual_has_evidence",
                violation_error_message="An actual needs its evidence: say what shows it.",
                violation_error_code="evidence-missing",
            ),
            models.UniqueConstraint(
                fields=["benefit", "kind", "on"],
                condition=Q(corrects=None),
                name="pilots_benefitreading_once_a_day",
                violation_error_message="This benefit has a reading of this kind for this day already. Correct that one.",
                violation_error_code="day-read",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | Q(kind="actual"),
                name="pilots_benefitreading_corrects_actual",
                violation_error_message="Only an actual is corrected; a planned value is changed.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.benefit}: {self.get_kind_display().lower()} {Decimal(self.value):,} on {_said(self.on)}"

    @property
    def owner_id(self) -> uuid.UUID | None:
        return self.benefit.owner_id

    def clean(self) -> None:
        if self.kind == self.Kind.ACTUAL and self.on and self.on > timezone.localdate():
            raise ValidationError({"on": "An actual cannot have been measured in the future."})
        start = self.benefit.baseline_on if self.benefit_id else None
        if start and self.on and self.on < start:
            said = f"The baseline is of {_said(start)}: give that day or a later one."
            raise ValidationError({"on": ValidationError(said, code="before-baseline")})
        other = self.corrects
        if other and (other.benefit_id, other.kind, other.on) != (self.benefit_id, self.kind, self.on):
            raise ValidationError({"corrects": "A correction is of the same benefit and the same day as the actual that it corrects."})
