"""When boards meet, and who was there."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from devo_portal.core.models import Provenance, Record, tracked

from ..rules.days import all_within
from ..rules.series import LONGEST
from .boards import Board, BoardMember


def _times_in_order(record: "MeetingSeries | Meeting") -> None:
    if record.starts_at and record.ends_at and record.ends_at <= record.starts_at:
        raise ValidationError({"ends_at": "A meeting ends after it starts."})
    if record.ends_at and not record.starts_at:
        raise ValidationError({"starts_at": "Say when it starts, as you say when it ends."})


@tracked()
class MeetingSeries(Provenance, Record):
    """Meetings at a steady interval: planning one makes its meetings, each of which may then be moved or cancelled by itself."""

    class Every(models.TextChoices):
        FORTNIGHT = "fortnight", "Two weeks"
        MONTH = "month", "Month"
        TWO_MONTHS = "two_months", "Two months"
        QUARTER = "quarter", "Quarter"

    REF_PREFIX = "SER"

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="series")
    name = models.CharField("series", max_length=120, help_text="Such as: Meetings of 2018.")
    every = models.CharField(
        max_length=10, choices=Every, help_text="By months, meetings keep to the weekday of the first, such as the second Wednesday of the month."
    )
    first_on = models.DateField("first meeting")
    until = models.DateField("last possible day")
    starts_at = models.TimeField("starts at", null=True, blank=True, help_text="Such as 14:00.")
    ends_at = models.TimeField("ends at", null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["board", "first_on"]
        verbose_name_plural = "meeting series"
        constraints = [
            models.UniqueConstraint(
                fields=["board", "name"],
                name="governance_meetingseries_name_once",
                violation_error_message="This board has a series of this name already.",
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("first_on")),
                name="governance_meetingseries_ends_after_start",
                violation_error_message="A series cannot end before its first meeting.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board.short_name}: {self.name}"

    def clean(self) -> None:
        if beyond := all_within(self, "first_on", "until"):
            raise ValidationError(beyond)
        _times_in_order(self)
        if self.first_on and self.until and self.until.year - self.first_on.year > LONGEST:
            raise ValidationError({"until": f"A series runs for {LONGEST} years at most. Extend it later."})


@tracked()
class Meeting(Provenance, Record):
    """A board on a day."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        CALLED = "called", "Agenda published"
        HELD = "held", "Held"
        CANCELLED = "cancelled", "Cancelled"

    COMING = (Status.PLANNED, Status.CALLED)
    REF_PREFIX = "MTG"

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="meetings")
    series = models.ForeignKey(MeetingSeries, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings", editable=False)
    title = models.CharField(max_length=160, blank=True, help_text="Where it has a name of its own, such as: Extraordinary meeting.")
    held_on = models.DateField("day")
    starts_at = models.TimeField("starts at", null=True, blank=True, help_text="Such as 14:00.")
    ends_at = models.TimeField("ends at", null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=9, choices=Status, default=Status.PLANNED, editable=False)
    quorum = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many voting members must be there to decide: the board's, where it is not given."
    )
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-held_on", "-id"]
        indexes = [models.Index(fields=["board", "held_on"], name="governance_meeting_board_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "held_on", "starts_at"],
                condition=~Q(status="cancelled"),
                nulls_distinct=False,
                name="governance_meeting_day_once",
                violation_error_message="This board meets on this day at this time already.",
                violation_error_code="meeting-there",
            )
        ]

    def __str__(self) -> str:
        return f"{self.board.short_name}, {self.held_on.day} {self.held_on:%B %Y}"

    def clean(self) -> None:
        if beyond := all_within(self, "held_on"):
            raise ValidationError(beyond)
        _times_in_order(self)


@tracked()
class Attendance(Record):
    """Whether a member of the board was at a meeting."""

    class State(models.TextChoices):
        PRESENT = "present", "Present"
        DEPUTY = "deputy", "Sent a deputy"
        APOLOGIES = "apologies", "Apologies"
        ABSENT = "absent", "Absent"

    THERE = (State.PRESENT, State.DEPUTY)
    REF_PREFIX = "ATT"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    member = models.ForeignKey(BoardMember, on_delete=models.PROTECT, related_name="attendance")
    state = models.CharField(max_length=9, choices=State)
    deputy = models.CharField(max_length=200, blank=True, help_text="The post of the deputy.")

    class Meta:
        ordering = ["meeting", "member"]
        verbose_name_plural = "attendance"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"], name="governance_attendance_once", violation_error_message="This member's attendance is recorded."
            )
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_state_display()}"

    def clean(self) -> None:
        if self.member_id and self.meeting_id and self.member.board_id != self.meeting.board_id:
            raise ValidationError({"member": "Choose a member of the board that meets."})
