"""How an organisation's files name their columns, kept for the next file."""

from django.db import models

from devo_portal.core.models import Organisation, Record, User, tracked


@tracked()
class ColumnMapping(Record):
    """What each column of files with these headings holds. One for each organisation and set of headings.

    `headings` are the file's own, each named apart; `columns` gives for a field of the kind the heading that holds it.
    """

    REF_PREFIX = "MAP"
    OWNER = "organisation_id"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="column_mappings")
    kind = models.CharField(max_length=20)
    headings = models.JSONField(default=list)
    headings_key = models.CharField(max_length=32, editable=False, help_text="Of the headings, in whatever order and whichever way they are spaced.")
    sheet = models.CharField(max_length=200, blank=True)
    header_row = models.PositiveIntegerField("row of the headings")
    two_rows = models.BooleanField("the headings stand in two rows", default=False)
    columns = models.JSONField(default=dict)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="saved by")

    class Meta:
        ordering = ["organisation", "kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "headings_key", "two_rows"],
                name="estates_columnmapping_headings_once",
                violation_error_message="The organisation has a mapping for these headings.",
                violation_error_code="headings-mapped",
            ),
            models.CheckConstraint(
                condition=models.Q(header_row__gte=1),
                name="estates_columnmapping_row_counts_from_one",
                violation_error_message="Rows are counted from 1.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} for {self.organisation}"
