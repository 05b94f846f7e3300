"""Quarterly returns: the call for a quarter, what each pilot owes by it, and the sections in which it is written."""

import uuid
from typing import Any

import pgtrigger
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone

from devo_portal.core.models import Provenance, Record, User, tracked

from ..rules.quarters import PATTERN, Quarter
from .pilots import Pilot

LONGEST = 10_000  # characters of one text of a section
_A_QUARTER = "Give a quarter such as 2017-Q1, which is April to June 2017."


@tracked()
class ReturnCall(Provenance, Record):
    """The programme asks pilots for a quarter's return. Nothing is owed for a quarter that was not called."""

    REF_PREFIX = "RCL"

    period = models.CharField(
        "quarter",
        max_length=7,
        validators=[RegexValidator(PATTERN, _A_QUARTER)],
        help_text="Of the financial year: 2017-Q1 is April to June 2017, 2017-Q4 January to March 2018.",
    )
    opened_on = models.DateField("opened on", default=timezone.localdate)
    due_on = models.DateField("due", help_text="The last day on which a return is in time.")
    note = models.TextField("what to look out for", blank=True, help_text="Shown to everyone who writes a return.")

    class Meta:
        ordering = ["-period"]
        constraints = [
            models.UniqueConstraint(
                fields=["period"],
                name="pilots_returncall_once",
                violation_error_message="Returns for this quarter have been called for already.",
                violation_error_code="quarter-called",
            ),
            models.CheckConstraint(condition=Q(period__regex=PATTERN), name="pilots_returncall_period", violation_error_message=_A_QUARTER),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opened_on")),
                name="pilots_returncall_due_after_opening",
                violation_error_message="A return cannot be due before it is asked for.",
            ),
        ]

    def __str__(self) -> str:
        return f"Returns for {self.quarter.label}" if self.period else "Returns"

    @property
    def quarter(self) -> Quarter:
        return Quarter.read(self.period)

    def clean(self) -> None:
        try:
            quarter = Quarter.read(self.period)
        except ValueError as error:
            raise ValidationError({"period": str(error)}) from None
        if self.due_on and self.due_on <= quarter.ends:
            raise ValidationError({"due_on": "A return is due after its quarter has ended."})


