"""Who answers for a pilot: posts of organisations, never names."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q

from devo_portal.core.models import Organisation, Provenance, Record, tracked

from .pilots import Pilot

_DAYS = Func(F("starts_on"), F("ends_on"), function="daterange", output_field=DateRangeField())  # from the first day to before the last


@tracked()
class PilotRole(Provenance, Record):
    """A post that holds a role in a pilot, for some days or until further notice."""

    class Role(models.TextChoices):
        SENIOR_RESPONSIBLE_OWNER = "senior_responsible_owner", "Senior responsible owner"
        PROGRAMME_LEAD = "programme_lead", "Programme lead"
        CLINICAL_LEAD = "clinical_lead", "Clinical lead"
        FINANCE_LEAD = "finance_lead", "Finance lead"
        BOARD_CONTACT = "board_contact", "Board contact"

    REF_PREFIX = "PPO"

    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="roles")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pilot_roles")
    post = models.CharField(max_length=120, help_text="The post, not a person’s name. Such as: Director of Public Health.")
    role = models.CharField(max_length=24, choices=Role)
    starts_on = models.DateField("from", null=True, blank=True, help_text="Such as 16 November 2017. Leave it empty where it is not known.")
    ends_on = models.DateField("until", null=True, blank=True, help_text="The first day on which it no longer holds. Leave it empty while it holds.")

    class Meta:
        ordering = ["pilot__name", "role", "starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="pilots_pilotrole_ends_after_start",
                violation_error_message="A role cannot end before it begins.",
                violation_error_code="role-dates",
            ),
            ExclusionConstraint(
                name="pilots_pilotrole_one_senior_owner",
                expressions=[("pilot", RangeOperators.EQUAL), (_DAYS, RangeOperators.OVERLAPS)],
                condition=Q(role="senior_responsible_owner"),
                violation_error_message="The pilot has a senior responsible owner in these days already. End that one first.",
                violation_error_code="senior-owner-in-post",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}, {self.organisation}"

    @property
    def owner_id(self) -> uuid.UUID | None:
        return self.pilot.lead_id

    def clean(self) -> None:
        """Said here as well as in the constraint: PostgreSQL cannot look for an overlap with days that run backwards."""
        if self.starts_on and self.ends_on and self.ends_on <= self.starts_on:
            raise ValidationError({"ends_on": ValidationError("A role cannot end before it begins.", code="role-dates")})
