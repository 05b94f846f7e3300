"""Shapes of meetings, and what one takes in."""

from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.shapes import Answering, Finish, Label, May, One, Part, Row, Shape, Url, extend_schema_field

from ..models import Meeting
from ..rules.meetings import standing
from ..rules.quorum import Quorum
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


@extend_schema_field({"type": "string"})
class Standing(Part):
    """How the meeting stands, as a sentence."""

    def paths(self) -> tuple[str, ...]:
        return ("status", "item_count", "decision_count", "quorum", "there", "withdrew", "minutes_status")

    def finisher(self, answering: Answering) -> Finish:
        places = [answering.at[path] for path in self.paths()]
        labels = {code: str(label) for code, label in Meeting.Status.choices}

        def said(row: Row) -> str:
            status, items, for_decision, needed, there, withdrew, minutes = (row[place] for place in places)
            return standing(status, labels[status], items, for_decision, Quorum(needed, there, withdrew), minutes)

        return said


class MeetingSerializer(MeetingBrief):
    standing = Standing()
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
            "standing",
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


class MeetingVerbInput(VerbInput):
    class Meta:
        model = Meeting
        fields = ("reason",)
