"""What the API takes in: the shape of a body, checked for form. Rules are checked once, in the write."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from rest_framework import serializers

from .dates import parse_date, parse_said
from .fields import TEXT_LIMIT, TOO_LONG, PartialDateField


def misfits(serializer: Any, data: Any) -> dict[str, Any]:
    """What of a body no field can take: by name, and within a part or a list of parts the same again.

    An unknown field is an error: one misspelt and ignored would be taken for said. A text without a limit of its own
    has the general one.
    """
    if not isinstance(data, Mapping) or not isinstance(serializer, serializers.Serializer):
        return {}
    wrong: dict[str, Any] = {}
    for name, value in data.items():
        field = serializer.fields.get(name)
        if field is None:
            wrong[name] = ["There is no such field to write."]
        elif isinstance(field, serializers.ListSerializer | serializers.ListField):
            parts = [misfits(field.child, part) for part in value] if isinstance(value, list) else []
            if any(parts):
                wrong[name] = {str(place): part for place, part in enumerate(parts) if part}
        elif part := misfits(field, value):
            wrong[name] = part
        elif isinstance(value, str) and len(value) > TEXT_LIMIT and type(field) is serializers.CharField and field.max_length is None:
            wrong[name] = [TOO_LONG]
    return wrong


class Input(serializers.ModelSerializer):
    """What a write takes. Every model rule is checked once, in the write."""

    reason = serializers.CharField(required=False, allow_blank=True, max_length=500, help_text="Why; kept in the history.")

    def to_internal_value(self, data: Any) -> Any:
        given = super().to_internal_value(data)
        return given if self.partial else {**self._left_out(given), **given}

    def _left_out(self, given: Any) -> dict[str, Any]:
        """What a whole body (POST, PUT) says by leaving a field out: the value that a new record would have."""
        options: Any = self.Meta.model._meta  # type: ignore[attr-defined]  # DRF's Meta has no type
        columns = {str(name): options.get_field(name) for name in self.fields if name not in given and str(name) != "reason"}
        return {name: [] if column.many_to_many else column.get_default() for name, column in columns.items()}

    def get_fields(self) -> Any:
        fields = super().get_fields()
        unwritable = [name for name, field in fields.items() if field.read_only]
        if unwritable:  # DRF's way with a many-to-many that has a table of its own
            raise TypeError(f"{type(self).__name__} must declare {', '.join(unwritable)}: else what is sent would be ignored.")
        return fields

    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        if isinstance(model_field, PartialDateField):
            return PartialDateInput, {"required": not model_field.blank, "allow_null": model_field.null, "help_text": model_field.help_text}
        kind, kwargs = super().build_standard_field(field_name, model_field)
        kwargs.pop("validators", None)
        return kind, kwargs

    def build_relational_field(self, field_name: str, relation_info: Any) -> Any:
        kind, kwargs = super().build_relational_field(field_name, relation_info)
        kwargs.pop("validators", None)  # that of a one-to-one: its rule is the model's, and has a name there
        return kind, kwargs

    def get_unique_together_validators(self) -> list[Any]:
        return []

    def get_unique_for_date_validators(self) -> list[Any]:
        return []


class PartialDateInput(serializers.CharField):
    """`2017-11-16`, `2017-11`, `2017`, or the words; or as an answer has it: `{date, precision, text}`."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            if not isinstance(data, Mapping):
                return parse_date(super().to_internal_value(data))
            if unknown := data.keys() - {"date", "precision", "text"}:
                raise serializers.ValidationError(f"A date has no {', '.join(sorted(map(str, unknown)))}: it is date, precision and text.")
            return parse_said(data.get("date"), data.get("precision"))
        except ValidationError as error:
            raise serializers.ValidationError(error.messages) from None
