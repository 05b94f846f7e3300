"""The forms of sites."""

from django import forms

from devo_portal.core.forms import RecordForm, formfield_callback
from devo_portal.core.models import Area

from ..models import Site


class SiteForm(RecordForm):
    area = forms.ModelChoiceField(
        Area.objects.filter(kind=Area.Kind.AUTHORITY), label="Borough", required=False, empty_label="Not known, or outside London"
    )

    class Meta:
        model = Site
        fields = ("name", "type", "address", "postcode", "area", "sensitive", "source", "illustrative")
        formfield_callback = formfield_callback

    def clean_postcode(self) -> str:
        """As the Royal Mail writes it: N15 3TH."""
        text = "".join(self.cleaned_data["postcode"].upper().split())
        return f"{text[:-3]} {text[-3:]}" if len(text) > 4 else text
