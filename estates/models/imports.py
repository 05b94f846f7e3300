"""A file on its way into the register: checked, previewed, confirmed, applied."""

from django.db import models

from devo_portal.core.models import Organisation, Record, User, tracked


@tracked(exclude=("content", "progress_done", "progress_total"))
class Import(Record):
    """One file, from upload to report. Nothing of it is in the register until it is confirmed."""

    class State(models.TextChoices):
        CHECKING = "checking", "Being checked"
        CHECKED = "checked", "Ready to confirm"
        RUNNING = "running", "Being imported"
        DONE = "done", "Imported"
        REFUSED = "refused", "Could not be read"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    REF_PREFIX = "IMP"
    OWNER = "organisation_id"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="imports", verbose_name="for")
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="imports", verbose_name="started by")
    started_at = models.DateTimeField("started", auto_now_add=True)
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    kind = models.CharField(max_length=20, default="eric_site", editable=False)
    file_name = models.CharField("file", max_length=200)
    file_sha256 = models.CharField(max_length=64, editable=False)
    content = models.BinaryField(editable=False)
    year = models.CharField(max_length=7, blank=True)
    encoding = models.CharField(max_length=20, blank=True)
    new_rows = models.PositiveIntegerField("new", default=0)
    changed_rows = models.PositiveIntegerField("changed", default=0)
    unchanged_rows = models.PositiveIntegerField("unchanged", default=0)
    error_rows = models.PositiveIntegerField("in error", default=0)
    progress_done = models.PositiveIntegerField(default=0, editable=False)
    progress_total = models.PositiveIntegerField(default=0, editable=False)
    message = models.TextField(blank=True, help_text="Why it could not be read, or failed.")
    finished_at = models.DateTimeField("finished", null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]
        indexes = [models.Index(fields=["-started_at", "-id"], name="estates_import_latest")]

    def __str__(self) -> str:
        return f"{self.ref} {self.file_name}"


class ImportRow(models.Model):
    """What one row of a file would do. Working paper, thrown away with its import; so it has no history."""

    class Outcome(models.TextChoices):
        NEW = "new", "New"
        CHANGED = "changed", "Changed"
        UNCHANGED = "unchanged", "Unchanged"
        ERROR = "error", "In error"

    id = models.BigAutoField(primary_key=True)
    imported_by = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("row in the file")
    outcome = models.CharField(max_length=9, choices=Outcome)
    organisation_code = models.CharField(max_length=12, blank=True)
    site_code = models.CharField(max_length=12, blank=True)
    name = models.CharField(max_length=200, blank=True)
    values = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    errors = models.JSONField(default=list)
    flags = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["imported_by", "number"], name="estates_importrow_number_once")]

    def __str__(self) -> str:
        return f"row {self.number} of {self.imported_by_id}"
