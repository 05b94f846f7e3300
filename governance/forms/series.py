from django import forms

from devo_portal.core.forms import DayField, Radios, RecordForm, formfield_callback

from ..models import MeetingSeries
from ..rules.series import WEEKDAYS


class SeriesForm(RecordForm):
    class Meta:
        model = MeetingSeries
        fields = ("board", "name", "every", "first_on", "until", "starts_at", "ends_at", "place", "source", "illustrative")
        widgets = {"every": Radios}
        formfield_callback = formfield_callback


class EditSeriesForm(RecordForm):
    weekday = forms.ChoiceField(
        choices=[("", "As it is"), *((day, day.capitalize()) for day in WEEKDAYS)],
        required=False,
        label="Day of the week",
        help_text="Meetings to come that keep to the series move to this day; those that were moved by themselves stay.",
    )

    field_order = ("name", "weekday", "starts_at", "ends_at", "place", "reason")

    class Meta:
        model = MeetingSeries
        fields = ("name", "starts_at", "ends_at", "place")
        formfield_callback = formfield_callback


class ExtendSeriesForm(RecordForm):
    until = DayField(label="Until", help_text="The last possible day, such as 31 December 2018.")

    field_order = ("until", "reason")

    class Meta:
        model = MeetingSeries
        fields = ()


class CancelSeriesForm(RecordForm):
    class Meta:
        model = MeetingSeries
        fields = ()
