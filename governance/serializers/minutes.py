"""Shapes of minutes, and what their verbs take in."""

from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.shapes import Label, May, One, Shape, Url

from ..models import AgendaItem, Meeting, Minutes
from .meetings import MeetingBrief
from .verbs import VerbInput


class MinutesBrief(Shape):
    url = Url("minutes")
    status_label = Label("status", Minutes.Status)

    class Meta:
        model = Minutes
        fields = ("id", "ref", "url", "number", "status", "status_label", "corrects", "circulated_on", "agreed_on", "sha256", "version")


class MinutesSerializer(MinutesBrief):
    meeting = One(MeetingBrief, "meeting")
    agreed_at = One(MeetingBrief, "agreed_at")
    may_edit = May(Permission.MEETING_RUN, "id")

    class Meta:
        model = Minutes
        fields = (
            "id",
            "ref",
            "url",
            "meeting",
            "number",
            "status",
            "status_label",
            "corrects",
            "circulated_on",
            "agreed_on",
            "agreed_at",
            "sha256",
            "version",
            "updated_at",
            "may_edit",
        )
        brief = ("number", "status")


class MinutesDetail(MinutesSerializer):
    document = serializers.CharField(help_text="The whole of it as JSON, of which `sha256` is the hash (UTF-8). Empty while a draft.")

    class Meta(MinutesSerializer.Meta):
        fields = (*MinutesSerializer.Meta.fields, "document")


class MinutesInput(Input):
    class Meta:
        model = Minutes
        fields = ("meeting", "corrects", "reason")


class CirculateInput(VerbInput):
    on = serializers.DateField(required=False, help_text="The day; today where it is left out.")

    class Meta:
        model = Minutes
        fields = ("on", "reason")


class AgreeInput(VerbInput):
    agreed_at = serializers.PrimaryKeyRelatedField(queryset=Meeting.objects.all(), required=False, help_text="The later meeting that agreed them.")
    on = serializers.DateField(required=False, help_text="The day, where no meeting is named.")

    class Meta:
        model = Minutes
        fields = ("agreed_at", "on", "reason")


class MinuteRow(serializers.Serializer):
    item = serializers.PrimaryKeyRelatedField(queryset=AgendaItem.objects.all())
    minute = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField(help_text="The version of the item that was read.")


class WriteUpInput(VerbInput):
    rows = MinuteRow(many=True, allow_empty=False)

    class Meta:
        model = Meeting
        fields = ("rows", "reason")
