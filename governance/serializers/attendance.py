"""Shapes of who was at a meeting, and what recording it takes in."""

from rest_framework import serializers

from devo_portal.core.policy import Permission
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Label, May, One, Shape, Url

from ..models import Attendance, BoardMember, Meeting
from .meetings import MeetingBrief
from .verbs import VerbInput


class SeatNamed(Shape):
    """A seat as the minutes name it."""

    organisation = One(OrganisationBrief, "organisation")
    capacity_label = Label("capacity", BoardMember.Capacity)

    class Meta:
        model = BoardMember
        fields = ("id", "ref", "post", "name", "organisation", "capacity", "capacity_label", "votes")


class AttendanceBrief(Shape):
    url = Url("attendance")
    member = One(SeatNamed, "member")
    state_label = Label("state", Attendance.State)

    class Meta:
        model = Attendance
        fields = ("id", "ref", "url", "member", "state", "state_label", "deputy", "version")


class AttendanceSerializer(AttendanceBrief):
    meeting = One(MeetingBrief, "meeting")
    may_edit = May(Permission.MEETING_RUN, "id")

    class Meta:
        model = Attendance
        fields = ("id", "ref", "url", "meeting", "member", "state", "state_label", "deputy", "version", "updated_at", "may_edit")
        brief = ("state",)


class AttendanceRow(serializers.Serializer):
    member = serializers.PrimaryKeyRelatedField(queryset=BoardMember.objects.all(), help_text="The seat, by its id.")
    state = serializers.ChoiceField(Attendance.State.choices)
    deputy = serializers.CharField(required=False, allow_blank=True, max_length=200, help_text="The post of the deputy, where one was sent.")
    version = serializers.IntegerField(required=False, help_text="The version of the row that was read; leave it out where there was none.")


class AttendanceInput(VerbInput):
    rows = AttendanceRow(many=True, allow_empty=False, help_text="One a seat; seats that are left out stay as they are.")

    class Meta:
        model = Meeting
        fields = ("rows", "reason")
