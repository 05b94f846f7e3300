from django import forms

from devo_portal.core.forms import Radios, RecordForm, formfield_callback

from ..models import ConfidenceRating
from ..rules.confidence import SCALES, THREE


class ConfidenceForm(RecordForm):
    rating = forms.ChoiceField(
        choices=[
            (code, label if code in SCALES[THREE] else f"{label}, for days before 2021 only") for code, label in ConfidenceRating.Rating.choices
        ],
        widget=Radios,
        label="Rating",
        help_text="From 2021 the scale has three points: Green, Amber and Red.",
    )

    class Meta:
        model = ConfidenceRating
        fields = ("kind", "rating", "rated_on", "commentary", "source", "illustrative")
        widgets = {"kind": Radios}
        formfield_callback = formfield_callback
