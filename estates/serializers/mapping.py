"""Shapes of how files name their columns."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from devo_portal.core.inputs import misfits
from devo_portal.core.policy import ALL, Permission, covers
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Answering, Finish, One, Part, Shape, Url

from ..models import ColumnMapping, Import
from .people import PersonBrief


@extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
class Columns(serializers.JSONField):
    """By the heading of a kind's field: the file's heading that holds it."""


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class Headings(serializers.JSONField):
    """The file's own headings."""


class ColumnMappingSerializer(Shape):
    url = Url("column-mappings")
    organisation = One(OrganisationBrief, "organisation")
    saved_by = One(PersonBrief, "saved_by")
    headings = Headings()
    columns = Columns()

    class Meta:
        model = ColumnMapping
        fields = (
            "id",
            "ref",
            "url",
            "organisation",
            "kind",
            "headings",
            "sheet",
            "header_row",
            "two_rows",
            "columns",
            "saved_by",
            "version",
            "updated_at",
        )


class ColumnMappingBrief(Shape):
    url = Url("column-mappings")
    saved_by = One(PersonBrief, "saved_by")

    class Meta:
        model = ColumnMapping
        fields = ("id", "ref", "url", "saved_by", "updated_at")


@extend_schema_field({"type": "boolean"})
class MayMap(Part):
    """May the reader say what the columns hold? Who uploaded the file, and those who may import for all, until it is confirmed."""

    _STATES = (Import.State.MAPPING, Import.State.CHECKED, Import.State.REFUSED)

    def paths(self) -> Sequence[str]:
        return ["organisation_id", "started_by_id", "state"]

    def finisher(self, answering: Answering) -> Finish:
        owner, starter, state = (answering.at[path] for path in self.paths())
        reached, me = answering.reach(Permission.ESTATES_IMPORT), answering.user.pk
        return lambda row: row[state] in self._STATES and covers(reached, row[owner]) and (reached == ALL or row[starter] == me)


class KindBrief(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()


class ColumnSerializer(serializers.Serializer):
    heading = serializers.CharField()
    samples = serializers.ListField(child=serializers.CharField(), help_text="The first three values that are not empty.")


class FieldSerializer(serializers.Serializer):
    heading = serializers.CharField()
    needed = serializers.BooleanField()
    help = serializers.CharField()
    column = serializers.CharField(help_text="The file's heading that holds it; empty where none does.")
    samples = serializers.ListField(child=serializers.CharField())


class ColumnsSerializer(serializers.Serializer):
    """What the columns of a file are taken to hold."""

    kind = serializers.CharField()
    kinds = KindBrief(many=True)
    sheet = serializers.CharField()
    sheets = serializers.ListField(child=serializers.CharField())
    header_row = serializers.IntegerField()
    two_rows = serializers.BooleanField(help_text="The row above holds the first words of the headings.")
    year = serializers.CharField()
    columns = ColumnSerializer(many=True)
    fields = FieldSerializer(many=True)
    message = serializers.CharField(help_text="Why the columns are to be matched.")


class MappingInput(serializers.Serializer):
    """What the columns of a file hold; what is left out is told from its headings."""

    kind = serializers.CharField(required=False, max_length=20)
    sheet = serializers.CharField(required=False, allow_blank=True, max_length=200)
    header_row = serializers.IntegerField(required=False, min_value=1, max_value=1_048_576)
    two_rows = serializers.BooleanField(required=False)
    columns = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=320), required=False)


class ColumnsInput(MappingInput):
    year = serializers.CharField(required=False, allow_blank=True, max_length=7)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500, help_text="Why; kept in the history.")


@extend_schema_field(MappingInput)
class MappingField(serializers.JSONField):
    """A mapping in a form's field, as JSON."""

    def to_internal_value(self, data: Any) -> Any:
        given = super().to_internal_value(data)
        inner = MappingInput(data=given)
        if wrong := misfits(inner, given):
            raise serializers.ValidationError(wrong)
        inner.is_valid(raise_exception=True)
        return inner.validated_data
