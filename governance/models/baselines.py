"""The milestones as they stood when a board agreed them: kept, never overwritten."""

import pgtrigger
from django.db import models
from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Cast, Least, Left, Length
from django.utils import timezone

from devo_portal.core.fields import PartialDateField
from devo_portal.core.models import Provenance, Record, tracked
from devo_portal.core.models.record import Uuidv7, uuid7

from .decisions import Decision
from .milestones import Milestone

LATER, EARLIER, SAME, GONE = "later", "earlier", "same", "gone"
_KEPT = pgtrigger.Protect(name="kept_as_taken", operation=pgtrigger.Update | pgtrigger.Delete)


@pgtrigger.register(_KEPT)
@tracked()
class Baseline(Provenance, Record):
    """A plan by its name, approved by a decision. What is wrong with one is answered by another."""

    REF_PREFIX = "BSL"

    name = models.CharField("baseline", max_length=160)
    taken_on = models.DateField("taken on", default=timezone.localdate, editable=False)
    decision = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        related_name="baselines",
        verbose_name="approved by the decision",
        help_text="It is recorded under Boards, Decisions, first.",
    )
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-taken_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="governance_baseline_name_once",
                violation_error_message="A baseline of this name is kept already, and a baseline is never overwritten. Give another name.",
                violation_error_code="baseline-name-used",
            )
        ]

    def __str__(self) -> str:
        return self.name


@pgtrigger.register(_KEPT)
@tracked()
class BaselineEntry(models.Model):
    """A milestone as it was when the baseline was taken; the milestone itself may be gone since."""

    id = models.UUIDField(primary_key=True, default=uuid7, db_default=Uuidv7(), editable=False)
    baseline = models.ForeignKey(Baseline, on_delete=models.PROTECT, related_name="entries")
    # Null is never written: it lets a milestone that is gone be read as absent.
    milestone = models.ForeignKey(Milestone, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="entries")
    ref = models.CharField("reference", max_length=40)
    name = models.CharField("milestone", max_length=240)
    strand = models.CharField(max_length=12, choices=Milestone.Strand)
    planned = PartialDateField(null=True, blank=True)
    forecast = PartialDateField(null=True, blank=True)
    actual = PartialDateField(null=True, blank=True)
    falls = PartialDateField(null=True, blank=True)

    class Meta:
        ordering = ["falls", "id"]
        constraints = [models.UniqueConstraint(fields=["baseline", "milestone"], name="governance_baselineentry_once")]

    def __str__(self) -> str:
        return self.name


class Moved:
    """How a milestone stands against a baseline."""

    choices = ((LATER, "Later"), (EARLIER, "Earlier"), (SAME, "As it was"), (GONE, "Removed since"))


def against_now(entries: QuerySet[BaselineEntry]) -> QuerySet[BaselineEntry]:
    """Entries with `moved`: how their milestone stands now.

    Two dates are held against each other as far as both are known: April 2018 is not later than 2018.
    """
    known = Least(Length("falls"), Length("milestone__falls"))
    text = CharField(db_collation="C")
    return entries.alias(then=Cast(Left("falls", known), text), now=Cast(Left("milestone__falls", known), text)).annotate(
        moved=Case(
            When(milestone__name=None, then=Value(GONE)),
            When(now__gt=F("then"), then=Value(LATER)),
            When(now__lt=F("then"), then=Value(EARLIER)),
            default=Value(SAME),
        )
    )
