"""Forms that GOV.UK Frontend draws. They read what was typed; services decide."""

import contextlib
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms.renderers import TemplatesSetting
from django.utils.functional import lazy

from .dates import parse_day
from .fields import TEXT_LIMIT, TOO_LONG

EMPTY = "---------"  # Django's word for no choice


class PortalRenderer(TemplatesSetting):
    """One template draws every field of every form, sign-in included."""

    form_template_name = "fields/form.html"
    field_template_name = "fields/field.html"


class Radios(forms.RadioSelect):
    template_name = "fields/choices.html"


class Checkboxes(forms.CheckboxSelectMultiple):
    template_name = "fields/choices.html"


class Checkbox(forms.CheckboxInput):
    template_name = "fields/checkbox.html"


class DayField(forms.DateField):
    """One box for a day, written as people write days. Says which day is not in the calendar."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if isinstance(value, str):
            return parse_day(value)
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.day} {value:%B %Y}" if hasattr(value, "day") else value


class NamesRules:
    """A form that says which rule of the domain was broken, as the API's problem type does."""

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, naming_rules(error))  # type: ignore[misc]  # the form beside which this class stands has it


def naming_rules(error: Any) -> Any:
    """The same error, with “(Rule: clearance open.)” behind each message whose code is a rule's name."""
    error = error if isinstance(error, ValidationError) else ValidationError(error)
    if hasattr(error, "error_dict"):
        return ValidationError({name: [naming_rules(each) for each in errors] for name, errors in error.error_dict.items()})
    named = [
        ValidationError(f"{' '.join(each.messages)} (Rule: {each.code.replace('-', ' ')}.)") if "-" in (each.code or "") else each
        for each in error.error_list
    ]
    return ValidationError(named)


class RecordForm(NamesRules, forms.ModelForm):
    """A form over a record's fields, with the version that its reader saw and the reason for the change.

    It takes labels, hints and types from the model but validates and saves nothing: the service does, once.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        max_length=500, required=False, label="Reason for the change", help_text="Kept in the history, beside your name.", widget=forms.TextInput
    )

    reason_needed: ClassVar[bool] = False  # the service refuses without one, in words of its own

    def __init__(self, *args: Any, creating: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if creating:
            del self.fields["version"], self.fields["reason"]
        if self.reason_needed and (reason := self.fields.get("reason")):
            reason.needed = True  # type: ignore[attr-defined]  # for the label, which else says “(optional)”
        for name, field in self.fields.items():
            if type(field) is forms.CharField and field.max_length is None:
                field.validators.append(MaxLengthValidator(TEXT_LIMIT, TOO_LONG))  # and no maxlength, by which browsers cut off what is pasted
            say_what_is_missing(field, str(field.label or name.replace("_", " ")))

    def _post_clean(self) -> None:
        """Django's model form would build and validate an instance here."""

    def refuse(self, error: ValidationError) -> None:
        """Put a service's refusal beside its fields; what belongs to no field of this form stands on top."""
        for field, errors in (error.error_dict if hasattr(error, "error_dict") else {None: error.error_list}).items():
            with contextlib.suppress(KeyError):
                self.add_error(field if field in self.fields else None, errors)


def say_what_is_missing(field: Any, label: str) -> None:
    """“Enter name” and “Choose theme” in place of “This field is required”; “Choose” in place of a row of dashes."""
    chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
    name = label if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]}"
    field.error_messages["required"] = f"{'Choose' if chosen else 'Enter'} {name}."
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == EMPTY:
            field.empty_label = "Choose" if field.required else "None"
        return
    if chosen:
        field.error_messages["invalid_choice"] = lazy(_not_offered, str)(field)
    if chosen and isinstance(field.widget, forms.Select):
        offered: Any = field.choices
        field.choices = [(code, ("Choose" if field.required else "None") if name == EMPTY else name) for code, name in offered]


MOST_TOLD = 12  # choices that a message lists


def choices_told(labels: Sequence[str]) -> str:
    """“one of: A, B or C”; of more than a reader would read, “one such as A”."""
    if len(labels) > MOST_TOLD:
        return f"one such as “{labels[0]}”"
    return f"one of: {', '.join(labels[:-1])} or {labels[-1]}" if len(labels) > 1 else "".join(f"“{label}”" for label in labels) or "nothing"


def _not_offered(field: forms.ChoiceField) -> str:
    """What a field says of a choice that is none; asked when it is said, for pages settle what is offered."""
    offered: Any = field.choices
    labels = [str(name) for code, name in offered if code not in (None, "") and not isinstance(name, list | tuple)]
    return f"“%(value)s” is not offered; choose {choices_told(labels).replace('%', '%%')}."


def formfield_callback(field: Any, **kwargs: Any) -> Any:
    """The field for a model's field, with GOV.UK's widgets."""
    from django.db import models

    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return DayField(required=not field.blank, label=_capital(field.verbose_name), help_text=field.help_text or "Such as 16 November 2017.")
    if isinstance(field, models.BooleanField):
        return forms.BooleanField(required=False, label=_capital(field.verbose_name), help_text=field.help_text, widget=Checkbox)
    made = field.formfield(**kwargs)
    if isinstance(field, models.TextField) and made:
        made.widget.attrs["rows"] = 4
    return made


def _capital(text: Any) -> str:
    return str(text)[:1].upper() + str(text)[1:]