@pgtrigger.register(
    pgtrigger.Protect(name="submitted_stays", operation=pgtrigger.Update | pgtrigger.Delete, condition=pgtrigger.Q(old__state="submitted"))
)
@tracked()
class PilotReturn(Provenance, Record):
    """What a pilot reports of a quarter. A draft reads the live records; submitted, it is frozen as `content`.

    Number 1 is what the pilot owes; a later number corrects the one submitted before it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"

    REF_PREFIX = "PRT"

    call = models.ForeignKey(ReturnCall, on_delete=models.PROTECT, related_name="returns")
    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="returns")
    number = models.PositiveSmallIntegerField("version of the return", default=1, editable=False)
    corrects = models.TextField("what is corrected", blank=True, help_text="Of a later version: what was wrong in the one submitted before it.")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    submitted_at = models.DateTimeField("submitted", null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="submitted by", editable=False
    )
    content = models.TextField(blank=True, editable=False, help_text="The whole of it as JSON, as it was submitted.")
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ["-call__period", "pilot__name", "number"]
        verbose_name = "quarterly return"
        indexes = [models.Index(fields=["pilot", "state", "-submitted_at"], name="pilots_return_of_pilot")]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "pilot", "number"],
                name="pilots_pilotreturn_once",
                violation_error_message="This pilot has a return for this quarter already.",
                violation_error_code="return-used",
            ),
            models.UniqueConstraint(
                fields=["call", "pilot"],
                condition=Q(state="draft"),
                name="pilots_pilotreturn_one_draft",
                violation_error_message="This pilot has a return for this quarter open already.",
                violation_error_code="return-used",
            ),
            models.CheckConstraint(
                condition=Q(number=1, corrects="") | (Q(number__gt=1) & ~Q(corrects="")),
                name="pilots_pilotreturn_says_what_it_corrects",
                violation_error_message="Say what was wrong in the return that was submitted.",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at=None, submitted_by=None, content="", sha256="")
                | (
                    Q(state="submitted", submitted_at__isnull=False)
                    & ~Q(content="")
                    & Q(
                        sha256=Func(
                            Func(Func(F("content"), Value("UTF8"), function="convert_to"), function="sha256"),
                            Value("hex"),
                            function="encode",
                            output_field=models.CharField(),
                        )
                    )
                ),
                name="pilots_pilotreturn_frozen_once_submitted",
                violation_error_message="A submitted return has its content and that content's SHA-256; a draft has neither.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pilot}, {self.call.period}" + (f", version {self.number}" if self.number > 1 else "")

    @property
    def owner_id(self) -> uuid.UUID | None:
        """Who leads the pilot reports on it."""
        return self.pilot.lead_id


def _of_a_draft(name: str, operation: Any, row: str) -> pgtrigger.Trigger:
    """A section is written only while its return is a draft; who submits it waits for who writes in it, and the other way round."""
    return pgtrigger.Trigger(
        name=name,
        operation=operation,
        when=pgtrigger.Before,
        func=f"""
            IF (SELECT state FROM pilots_pilotreturn WHERE id = {row}.pilot_return_id FOR SHARE) <> 'draft' THEN
                RAISE EXCEPTION 'pgtrigger: a submitted return is not changed';
            END IF;
            RETURN {row};
        """,  # noqa: S608  # the words are this file's own
    )


@pgtrigger.register(
    _of_a_draft("added_to_a_draft", pgtrigger.Insert, "NEW"),
    _of_a_draft("changed_in_a_draft", pgtrigger.Update, "NEW"),
    _of_a_draft("taken_from_a_draft", pgtrigger.Delete, "OLD"),
    pgtrigger.ReadOnly(name="stays_where_it_is", fields=["pilot_return", "section"]),
)
@tracked()
class ReturnSection(Record):
    """What the pilot's officers write in one section. Each saves by itself, so that two may write in two at once."""

    class Section(models.TextChoices):
        PROGRESS = "progress", "Progress"
        CONFIDENCE = "confidence", "Confidence"
        BENEFITS = "benefits", "Benefits"
        RISKS = "risks", "Risks"
        MONEY = "money", "Money"
        ASKS = "asks", "Asks"
        DECISIONS = "decisions", "Decisions needed"

    class State(models.TextChoices):
        NOT_STARTED = "not_started", "Not started"
        IN_PROGRESS = "in_progress", "In progress"
        DONE = "done", "Completed"

    REF_PREFIX = "RSC"

    pilot_return = models.ForeignKey(PilotReturn, on_delete=models.CASCADE, related_name="sections", verbose_name="return")
    section = models.CharField(max_length=12, choices=Section, editable=False)
    state = models.CharField(max_length=12, choices=State, default=State.NOT_STARTED)
    commentary = models.TextField(blank=True)
    went_well = models.TextField("what went well", blank=True)
    stuck = models.TextField("what is stuck", blank=True, help_text="And what would move it.")

    class Meta:
        ordering = ["pilot_return", "id"]
        verbose_name = "section of a return"
        verbose_name_plural = "sections of returns"
        constraints = [
            models.UniqueConstraint(fields=["pilot_return", "section"], name="pilots_returnsection_once"),
            models.CheckConstraint(
                condition=Q(section="progress") | Q(went_well="", stuck=""),
                name="pilots_returnsection_progress_only",
                violation_error_message="What went well and what is stuck belong to the section on progress.",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(commentary=""),
                name="pilots_returnsection_done_has_words",
                violation_error_message="Write the commentary before you mark the section as completed; “None” is an answer.",
                violation_error_code="commentary-missing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pilot_return}: {self.get_section_display()}"

    def clean(self) -> None:
        long = [name for name in ("commentary", "went_well", "stuck") if len(getattr(self, name)) > LONGEST]
        if long:
            raise ValidationError({name: f"Write at most {LONGEST:,} characters; these are {len(getattr(self, name)):,}." for name in long})

    @property
    def owner_id(self) -> uuid.UUID | None:
        return self.pilot_return.owner_id
