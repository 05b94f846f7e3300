"""Shapes of meetings, and what one takes in."""

from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.shapes import Label, May, One, Shape, Url

from ..models import Meeting
from .boards import BoardBrief
from .kept import KEPT
from .verbs import VerbInput


class MeetingBrief(Shape):
    url = Url("meetings")
    board = One(BoardBrief, "board")
    status_label = Label("status", Meeting.Status)

    class Meta:
        model = Meeting
        fields = ("id", "ref", "url", "board", "title", "held_on", "status", "status_label")


class MeetingSerializer(MeetingBrief):
    coming = serializers.BooleanField(help_text="Planned or called, and not before today.")
    may_edit = May(Permission.MEETING_RUN, "id")

    class Meta:
        model = Meeting
        fields = (
            "id",
            "ref",
            "url",
            "board",
            "title",
            "held_on",
            "starts_at",
            "ends_at",
            "place",
            "status",
            "status_label",
            "coming",
            "quorum",
            "note",
            *KEPT,
            "may_edit",
        )
        brief = ("title", "held_on", "status")


class MeetingInput(Input):
    class Meta:
        model = Meeting
        fields = ("board", "title", "held_on", "starts_at", "ends_at", "place", "quorum", "note", "source", "illustrative", "reason")


class CancelMeetingInput(VerbInput):
    class Meta:
        model = Meeting
        fields = ("reason",)
