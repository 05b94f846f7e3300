"""The forms of imports."""

from django import forms
from django.core.exceptions import ValidationError

from devo_portal.core.forms import RecordForm, formfield_callback
from devo_portal.core.models import Organisation

from ..eric.reading import year_of
from ..models import Import


class ImportForm(RecordForm):
    file = forms.FileField(
        label="File",
        help_text="The site sheet of an Estates Returns Information Collection (ERIC) return, or one of the register’s own lists: "
        "as a spreadsheet (xlsx, xls, ods) or CSV.",
    )
    year = forms.CharField(
        label="Financial year",
        required=False,
        max_length=7,
        help_text="Such as 2016-17. Leave it empty where the file’s name says the year.",
        widget=forms.TextInput(attrs={"size": 10}),
    )
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="Import for", required=True)

    class Meta:
        model = Import
        fields = ("organisation",)
        formfield_callback = formfield_callback

    field_order = ("file", "year", "organisation")

    def clean_year(self) -> str:
        year = self.cleaned_data["year"]
        if year:
            try:
                year_of("", year)
            except ValidationError as error:
                raise ValidationError(error.messages) from None
        return year


class UndoForm(RecordForm):
    class Meta:
        model = Import
        fields = ()
