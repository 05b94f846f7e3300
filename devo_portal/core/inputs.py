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
        return super().to_internal_value(data)

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
