"""The forms of columns and near matches. Their fields depend on the file: pages add them."""

from django import forms

from devo_portal.core.forms import RecordForm

from ..models import Import
from ..rules.likeness import RULES


class ColumnsForm(RecordForm):
    kind = forms.CharField(widget=forms.HiddenInput, max_length=20)
    sheet = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    header_row = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    two_rows = forms.BooleanField(widget=forms.HiddenInput, required=False)
    year = forms.CharField(
        label="Financial year",
        required=False,
        max_length=7,
        help_text="Such as 2016-17; only for returns.",
        widget=forms.TextInput(attrs={"size": 10}),
    )

    class Meta:
        model = Import
        fields = ()

    def offer(self, name: str, heading: str, *, needed: bool, help_text: str, columns: list[str]) -> None:
        """A field of the kind, with the file's columns to choose from."""
        choices = [("", "Choose" if needed else "No column of the file"), *((each, each) for each in columns)]
        self.fields[name] = forms.ChoiceField(label=heading, choices=choices, required=needed, help_text=help_text)
        self.fields[name].error_messages["required"] = f"Say which column holds {heading}."


class MatchesForm(RecordForm):
    rules = forms.MultipleChoiceField(choices=list(RULES.items()), required=False)

    class Meta:
        model = Import
        fields = ()

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """A row of the file, with what it may be."""
        self.fields[name] = forms.ChoiceField(choices=[("", "Not decided"), *choices], required=False)
