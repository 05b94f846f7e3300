"""A change of many sites in one act, kept so that it can be read whole and taken back whole."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from devo_portal.core.models import Record, User, tracked


@tracked()
class BulkChange(Record):
    """What was set, on how many sites, by whom and why. Which sites, and what they held before, the history of its act tells.

    `values_set` is `{field: {value, label}}`: as the column holds it, and in words. `organisations` are those that
    report the sites, by which it is known who may see it.
    """

    class State(models.TextChoices):
        APPLIED = "applied", "Applied"
        UNDONE = "undone", "Undone"

    REF_PREFIX = "BLK"

    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="bulk_changes", verbose_name="made by")
    made_at = models.DateTimeField("made", db_default=Now(), editable=False)
    reason = models.CharField(max_length=500)
    values_set = models.JSONField("what was set", editable=False)
    organisations = ArrayField(models.UUIDField(), editable=False)
    count = models.PositiveIntegerField("sites changed", editable=False)
    state = models.CharField(max_length=7, choices=State, default=State.APPLIED, editable=False)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name="undone by")
    undone_at = models.DateTimeField("undone", null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["-made_at", "-id"], name="estates_bulkchange_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(count__gt=0), name="estates_bulkchange_changes_some", violation_error_message="It changes at least one site."
            ),
            models.CheckConstraint(
                condition=Q(state="applied", undone_by=None, undone_at=None) | Q(state="undone", undone_by__isnull=False, undone_at__isnull=False),
                name="estates_bulkchange_undone_whole",
                violation_error_message="What is undone says by whom and when.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count:,} site{'' if self.count == 1 else 's'} changed together"
