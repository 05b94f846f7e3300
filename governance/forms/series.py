from devo_portal.core.forms import DayField, Radios, RecordForm, formfield_callback

from ..models import MeetingSeries


class SeriesForm(RecordForm):
    class Meta:
        model = MeetingSeries
        fields = ("board", "name", "every", "first_on", "until", "starts_at", "ends_at", "place", "source", "illustrative")
        widgets = {"every": Radios}
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
