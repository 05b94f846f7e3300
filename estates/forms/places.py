"""The form of where a site is."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from devo_portal.core.forms import Radios, RecordForm, formfield_callback

from ..models import Site
from ..rules import grid
from ..rules.outlines import TEXT_LIMIT, read_outline

_WAYS = {"degrees": ("latitude", "longitude"), "grid": ("easting", "northing"), "reference": ("grid_reference",), "none": ()}


def _number(label: str, hint: str, unit: str) -> forms.FloatField:
    return forms.FloatField(
        label=label,
        required=False,
        help_text=hint,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 14}),
        error_messages={"invalid": f"Give the {label.lower()} as a number{unit}."},
    )


_DEGREES = {
    "Latitude": ("Degrees north (WGS84), such as 51.525047.", " of degrees, such as 51.525047"),
    "Longitude": ("Degrees east; west of Greenwich it is below 0, such as -0.042192.", " of degrees, such as -0.042192"),
}


def degrees(label: str) -> forms.FloatField:
    """A field for the latitude or the longitude."""
    return _number(label, *_DEGREES[label])


class PlaceForm(RecordForm):
    """A point, in the way that the editor chooses, and an outline. What is in the fields of another way is not read."""

    given_as = forms.ChoiceField(
        label="How do you give the point?",
        choices=[
            ("degrees", "Latitude and longitude"),
            ("grid", "Easting and northing"),
            ("reference", "Grid reference"),
            ("none", "No point: with an outline one is put inside it; without, the site leaves the map"),
        ],
        widget=Radios,
        initial="degrees",
        help_text="Fill in the boxes of the way that you choose; the others are not read.",
    )
    latitude = degrees("Latitude")
    longitude = degrees("Longitude")
    easting = _number("Easting", "Metres on the British National Grid, such as 535910.", " of metres, such as 535910")
    northing = _number("Northing", f"Metres, such as 182490. {grid.ACCURACY}", " of metres, such as 182490")
    grid_reference = forms.CharField(
        label="Grid reference",
        required=False,
        max_length=40,
        help_text="Such as TQ 359 825. The point is the middle of the square that it names: 1 km wide for TQ 35 82, 1 m for TQ 35910 82490.",
        widget=forms.TextInput(attrs={"size": 20}),
    )
    outline_file = forms.FileField(label="Outline, as a file", required=False, help_text="GeoJSON. It takes the place of the text below.")
    outline = forms.CharField(
        label="Outline, as text",
        required=False,
        help_text="GeoJSON: a Polygon or MultiPolygon in degrees, the longitude first. Empty it to take the outline away.",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    location_source = forms.CharField(
        label="Source of the place",
        required=False,
        max_length=200,
        help_text="Where the place comes from, such as a title plan or a postcode.",
        widget=forms.TextInput(),
    )

    class Meta:
        model = Site
        fields = ()
        formfield_callback = formfield_callback

    field_order = (*("given_as", "latitude", "longitude", "easting", "northing", "grid_reference"), "outline_file", "outline", "location_source")

    def clean_outline_file(self) -> Any:
        file = self.cleaned_data["outline_file"]
        if file and file.size > TEXT_LIMIT:
            raise ValidationError(f"The file may be {TEXT_LIMIT // 1000:,} kB at most: simplify the outline.")
        return read_outline(file.read()) if file else None

    def clean_outline(self) -> Any:
        text = self.cleaned_data["outline"].strip()
        return read_outline(text) if text else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        wanted = _WAYS.get(data.get("given_as", ""), ())
        unread = [name for names in _WAYS.values() for name in names if name not in wanted]
        for name in unread:  # what stands in a box that is not read cannot be wrong
            self.errors.pop(name, None)
        for name in wanted:
            if data.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, f"Enter the {name.replace('_', ' ')}.")
        file, outline = data.pop("outline_file", None), data.get("outline")
        point = {name: data.get(name) for name in wanted} if wanted else {"latitude": None}
        kept = {name: value for name, value in data.items() if name not in (*unread, *wanted, "given_as")}
        return {**kept, **point, "outline": file or outline}
