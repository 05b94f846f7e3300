"""The forms of changing many sites at once."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from devo_portal.core.forms import Checkboxes, Radios, RecordForm, formfield_callback
from devo_portal.core.models import Area

from ..models import Site
from ..rules.bulk import FIELDS
from .pointed import pointed
from .sites import TakesPostcode

_SAID = {"sensitive": "whether they are sensitive", "illustrative": "whether they are illustrative"}
_YES_NO = [("true", "Yes"), ("false", "No")]


class BulkForm(TakesPostcode, RecordForm):
    """Which fields to set, and to what. A field that is not chosen is left out of `values`, whatever stands in its box."""

    setting = forms.MultipleChoiceField(choices=list(FIELDS.items()), label="What to set", widget=Checkboxes)
    area = forms.ModelChoiceField(
        Area.objects.filter(kind=Area.Kind.AUTHORITY), label="Borough", required=False, empty_label="Not known, or outside London"
    )
    sensitive = forms.ChoiceField(choices=_YES_NO, widget=Radios, required=False, label="Sensitive")
    illustrative = forms.ChoiceField(choices=_YES_NO, widget=Radios, required=False, label="Illustrative")
    reason = forms.CharField(
        max_length=500, label="Reason for the change", help_text="Kept in the history of each site, beside your name.", widget=forms.TextInput
    )

    class Meta:
        model = Site
        fields = ("type", "area", "address", "postcode", "source")
        formfield_callback = formfield_callback

    field_order = ("setting", *FIELDS, "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]  # each site has its own
        for name in FIELDS:
            self.fields[name].required, self.fields[name].needed = False, True  # type: ignore[attr-defined]  # once its box is ticked
        self.fields["type"].choices = [("", "Choose"), *Site.Type.choices]  # type: ignore[attr-defined]
        self.fields["type"].initial = ""
        self.fields["setting"].error_messages["required"] = "Choose at least one field to set, by the box before it."
        self.fields["sensitive"].help_text = Site._meta.get_field("sensitive").help_text
        self.fields["illustrative"].help_text = Site._meta.get_field("illustrative").help_text

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        values = {}
        for name in given.get("setting") or ():
            if name in self.errors:
                continue
            value = given[name]
            if name in ("sensitive", "illustrative"):
                value = {"true": True, "false": False}.get(value)
            if (value is None and name != "area") or (value == "" and name == "type"):
                self.add_error(name, ValidationError(f"Choose what to set as {FIELDS[name].lower()}."))
            values[name] = value
        given["values"] = values
        return given

    def refuse(self, error: ValidationError) -> None:
        super().refuse(pointed(error, lambda path: path.rpartition("/")[2]))

    @property
    def offered(self) -> list[dict[str, Any]]:
        """For the page: each field with its box, and whether that is ticked."""
        ticked = self["setting"].value() or ()

        def offer(name: str) -> dict[str, Any]:
            said = _SAID.get(name, FIELDS[name].lower())
            return {"name": name, "label": said, "ticked": name in ticked or bool(self[name].errors), "field": self[name]}

        return [offer(name) for name in FIELDS]


class UndoBulkForm(RecordForm):
    class Meta:
        model = Site
        fields = ()
