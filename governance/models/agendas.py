"""What a meeting is to take up, and the papers for it."""

from typing import Any

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Deferrable, Exists, F, Func, IntegerField, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Left, Length
from django.utils import timezone

from devo_portal.core.models import Provenance, Record, tracked
from devo_portal.core.policy import Permission, can

from .boards import BoardMember
from .evidence import Held
from .meetings import Meeting


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def timed(self) -> "AgendaItemQuerySet":
        """With `elapsed`: how many minutes the items before it may take; and `agreed_before`, the agreed minutes while they are corrected."""
        before = AgendaItem.objects.filter(meeting=OuterRef("meeting"), place__lt=OuterRef("place")).order_by().values("meeting")
        versions = Minutes.objects.filter(meeting=OuterRef("meeting"))
        agreed = versions.filter(Exists(versions.corrections()), status=Minutes.Status.AGREED).order_by("-number").values("document")
        return self.annotate(
            elapsed=Coalesce(Subquery(before.values(sum=Sum("minutes")), output_field=IntegerField()), 0), agreed_before=Subquery(agreed[:1])
        )


@tracked()
class AgendaItem(Record):
    """An item in its place on the agenda, and what the minutes say of it."""

    class Kind(models.TextChoices):
        ITEM = "item", "Item"
        INTERESTS = "interests", "Apologies and declarations of interest"
        MINUTES = "minutes", "Minutes of the last meeting"
        MATTERS_ARISING = "matters_arising", "Matters arising and actions"
        ANY_OTHER = "any_other", "Any other business"

    class Purpose(models.TextChoices):
        DECISION = "decision", "For decision"
        DISCUSSION = "discussion", "For discussion"
        NOTING = "noting", "For noting"

    # What every meeting begins with, in this order, and the minutes that each may take.
    STANDING = ((Kind.INTERESTS, 5), (Kind.MINUTES, 5), (Kind.MATTERS_ARISING, 10), (Kind.ANY_OTHER, 5))
    REF_PREFIX = "AGI"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=15, choices=Kind, default=Kind.ITEM, editable=False)
    place = models.PositiveSmallIntegerField(editable=False)
    title = models.CharField("item", max_length=200)
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.DISCUSSION)
    presenter = models.CharField(max_length=200, blank=True, help_text="The post of who presents it, such as: Programme director.")
    minutes = models.PositiveSmallIntegerField("minutes that it may take", null=True, blank=True)
    action_required = models.TextField("what the board is asked to do", blank=True)
    about_action = models.ForeignKey(
        "governance.Action",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_items",
        editable=False,
        verbose_name="action taken up",
    )
    minute = models.TextField("minute", blank=True, help_text="What was said and agreed.")

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "place"]
        constraints = [models.UniqueConstraint(fields=["meeting", "place"], name="governance_agendaitem_place_once", deferrable=Deferrable.DEFERRED)]

    def __str__(self) -> str:
        return f"{self.place}. {self.title}"


class PaperQuerySet(models.QuerySet["Paper"]):
    def readable_by(self, user: Any) -> "PaperQuerySet":
        """What this person may read: the one place that says for whom a restricted paper exists.

        Whoever holds a seat by a date known to the month or year loses sight of them as soon as they may have left it.
        """
        if can(user, Permission.PAPER_RESTRICTED):
            return self
        day = timezone.localdate().isoformat()
        held = BoardMember.objects.filter(
            Q(joined=None) | Q(joined__lte=Left(Value(day), Length("joined"))), Q(left=None) | Q(left__gt=Left(Value(day), Length("left")))
        )
        seats = held.filter(person=user.pk).exclude(capacity=BoardMember.Capacity.OBSERVER)
        return self.filter(Q(restricted=False) | Q(item__meeting__board__in=seats.values("board")))


