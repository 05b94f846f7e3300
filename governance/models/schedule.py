"""The calendar and the links of the schedule: bank holidays, statutory windows, what waits for what."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, models
from django.db.models import Q

from devo_portal.core.models import Provenance, Record, tracked

from ..rules.schedule import way
from ..rules.working_days import Calendar
from .clearances import Clearance
from .meetings import Meeting
from .milestones import Milestone

_LONGEST = 2600  # working days: ten years


@tracked()
class BankHoliday(Record):
    """A day in England that is no working day. Weekends need no row."""

    class Origin(models.TextChoices):
        LIBRARY = "library", "From the list of England's bank holidays"
        HAND = "hand", "Added by hand"

    REF_PREFIX = "BHD"

    day = models.DateField(help_text="Such as 8 May 2023.")
    name = models.CharField("bank holiday", max_length=120)
    origin = models.CharField("where it comes from", max_length=8, choices=Origin, default=Origin.HAND, editable=False)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["day"],
                name="governance_bankholiday_day_once",
                violation_error_message="This day is a bank holiday already.",
                violation_error_code="bank-holiday-known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.day.day} {self.day:%B %Y}"


def working_calendar() -> Calendar:
    """England's working days, as the bank holidays kept here leave them."""
    return Calendar(BankHoliday.objects.order_by().values_list("day", flat=True))


def links(*, without: Any = None) -> list[tuple[Any, Any]]:
    """Every (before, after) of the schedule, as ids, but for those of one dependency or window."""
    found = [
        (next(each for each in before if each), after)
        for *before, after in Dependency.objects.exclude(pk=without).values_list(*Dependency.BEFORE.values(), "after_id")
    ]
    return found + list(StatutoryWindow.objects.exclude(pk=without).exclude(follows=None).values_list("follows_id", "pk"))


def refuse_cycle(record: Any, before: Any, after: Any) -> None:
    """Raises ValidationError (`dependency-cycle`) with the chain in words, where `after` comes before `before` already."""
    with connection.cursor() as cursor:  # two who add a half of a cycle each, at once, are looked at one after the other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('governance.schedule'))")
    chain = way(links(without=record.pk), after, before)
    if chain is None:
        return
    names: dict[Any, str] = {}
    for model in (Milestone, Clearance, StatutoryWindow, Meeting):
        names |= {each.pk: str(each) for each in model._default_manager.filter(pk__in=chain)}
    said = ", then ".join(f"“{names.get(key, record)}”" for key in [*chain, after])
    raise ValidationError(f"They would wait for each other: {said}.", code="dependency-cycle")


@tracked()
class StatutoryWindow(Provenance, Record):
    """Working days that a law or a rule sets, such as the 40 of the Register of Surplus Public Sector Land."""

    REF_PREFIX = "WIN"

    name = models.CharField("window", max_length=200, unique=True)
    working_days = models.PositiveIntegerField("working days", validators=[MinValueValidator(1), MaxValueValidator(_LONGEST)])
    starts_on = models.DateField("starts on", null=True, blank=True, help_text="The day from which it is counted, where that is known.")
    follows = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, null=True, blank=True, related_name="windows", help_text="Or the milestone with which it begins."
    )
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None, follows__isnull=False) | Q(starts_on__isnull=False, follows=None),
                name="governance_statutorywindow_one_start",
                violation_error_message="Give either the day on which it starts or the milestone with which it begins.",
            ),
            models.CheckConstraint(condition=Q(working_days__gte=1, working_days__lte=_LONGEST), name="governance_statutorywindow_some_days"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.follows_id:
            refuse_cycle(self, self.follows_id, self.pk)


@tracked()
class Dependency(Provenance, Record):
    """A milestone waits for another, for a clearance, for a window or for a board's meeting. A new kind is one more column in BEFORE."""

    REF_PREFIX = "DEP"
    BEFORE = {"milestone": "before_milestone_id", "clearance": "before_clearance_id", "window": "before_window_id", "meeting": "before_meeting_id"}

    before_milestone = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, null=True, blank=True, related_name="moves", verbose_name="waits for the milestone"
    )
    before_clearance = models.ForeignKey(
        Clearance, on_delete=models.PROTECT, null=True, blank=True, related_name="moves", verbose_name="or for the clearance"
    )
    before_window = models.ForeignKey(
        StatutoryWindow, on_delete=models.PROTECT, null=True, blank=True, related_name="moves", verbose_name="or for the statutory window"
    )
    before_meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="moves", verbose_name="or for the meeting"
    )
    after = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="waits", verbose_name="the milestone that waits")
    lag_working_days = models.PositiveIntegerField(
        "working days between", default=0, validators=[MaxValueValidator(_LONGEST)], help_text="How many working days must lie between; 0 for none."
    )
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["after", "id"]
        verbose_name_plural = "dependencies"
        constraints = [
            models.CheckConstraint(
                condition=Q(before_milestone__isnull=False, before_clearance=None, before_window=None, before_meeting=None)
                | Q(before_milestone=None, before_clearance__isnull=False, before_window=None, before_meeting=None)
                | Q(before_milestone=None, before_clearance=None, before_window__isnull=False, before_meeting=None)
                | Q(before_milestone=None, before_clearance=None, before_window=None, before_meeting__isnull=False),
                name="governance_dependency_one_before",
                violation_error_message="Choose one thing that it waits for: a milestone, a clearance, a window or a meeting.",
            ),
            models.UniqueConstraint(
                fields=["after", "before_milestone", "before_clearance", "before_window", "before_meeting"],
                name="governance_dependency_once",
                nulls_distinct=False,
                violation_error_message="This dependency is there already.",
                violation_error_code="dependency-there",
            ),
            models.CheckConstraint(condition=Q(lag_working_days__lte=_LONGEST), name="governance_dependency_lag"),
        ]

    def __str__(self) -> str:
        return f"{self.after} waits for {self.before}"

    @property
    def before(self) -> Any:
        return self.before_milestone or self.before_clearance or self.before_window or self.before_meeting

    @property
    def before_id(self) -> Any:
        return self.before_milestone_id or self.before_clearance_id or self.before_window_id or self.before_meeting_id

    def clean(self) -> None:
        if self.before_id and self.after_id:
            refuse_cycle(self, self.before_id, self.after_id)
