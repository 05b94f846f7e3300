"""Shapes of imports and their rows."""

from collections.abc import Sequence
from typing import Any

from django.core.cache import cache
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from devo_portal.core.policy import Permission
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Answering, Finish, Label, May, One, Part, Shape, Url

from ..eric.columns import label
from ..eric.quality import told
from ..models import Import, ImportRow, Site
from .flags import Flags
from .mapping import ColumnMappingBrief, MappingField, MayMap
from .matching import Candidates, SameAs
from .people import PersonBrief
from .returns import MEASURES
from .trust_returns import COUNTED, INVESTED

# Fields whose values are measures, as lists and previews name them.
MEASURED = frozenset({*MEASURES, *INVESTED, "sites_total", "sites_leased_nhsps", *(f"sites_{code}" for code in COUNTED)})


@extend_schema_field({"type": ["object", "null"], "properties": {"done": {"type": "integer"}, "total": {"type": "integer"}}})
class Progress(Part):
    """How far a check or a run has come, in rows; null while nothing runs. Told through the cache, for the work
    itself is one transaction and shows nothing until it ends."""

    def paths(self) -> Sequence[str]:
        return ["id", "state"]

    def finisher(self, answering: Answering) -> Finish:
        pk, state = answering.at["id"], answering.at["state"]

        def progress(row: Any) -> dict[str, int] | None:
            if row[state] not in (Import.State.CHECKING, Import.State.RUNNING, Import.State.UNDOING):
                return None
            done, total = cache.get(progress_key(row[pk])) or (0, 0)
            return {"done": done, "total": total}

        return progress


def progress_key(pk: Any) -> str:
    return f"import-progress:{pk}"


@extend_schema_field(
    {
        "type": "object",
        "properties": {
            "rows": {"type": "integer"},
            "organisations": {"type": "integer"},
            "new_organisations": {"type": "integer"},
            "aggregates": {"type": "integer"},
            "sheet": {"type": "string", "description": "The sheet that is read; empty in a file of text."},
            "other_sheets": {
                "type": "array",
                "description": "Other sheets of the file that could be read.",
                "items": {"type": "object", "properties": {name: {"type": "string"} for name in ("sheet", "kind", "label")}},
            },
            "flags": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {name: {"type": "string"} for name in ("code", "label", "explanation")} | {"rows": {"type": "integer"}},
                },
            },
        },
    }
)
class Findings(Part):
    """What the check saw in the whole file; empty until it has been checked."""

    def paths(self) -> Sequence[str]:
        return ["findings"]

    def finisher(self, answering: Answering) -> Finish:
        at = answering.at["findings"]

        def findings(row: Any) -> dict[str, Any]:
            kept = row[at] or {}
            counts = kept.get("flags", {})
            return {**kept, "flags": [{**flag, "rows": counts[flag["code"]]} for flag in told(sorted(counts, key=counts.get, reverse=True))]}

        return findings


class ImportSerializer(Shape):
    url = Url("imports")
    state_label = Label("state", Import.State)
    organisation = One(OrganisationBrief, "organisation")
    started_by = One(PersonBrief, "started_by")
    confirmed_by = One(PersonBrief, "confirmed_by")
    undone_by = One(PersonBrief, "undone_by")
    findings = Findings()
    progress = Progress()
    column_mapping = One(ColumnMappingBrief, "column_mapping")
    may_import = May(Permission.ESTATES_IMPORT, "organisation_id")
    may_map = MayMap()

    class Meta:
        model = Import
        fields = (
            "id",
            "ref",
            "url",
            "file_name",
            "file_sha256",
            "kind",
            "year",
            "encoding",
            "organisation",
            "state",
            "state_label",
            "new_rows",
            "changed_rows",
            "unchanged_rows",
            "error_rows",
            "left_rows",
            "near_rows",
            "undecided_rows",
            "message",
            "findings",
            "progress",
            "column_mapping",
            "started_by",
            "started_at",
            "confirmed_by",
            "finished_at",
            "undone_by",
            "undone_at",
            "version",
            "updated_at",
            "may_import",
            "may_map",
        )


@extend_schema_field(
    {
        "type": "array",
        "items": {"type": "object", "properties": {name: {"type": ["string", "null"]} for name in ("field", "label", "before", "after")}},
    }
)
class Changes(serializers.JSONField):
    """What the register holds and what the row says."""


