"""What a pilot takes to be so, and what it needs from others."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from devo_portal.core.fields import PartialDateField
from devo_portal.core.models import Organisation, Provenance, Record, tracked

from .pilots import Pilot


@tracked()
class Assumption(Provenance, Record):
    """Something that a pilot rests on without proof, until a test shows that it holds or is broken."""

    class State(models.TextChoices):
        UNTESTED = "untested", "Untested"
        HOLDS = "holds", "Holds"
        BROKEN = "broken", "Broken"

    REF_PREFIX = "ASM"

    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="assumptions")
    text = models.TextField("assumption", help_text="Such as: The councils will agree on one host for the pooled budget.")
    owned_by = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assumptions_owned",
        verbose_name="owner",
        help_text="The organisation that is to test it.",
    )
    state = models.CharField(max_length=8, choices=State, default=State.UNTESTED)
    tested_on = models.DateField("tested on", null=True, blank=True)
    note = models.TextField("what was found", blank=True)

    class Meta:
        ordering = ["pilot__name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="untested", tested_on=None) | (~Q(state="untested") & Q(tested_on__isnull=False) & ~Q(note="")),
                name="pilots_assumption_tested_has_day",
                violation_error_message="An assumption that holds or is broken needs the day and what was found; an untested one has no day.",
            )
        ]

    def __str__(self) -> str:
        return self.text[:120]

    @property
    def owner_id(self) -> uuid.UUID | None:
        return self.pilot.lead_id

    def clean(self) -> None:
        if self.tested_on and self.tested_on > timezone.localdate():
            raise ValidationError({"tested_on": "It cannot have been tested in the future."})


@tracked()
class PilotDependency(Provenance, Record):
    """A pilot needs something from another pilot or from an organisation."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        AGREED = "agreed", "Agreed"
        MET = "met", "Met"
        FAILED = "failed", "Will not come"

    REF_PREFIX = "PDP"

    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="needs", verbose_name="the pilot that needs it")
    what = models.TextField("what it needs", help_text="Such as: one list of empty buildings.")
    on_pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, null=True, blank=True, related_name="needed_for", verbose_name="from the pilot")
    on_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="needed_for", verbose_name="or from the organisation"
    )
    needed_by = PartialDateField("needed by", null=True, blank=True, help_text="Such as 1 April 2018, April 2018 or 2018.")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    note = models.TextField("where it stands", blank=True)

    class Meta:
        ordering = ["pilot__name", "needed_by", "id"]
        verbose_name_plural = "pilot dependencies"
        constraints = [
            models.CheckConstraint(
                condition=Q(on_pilot=None, on_organisation__isnull=False) | Q(on_pilot__isnull=False, on_organisation=None),
                name="pilots_pilotdependency_one_giver",
                violation_error_message="Name the pilot or the organisation from which it is needed: one of them, not both.",
                violation_error_code="one-giver",
            ),
            models.CheckConstraint(
                condition=Q(on_pilot=None) | ~Q(on_pilot=F("pilot")),
                name="pilots_pilotdependency_not_on_itself",
                violation_error_message="A pilot cannot need something from itself.",
                violation_error_code="needs-itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pilot} needs from {self.on_pilot or self.on_organisation}: {self.what}"[:200]

    @property
    def owner_id(self) -> uuid.UUID | None:
        """The pilot that needs it keeps it."""
        return self.pilot.lead_id
