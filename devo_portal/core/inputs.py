"""What the API takes in: the shape of a body, checked for form. Rules are checked once, in the write."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from rest_framework import serializers

from .dates import parse_date
from .fields import PartialDateField


class Input(serializers.ModelSerializer):
    """What a write takes. Every model rule is checked once, in the write; an unknown field is an error."""

    reason = serializers.CharField(required=False, allow_blank=True, max_length=500, help_text="Why; kept in the history.")

    def to_internal_value(self, data: Any) -> Any:
        unknown = {name: ["There is no such field to write."] for name in data if name not in self.fields}
        if unknown:
            raise serializers.ValidationError(unknown)
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

    def get_unique_together_validators(self) -> list[Any]:
        return []

    def get_unique_for_date_validators(self) -> list[Any]:
        return []


class PartialDateInput(serializers.CharField):
    """`2017-11-16`, `2017-11`, `2017`, or the words."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            return parse_date(data["date"] if isinstance(data, Mapping) and "date" in data else super().to_internal_value(data))
        except ValidationError as error:
            raise serializers.ValidationError(error.messages) from None
