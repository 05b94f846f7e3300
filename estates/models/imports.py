"""A file on its way into the register: checked, previewed, confirmed, applied."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Value

from devo_portal.core.models import Organisation, Record, User, tracked

from ..rules.identifiers import LONGEST_CODE


@tracked()
class Import(Record):
    """One file, from upload to report. Nothing of it is in the register until it is confirmed."""

    class State(models.TextChoices):
        MAPPING = "mapping", "Columns to be matched"
        CHECKING = "checking", "Being checked"
        CHECKED = "checked", "Checked"
        RUNNING = "running", "Being imported"
        DONE = "done", "Imported"
        REFUSED = "refused", "Could not be read"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"
        UNDOING = "undoing", "Being undone"
        UNDONE = "undone", "Undone"

    REF_PREFIX = "IMP"
    OWNER = "organisation_id"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="imports", verbose_name="for")
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="imports", verbose_name="started by")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="confirmed by")
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="undone by")
    started_at = models.DateTimeField("started", auto_now_add=True)
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    kind = models.CharField(max_length=20, default="eric_site", editable=False)
    file_name = models.CharField("file", max_length=200)
    file_sha256 = models.CharField(max_length=64, editable=False)
    headers = models.JSONField(default=list, blank=True, help_text="The file's own column headings, in its order.")
    year = models.CharField(max_length=7, blank=True, help_text="The financial year of the returns, such as 2016-17.")
    encoding = models.CharField(max_length=20, blank=True)
    new_rows = models.PositiveIntegerField("new", default=0)
    changed_rows = models.PositiveIntegerField("changed", default=0)
    unchanged_rows = models.PositiveIntegerField("unchanged", default=0)
    error_rows = models.PositiveIntegerField("in error", default=0)
    near_rows = models.PositiveIntegerField("near matches", default=0, db_default=0)
    undecided_rows = models.PositiveIntegerField("near matches to decide", default=0, db_default=0)
    left_rows = models.PositiveIntegerField("rows left out, number", default=0, db_default=0)
    left_out = models.JSONField(
        "rows left out",
        default=list,
        blank=True,
        db_default=Value([], models.JSONField()),
        help_text="The rows of the file that a person left out, by number. They are not read when it is checked, and write nothing.",
    )
    mapping = models.JSONField(
        default=dict,
        blank=True,
        db_default=Value({}, models.JSONField()),
        help_text="How its columns were matched; empty where the headings are the portal's own.",
    )
    column_mapping = models.ForeignKey(
        "estates.ColumnMapping", on_delete=models.PROTECT, null=True, blank=True, related_name="imports", verbose_name="columns matched as"
    )
    findings = models.JSONField(default=dict, blank=True, help_text="What the check saw in the whole file: its flags, its trusts, how many are new.")
    message = models.TextField(blank=True, help_text="Why it could not be read, or failed.")
    finished_at = models.DateTimeField("finished", null=True, blank=True)
    undone_at = models.DateTimeField("undone", null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]
        indexes = [models.Index(fields=["-started_at", "-id"], name="estates_import_latest")]

    def __str__(self) -> str:
        return f"{self.ref} {self.file_name}"


class ImportFile(models.Model):
    """The bytes of an import, apart from it so that reading an import does not carry them. Written once; no history."""

    of = models.OneToOneField(Import, on_delete=models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"file of {self.of_id}"


class ImportRow(models.Model):
    """What one row of a file would do, and the values with which it would. Working paper; so it has no history.

    `values` are the measures by field, as plain decimal strings, without those that are null; `cells` are the row as
    it came, in the order of the import's `headers`. A row that is left out has what the check before it said was wrong.
    """

    IDLE = ("error", "left")  # outcomes of rows that write nothing

    class Outcome(models.TextChoices):
        NEW = "new", "New"
        CHANGED = "changed", "Changed"
        UNCHANGED = "unchanged", "Unchanged"
        ERROR = "error", "In error"
        LEFT = "left", "Left out"

    class Near(models.TextChoices):
        NONE = "", "None"
        LOW = "low", "Like a site"
        HIGH = "high", "Very like a site"

    class Choice(models.TextChoices):
        OPEN = "", "Not decided"
        NEW = "new", "A new site"
        SAME = "same", "The same site"
        KNOWN = "known", "Found by its other code"

    id = models.BigAutoField(primary_key=True)
    imported_by = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("row in the file")
    outcome = models.CharField(max_length=9, choices=Outcome)
    organisation_code = models.CharField(max_length=12, blank=True)
    organisation_name = models.CharField(max_length=200, blank=True)
    site_code = models.CharField(max_length=LONGEST_CODE, blank=True)
    site_name = models.CharField("name in the file", max_length=200, blank=True)
    name = models.CharField(max_length=200, blank=True)
    type = models.CharField(max_length=22, blank=True)
    values = models.JSONField(default=dict)
    cells = models.JSONField(default=list)
    row_hash = models.CharField(max_length=32, blank=True)
    changes = models.JSONField(default=list)
    errors = models.JSONField(default=list)
    flags = ArrayField(models.CharField(max_length=32), default=list)
    # Set-based, after the rows are loaded. A site is named by its id and not referred to: a working paper keeps no site.
    near = models.CharField(max_length=4, choices=Near, blank=True, default="", db_default="")
    candidates = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    choice = models.CharField(max_length=5, choices=Choice, blank=True, default="", db_default="")
    same_as = models.UUIDField("is the site", null=True, blank=True)
    alone = models.JSONField(null=True, blank=True, help_text="What the row would do if it were a new site: {outcome, values, changes}.")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["imported_by", "number"], name="estates_importrow_number_once")]
        indexes = [
            # The few that people look for among the many, each found without reading the rest.
            models.Index(fields=["imported_by", "outcome", "number"], condition=~models.Q(outcome="new"), name="estates_importrow_outcome"),
            models.Index(fields=["imported_by", "near", "number"], condition=~models.Q(near=""), name="estates_importrow_near"),
        ]

    def __str__(self) -> str:
        return f"row {self.number} of {self.imported_by_id}"
