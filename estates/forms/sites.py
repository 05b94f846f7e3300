"""The forms of sites."""

from django import forms

from devo_portal.core.forms import RecordForm, formfield_callback
from devo_portal.core.models import Area

from ..models import Site


class TakesPostcode:
    """A form with a postcode, however it was typed."""

    def clean_postcode(self) -> str:
        """As the Royal Mail writes it: N15 3TH."""
        text = "".join(self.cleaned_data["postcode"].upper().split())  # type: ignore[attr-defined]  # the form beside which this stands has it
        return f"{text[:-3]} {text[-3:]}" if len(text) > 4 else text


class SiteForm(TakesPostcode, RecordForm):
    area = forms.ModelChoiceField(
        Area.objects.filter(kind=Area.Kind.AUTHORITY), label="Borough", required=False, empty_label="Not known, or outside London"
    )

    class Meta:
        model = Site
        fields = ("name", "type", "address", "postcode", "area", "sensitive", "source", "illustrative")
        formfield_callback = formfield_callback