@tracked(exclude=("content",))
class Paper(Held, Provenance, Record):
    """A paper of an item: its cover, and a file where it has one. A restricted one does not exist for those not entitled to it."""

    REF_PREFIX = "PAP"

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField("paper", max_length=240)
    author = models.CharField(max_length=200, blank=True, help_text="The post of its author.")
    purpose = models.TextField(blank=True)
    action_required = models.TextField("what the board is asked to do", blank=True)
    considerations = models.TextField("partnership considerations", blank=True)
    restricted = models.BooleanField(default=False, help_text="Seen only by the board's members, its secretaries and the programme's officers.")
    grounds = models.CharField("why it is restricted", max_length=200, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["item", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(content=None, sha256="")
                | Q(sha256=Func(Func(F("content"), function="sha256"), Value("hex"), function="encode", output_field=models.CharField())),
                name="governance_paper_sha256_is_of_the_file",
                violation_error_message="The SHA-256 is not that of the file.",
            ),
            models.CheckConstraint(
                condition=Q(restricted=False) | ~Q(grounds=""),
                name="governance_paper_restricted_has_grounds",
                violation_error_message="Say why it is restricted.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.restricted and not self.grounds:
            raise ValidationError({"grounds": "Say why it is restricted."})


@tracked()
class Interest(Record):
    """An interest that a member declared at a meeting, in all of it or in one item."""

    class Kind(models.TextChoices):
        FINANCIAL = "financial", "Financial"
        PROFESSIONAL = "professional", "Non-financial professional"
        PERSONAL = "personal", "Non-financial personal"
        INDIRECT = "indirect", "Indirect"

    REF_PREFIX = "INT"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="interests")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="interests", help_text="Leave empty for all of the meeting."
    )
    member = models.ForeignKey(BoardMember, on_delete=models.PROTECT, related_name="interests")
    kind = models.CharField(max_length=12, choices=Kind)
    nature = models.TextField("what the interest is")
    withdrew = models.BooleanField("took no part in the decision", default=False, help_text="Then they do not count towards the quorum for it.")

    class Meta:
        ordering = ["meeting", "item", "id"]

    def __str__(self) -> str:
        return f"{self.member}: {self.nature}"

    def clean(self) -> None:
        if self.item_id and self.item and self.item.meeting_id != self.meeting_id:
            raise ValidationError({"item": "Choose an item of this meeting."})
        if self.member_id and self.meeting_id and self.member.board_id != self.meeting.board_id:
            raise ValidationError({"member": "Choose a member of the board that meets."})


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def corrections(self) -> "MinutesQuerySet":
        """Drafts of what is to correct agreed minutes: working texts, until they are circulated."""
        return self.filter(status=Minutes.Status.DRAFT, number__gt=1)

    def readable_by(self, user: Any) -> "MinutesQuerySet":
        """What this person may read: a correction exists for those alone who write minutes, until it is circulated."""
        return self if can(user, Permission.MEETING_RUN) else self.exclude(status=Minutes.Status.DRAFT, number__gt=1)


@pgtrigger.register(
    pgtrigger.Protect(name="agreed_stays", operation=pgtrigger.Update | pgtrigger.Delete, condition=pgtrigger.Q(old__status="agreed"))
)
@tracked()
class Minutes(Record):
    """A version of a meeting's minutes: written up while a draft, fixed as it was circulated, never changed once agreed."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        CIRCULATED = "circulated", "Circulated"
        AGREED = "agreed", "Agreed"

    REF_PREFIX = "MIN"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes_versions")
    number = models.PositiveSmallIntegerField("version of the minutes", editable=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    corrects = models.TextField("what is corrected", blank=True, help_text="Of a later version: what was wrong in the one agreed before it.")
    document = models.TextField(blank=True, editable=False, help_text="The whole of it as JSON, as it was circulated.")
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    circulated_on = models.DateField("circulated on", null=True, blank=True, editable=False)
    agreed_on = models.DateField("agreed on", null=True, blank=True, editable=False)
    agreed_at = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="minutes_agreed", verbose_name="agreed at the meeting", editable=False
    )

    objects = MinutesQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "number"]
        verbose_name_plural = "minutes"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="governance_minutes_number_once"),
            models.CheckConstraint(
                condition=Q(document="", sha256="", status="draft")
                | (
                    ~Q(document="")
                    & Q(
                        sha256=Func(
                            Func(Func(F("document"), Value("UTF8"), function="convert_to"), function="sha256"),
                            Value("hex"),
                            function="encode",
                            output_field=models.CharField(),
                        )
                    )
                ),
                name="governance_minutes_sha256_is_of_the_document",
                violation_error_message="The SHA-256 is not that of the minutes.",
            ),
            models.CheckConstraint(
                condition=Q(status="agreed", agreed_on__isnull=False, circulated_on__isnull=False)
                | Q(status="circulated", agreed_on=None, circulated_on__isnull=False)
                | Q(status="draft", agreed_on=None),
                name="governance_minutes_dates_of_status",
            ),
        ]

    def __str__(self) -> str:
        return f"Minutes of {self.meeting}, version {self.number}"
