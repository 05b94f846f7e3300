"""Functions that come to London, the areas that opt in to them, and what that hangs on."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q

from devo_portal.core.models import Area, Organisation, Provenance, Record, controlled, tracked

from ..rules import opt_ins
from .agreements import Clause
from .commitments import Commitment
from .evidence import Evidence


@tracked()
class Function(Provenance, Record):
    """A power or task that is devolved, delegated or proposed to be. Who decides and who answers may be two."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        DELEGATED = "delegated", "Delegated"
        DEVOLVED = "devolved", "Devolved"

    class Rung(models.TextChoices):
        SEAT_AT_TABLE = "seat_at_table", "Seat at the table"
        CO_COMMISSIONING = "co_commissioning", "Co-commissioning"
        DELEGATION_INTERNAL = "delegation_internal", "Delegation (internal)"
        DELEGATION_JOINT = "delegation_joint", "Delegation to a joint committee"
        S75_LEAD = "s75_lead", "Section 75 lead commissioning"
        DEVOLUTION_BY_ORDER = "devolution_by_order", "Devolution by order"

    REF_PREFIX = "FUN"

    code = models.CharField(max_length=12, unique=True, help_text="Such as F-01.")
    name = models.CharField(max_length=160, unique=True)
    summary = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    rung = models.CharField("rung of the ladder", max_length=20, choices=Rung)
    from_body = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="functions_given", verbose_name="from whom"
    )
    to_whom = models.CharField("to whom", max_length=200, help_text="Such as: Clinical commissioning groups.")
    accountable_body = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="functions_answered_for",
        verbose_name="accountable body",
        help_text="Who answers for it, which may not be who decides.",
    )
    decision_maker = models.CharField("who decides", max_length=200, blank=True)
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="functions")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, null=True, blank=True, related_name="functions")
    budget = models.DecimalField("budget a year (£)", max_digits=14, decimal_places=2, null=True, blank=True)
    budget_note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(budget=None) | Q(budget__gte=0),
                name="governance_function_budget_not_negative",
                violation_error_message="A budget cannot be negative.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


_DAYS = Func(F("starts_on"), F("ends_on"), function="daterange", output_field=DateRangeField())  # from the first day to before the last


@controlled("state", *opt_ins.HOLDS)
@tracked()
class OptIn(Provenance, Record):
    """An area's own state for a function, from a day until before another. A cell of the matrix is a row of these."""

    class State(models.TextChoices):
        INTERESTED = opt_ins.INTERESTED, "Interested"
        APPLIED = opt_ins.APPLIED, "Applied"
        CONDITIONS_OPEN = opt_ins.CONDITIONS_OPEN, "Conditions open"
        IN_FORCE = opt_ins.IN_FORCE, "In force"
        VARIED = opt_ins.VARIED, "Varied"
        WITHDRAWN = opt_ins.WITHDRAWN, "Withdrawn"

    REF_PREFIX = "OPT"

    function = models.ForeignKey(Function, on_delete=models.PROTECT, related_name="opt_ins")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="opt_ins")
    state = models.CharField(max_length=16, choices=State)
    starts_on = models.DateField("from")
    ends_on = models.DateField("until", null=True, blank=True, help_text="The first day on which it no longer holds.")
    note = models.TextField(blank=True, help_text="The terms, such as what is varied.")

    class Meta:
        ordering = ["function", "area", "starts_on"]
        verbose_name = "opt-in"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="governance_optin_ends_after_start",
                violation_error_message="An opt-in cannot end before it begins.",
                violation_error_code="opt-in-dates",
            ),
            ExclusionConstraint(
                name="governance_optin_one_at_a_time",
                expressions=[("function", RangeOperators.EQUAL), ("area", RangeOperators.EQUAL), (_DAYS, RangeOperators.OVERLAPS)],
                violation_error_message="This area has a state for this function in these days already.",
                violation_error_code="opt-in-overlap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.function.name}, {self.get_state_display().lower()}"

    def clean(self) -> None:
        """Said here as well as in the constraint: PostgreSQL cannot look for an overlap with days that run backwards."""
        if self.starts_on and self.ends_on and self.ends_on <= self.starts_on:
            raise ValidationError({"ends_on": ValidationError("An opt-in cannot end before it begins.", code="opt-in-dates")})


@tracked()
class Condition(Provenance, Record):
    """What a commitment or an opt-in hangs on. One of a function without an area holds for every area."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        MET = "met", "Met"
        FAILED = "failed", "Failed"

    REF_PREFIX = "CND"

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, null=True, blank=True, related_name="conditions")
    function = models.ForeignKey(Function, on_delete=models.PROTECT, null=True, blank=True, related_name="conditions")
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="conditions", help_text="Leave empty where it holds for every area."
    )
    text = models.TextField("condition")
    state = models.CharField(max_length=6, choices=State, default=State.OPEN, editable=False)
    decided_on = models.DateField("met or failed on", null=True, blank=True, editable=False)
    note = models.TextField("what was found", blank=True, editable=False)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="conditions", editable=False)

    class Meta:
        ordering = ["commitment", "function", "area", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(commitment__isnull=False, function=None, area=None) | Q(commitment=None, function__isnull=False),
                name="governance_condition_of_one_thing",
                violation_error_message="A condition belongs to a commitment, or to a function.",
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_on=None) | (~Q(state="open") & Q(decided_on__isnull=False)),
                name="governance_condition_decided_has_date",
                violation_error_message="A condition that was met or has failed needs the day.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def owner_id(self) -> uuid.UUID | None:
        """Who answers for the commitment keeps its conditions; those of functions belong to no one body."""
        return self.commitment.owner_id if self.commitment else None

    def clean(self) -> None:
        from django.utils import timezone

        if self.decided_on and self.decided_on > timezone.localdate():
            raise ValidationError({"decided_on": "This day is in the future."})