@extend_schema_field({"type": "array", "items": {"type": "object", "properties": {name: {"type": "string"} for name in ("column", "detail")}}})
class RowErrors(serializers.JSONField):
    """What is wrong, by the file's own heading, and what was expected."""


@extend_schema_field({"type": "array", "items": {"type": "object", "properties": {name: {"type": "string"} for name in ("field", "label", "value")}}})
class RowValues(Part):
    """The measures that the row gives."""

    def paths(self) -> Sequence[str]:
        return ["values"]

    def finisher(self, answering: Answering) -> Finish:
        at = answering.at["values"]  # a row of a list has other values, which its changes tell
        return lambda row: [{"field": name, "label": label(name), "value": value} for name, value in row[at].items() if name in MEASURED]


class ImportRowSerializer(Shape):
    outcome_label = Label("outcome", ImportRow.Outcome)
    type_label = Label("type", Site.Type)
    values = RowValues()
    changes = Changes()
    errors = RowErrors()
    flags = Flags("flags")
    near_label = Label("near", ImportRow.Near)
    candidates = Candidates()
    choice_label = Label("choice", ImportRow.Choice)
    same_as = SameAs()

    class Meta:
        model = ImportRow
        fields = (
            "id",
            "number",
            "outcome",
            "outcome_label",
            "organisation_code",
            "organisation_name",
            "site_code",
            "site_name",
            "name",
            "type",
            "type_label",
            "values",
            "changes",
            "errors",
            "flags",
            "near",
            "near_label",
            "candidates",
            "choice",
            "choice_label",
            "same_as",
        )


class ImportRowList(serializers.Serializer):
    """The list envelope of an import's rows, for the OpenAPI document."""

    count = serializers.IntegerField(allow_null=True, help_text="Null unless asked for with `count=true` or `page`.")
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = ImportRowSerializer(many=True)


class UndoEffectSerializer(serializers.Serializer):
    """What an undo does to one kind of record."""

    noun = serializers.CharField()
    removed = serializers.IntegerField(help_text="Records that the import made, and that go.")
    restored = serializers.IntegerField(help_text="Records that the import changed, and that stand again as before.")


class LaterEditSerializer(serializers.Serializer):
    """A record that was edited after an import, or that refers to one that it made."""

    noun = serializers.CharField()
    ref = serializers.CharField()
    name = serializers.CharField()
    by = serializers.CharField(allow_null=True, help_text="Null for a change made outside the portal.")
    at = serializers.DateTimeField(allow_null=True)


class LaterEditsSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    results = LaterEditSerializer(many=True, help_text="The first 100.")


class UndoingSerializer(serializers.Serializer):
    """What an undo would do, and what stands in its way."""

    effects = UndoEffectSerializer(many=True)
    edits = LaterEditsSerializer()


class SameErrorSerializer(serializers.Serializer):
    """An error that several rows may have, each with its own cells."""

    error = serializers.CharField(help_text="Its key, by which its rows are left out and taken in again.")
    column = serializers.CharField()
    detail = serializers.CharField(help_text="As it is said of the first of its rows.")
    row = serializers.IntegerField(help_text="The number of that row.")
    in_error = serializers.IntegerField(help_text="Rows that have it and stand in the way of the import.")
    left_out = serializers.IntegerField(help_text="Rows that had it and are left out.")


class ErrorsSerializer(serializers.Serializer):
    results = SameErrorSerializer(many=True, help_text="The 20 that most rows have, the commonest first.")


class RowsInput(serializers.Serializer):
    """Rows of a file, by number, and by the error that they share."""

    rows = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=1_048_576), required=False)
    errors = serializers.ListField(child=serializers.CharField(max_length=32), required=False, help_text="Keys from `errors/`.")
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500, help_text="Why; kept in the history.")


class ImportInput(serializers.Serializer):
    """What an upload takes; an unknown field is an error, as in every write."""

    file = serializers.FileField(
        help_text="An ERIC site or trust sheet, ODS trust sites, a council's land assets, a brownfield register, surplus plots, or a list "
        "exported from the register: csv, xlsx, xls or ods."
    )
    year = serializers.CharField(
        required=False, allow_blank=True, help_text="The financial year, such as 2016-17, where the file's name does not say it."
    )
    organisation = serializers.UUIDField(required=False, help_text="For whom, where you act for more than one organisation.")
    mapping = MappingField(required=False, help_text="What the columns hold, as JSON; what is left out is told from the headings.")
