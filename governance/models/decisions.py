"""What boards decided, what that changes, and who may decide in their place."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from devo_portal.core.models import Organisation, Provenance, Record, tracked

from ..rules.days import all_within
from ..rules.effects import KINDS
from .agendas import AgendaItem
from .boards import Board
from .meetings import Meeting


@tracked()
class Decision(Provenance, Record):
    """A decision of a board, from its proposal on. What it changes are its effects."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        AGREED = "agreed", "Agreed"
        NOT_AGREED = "not_agreed", "Not agreed"
        DEFERRED = "deferred", "Deferred"
        WITHDRAWN = "withdrawn", "Withdrawn"

    OPEN = (Status.PROPOSED, Status.DEFERRED)
    REF_PREFIX = "DEC"

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="decisions")
    number = models.CharField(max_length=40, help_text="As the minutes number it, such as 2017/14.")
    title = models.CharField("what was decided", max_length=240)
    status = models.CharField(max_length=10, choices=Status, default=Status.AGREED, editable=False)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions", help_text="At which it is or was taken up."
    )
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name="agenda item")
    recommendation = models.TextField(blank=True, help_text="What the board is asked to decide.")
    text = models.TextField("the decision in full", blank=True)
    decided_on = models.DateField("decided on", null=True, blank=True)
    reasons = models.TextField(blank=True)
    dissent = models.TextField(blank=True, help_text="Who did not agree, and why.")
    authority = models.CharField(max_length=240, blank=True, help_text="The power by which it is taken, such as: Terms of reference, paragraph 4.")

    class Meta:
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "number"],
                name="governance_decision_number_once",
                violation_error_message="This board has a decision of this number already.",
                violation_error_code="decision-number-used",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["agreed", "not_agreed"], decided_on__isnull=False)
                | Q(status__in=["proposed", "deferred", "withdrawn"], decided_on=None),
                name="governance_decision_decided_has_day",
                violation_error_message="A decision that was taken has its day; one that is still open has none.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board.short_name} {self.number}: {self.title}"

    def clean(self) -> None:
        if beyond := all_within(self, "decided_on"):
            raise ValidationError(beyond)
        if self.decided_on and self.decided_on > timezone.localdate():
            raise ValidationError({"decided_on": "A decision cannot have been taken in the future."})
        if self.meeting_id and self.meeting and self.meeting.board_id != self.board_id:
            raise ValidationError({"meeting": "Choose a meeting of the board that decides."})
        if self.item_id and self.item and self.item.meeting_id != self.meeting_id:
            raise ValidationError({"item": "Choose an item of the meeting."})


@tracked()
class DecisionEffect(Record):
    """What a decision changes once it is agreed: one record, moved in one way, from the version that its proposer read.

    Kinds are named by code, and records by id, since the apps above this one bring kinds of their own.
    """

    REF_PREFIX = "EFF"

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="effects")
    kind = models.CharField(max_length=40)
    record_id = models.UUIDField("record")
    record_name = models.CharField("name of the record", max_length=200, editable=False)
    record_version = models.PositiveIntegerField("version that was read")
    value = models.CharField("becomes", max_length=40, blank=True)
    on = models.DateField("from the day", null=True, blank=True)
    before = models.CharField("was", max_length=200, blank=True, editable=False)
    applied_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["decision", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "kind", "record_id"],
                name="governance_decisioneffect_once",
                violation_error_message="This decision has this effect already.",
                violation_error_code="effect-there",
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_name}: {self.kind}"

    def clean(self) -> None:
        if beyond := all_within(self, "on"):
            raise ValidationError(beyond)


@tracked()
class Delegation(Provenance, Record):
    """Whom a decision lets move what otherwise only a decision moves, for which days."""

    REF_PREFIX = "DLG"

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="delegations", verbose_name="given by the decision")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="delegations", verbose_name="given to")
    post = models.CharField(max_length=200, help_text="The post that acts under it, such as: Programme director.")
    kinds = ArrayField(models.CharField(max_length=40), verbose_name="what it covers")
    scope = models.TextField(blank=True, help_text="Its limits, in the words of the decision.")
    starts_on = models.DateField("from", default=timezone.localdate)
    ends_on = models.DateField("until", null=True, blank=True, help_text="The first day on which it no longer holds.")

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="governance_delegation_ends_after_start",
                violation_error_message="A delegation cannot end before it begins.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.ref}: {self.post}, {self.organisation}"

    def clean(self) -> None:
        if beyond := all_within(self, "starts_on", "ends_on"):
            raise ValidationError(beyond)
        unknown = [each for each in self.kinds or () if each not in KINDS]
        if unknown:
            raise ValidationError({"kinds": f"There is no such kind: {', '.join(unknown)}."})
