"""The five pilots, where they are, who takes part and what they test."""

import uuid

from django.db import models
from django.db.models import F, Q

from devo_portal.core.fields import PartialDateField
from devo_portal.core.models import Area, Organisation, Provenance, Record, controlled, tracked
from governance.models import Commitment, Evidence


@controlled("stage")
@tracked()
class Pilot(Provenance, Record):
    """A place or group of places that tries out what devolution could change."""

    class Stage(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        LAUNCHED = "launched", "Launched"
        TESTING = "testing", "Testing"
        CASE_SUBMITTED = "case_submitted", "Case submitted"
        DECIDED = "decided", "Decided"
        ADOPTED = "adopted", "Adopted"
        CLOSED = "closed", "Closed"

    class Theme(models.TextChoices):
        PREVENTION = "prevention", "Prevention"
        INTEGRATION = "integration", "Health and care integration"
        ESTATES = "estates", "Estates"
        ACCOUNTABLE_CARE = "accountable_care", "Accountable care"

    REF_PREFIX = "PIL"
    OWNER = "lead_id"

    name = models.CharField(max_length=120, unique=True)
    theme = models.CharField(max_length=20, choices=Theme)
    stage = models.CharField(max_length=16, choices=Stage, default=Stage.PROPOSED)
    lead = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pilots_led",
        verbose_name="lead organisation",
        help_text="Its editors may change this record.",
    )
    summary = models.TextField(help_text="What it is, in two or three sentences.")
    asks = models.TextField("what it asks for", blank=True, help_text="One ask a line.")
    status_note = models.TextField("where it stands", blank=True)
    starts = PartialDateField("started", null=True, blank=True, help_text="Such as 15 December 2015, December 2015 or 2015.")
    ends = PartialDateField("ends", null=True, blank=True)
    places = models.ManyToManyField(Area, through="PilotPlace", related_name="pilots", blank=True)
    partners = models.ManyToManyField(Organisation, through="PilotPartner", related_name="pilots_joined", blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=F("starts")),
                name="pilots_pilot_ends_after_start",
                violation_error_message="A pilot cannot end before it starts.",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["proposed", "closed"]) | Q(starts__isnull=False),  # closed without one: a proposal withdrawn
                name="pilots_pilot_launched_has_start",
                violation_error_message="A pilot that has been launched needs the date on which it started.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class PilotPlace(models.Model):
    """A borough in a pilot. A borough may be in two."""

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="place_links")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="pilot_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pilot", "area"], name="pilots_pilotplace_once", violation_error_message="This place is named twice.")
        ]

    def __str__(self) -> str:
        return f"{self.pilot}: {self.area}"


@tracked()
class PilotPartner(models.Model):
    """An organisation that takes part in a pilot."""

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="partner_links")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pilot_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "organisation"], name="pilots_pilotpartner_once", violation_error_message="This partner is named twice."
            )
        ]

    def __str__(self) -> str:
        return f"{self.pilot}: {self.organisation}"


@tracked()
class PilotCommitment(Provenance, Record):
    """A pilot tests a commitment: how, and what shows it."""

    REF_PREFIX = "PCO"

    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="commitment_links")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="pilot_links")
    note = models.TextField("how it tests it", blank=True)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="pilot_links")

    class Meta:
        ordering = ["pilot__name", "commitment__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "commitment"],
                name="pilots_pilotcommitment_once",
                violation_error_message="This commitment is linked to this pilot already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pilot} tests {self.commitment.code}"

    @property
    def owner_id(self) -> uuid.UUID | None:
        """The pilot's lead may say what its pilot tests."""
        return self.pilot.lead_id
