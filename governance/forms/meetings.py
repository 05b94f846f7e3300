from devo_portal.core.forms import RecordForm, formfield_callback

from ..models import Meeting


class MeetingForm(RecordForm):
    class Meta:
        model = Meeting
        fields = ("board", "title", "held_on", "starts_at", "ends_at", "place", "quorum", "note", "source", "illustrative")
        formfield_callback = formfield_callback


class CancelMeetingForm(RecordForm):
    class Meta:
        model = Meeting
        fields = ()
