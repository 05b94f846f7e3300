"""Model fields of our own."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import RegexValidator
from django.db import models

from .dates import PartialDate, parse_date

TEXT_LIMIT = 20_000  # characters, in a text that has no limit of its own
TOO_LONG = f"This text is too long: it may have {TEXT_LIMIT:,} characters at most. Put the rest into a document, as evidence."


class PartialDateFormField(forms.CharField):
    """One box that takes a date as it is said."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "max_length": 40})

    def to_python(self, value: Any) -> PartialDate | None:  # type: ignore[override]  # CharField says str
        text = super().to_python(value)
        return parse_date(text) if text else None

    def run_validators(self, value: Any) -> None:
        """`to_python` has read it; the length of its text is no rule."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return value.get("text", "")
        return str(value) if isinstance(value, PartialDate) else value


class PartialDateField(models.CharField):
    """`2017`, `2017-11` or `2017-11-16` in the database; a PartialDate in Python; null when not known."""

    if TYPE_CHECKING:
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs["db_collation"] = "C"
        super().__init__(*args, **kwargs)
        self.validators = [RegexValidator(r"^\d{4}(-\d{2}(-\d{2})?)?$")]

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"], kwargs["db_collation"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> PartialDate | None:
        return PartialDate.kept(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        if value in (None, "") or isinstance(value, PartialDate):
            return value or None
        return parse_date(value)

    def get_prep_value(self, value: Any) -> str | None:
        read = self.to_python(value)
        return read.date if read else None

    def run_validators(self, value: Any) -> None:
        super().run_validators(value.date if isinstance(value, PartialDate) else value)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def formfield(self, **kwargs: Any) -> Any:
        return PartialDateFormField(required=not self.blank, label=kwargs.get("label") or self.verbose_name.capitalize(), help_text=self.help_text)
