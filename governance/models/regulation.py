"""Regulation joined up: posts and processes that several bodies share."""

from django.db import models
from django.db.models import F, Q

from devo_portal.core.fields import PartialDateField
from devo_portal.core.models import Organisation, Provenance, Record, tracked

from .commitments import Commitment


@tracked()
class JointArrangement(Provenance, Record):
    """A post held for several bodies at once, or a process that they run together."""

    class Kind(models.TextChoices):
        APPOINTMENT = "appointment", "Joint appointment"
        PROCESS = "process", "Shared process"

    REF_PREFIX = "JNT"

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="joint_arrangements", help_text="Such as REG-1.")
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField("post or process", max_length=200)
    person = models.CharField(max_length=120, blank=True, help_text="Who holds the post, as text at the time.")
    bodies = models.ManyToManyField(Organisation, through="JointBody", related_name="joint_arrangements")
    starts = PartialDateField("from", null=True, blank=True)
    ends = PartialDateField("to", null=True, blank=True)
    summary = models.TextField(blank=True)

    class Meta:
        ordering = ["kind", "name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=F("starts")),
                name="governance_jointarrangement_ends_after_start",
                violation_error_message="It cannot end before it begins.",
                violation_error_code="dates-out-of-order",
            ),
            models.CheckConstraint(
                condition=Q(kind="appointment") | Q(person=""),
                name="governance_jointarrangement_person_holds_a_post",
                violation_error_message="Only a post is held by a person.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class JointBody(models.Model):
    """A body that shares a post or process."""

    arrangement = models.ForeignKey(JointArrangement, on_delete=models.CASCADE, related_name="body_links")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["arrangement", "organisation"], name="governance_jointbody_once")]

    def __str__(self) -> str:
        return f"{self.arrangement}: {self.organisation}"
