"""Shapes of series of meetings, and what one takes in."""

from django.db.models import QuerySet
from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.shapes import Label, Many, May, One, Shape, Url

from ..models import Meeting, MeetingSeries
from ..rules.series import WEEKDAYS
from .boards import BoardBrief
from .kept import KEPT
from .meetings import MeetingBrief
from .verbs import VerbInput


class SeriesSerializer(Shape):
    url = Url("meeting-series")
    board = One(BoardBrief, "board")
    every_label = Label("every", MeetingSeries.Every)
    planned = serializers.IntegerField(help_text="Its meetings, without those cancelled.")
    coming = serializers.IntegerField(help_text="Of these, those still to come.")
    next_on = serializers.DateField(allow_null=True, help_text="The day of the next.")
    may_edit = May(Permission.MEETING_RUN, "id")

    class Meta:
        model = MeetingSeries
        fields = (
            "id",
            "ref",
            "url",
            "board",
            "name",
            "every",
            "every_label",
            "first_on",
            "until",
            "starts_at",
            "ends_at",
            "place",
            "planned",
            "coming",
            "next_on",
            *KEPT,
            "may_edit",
        )
        brief = ("board", "first_on", "until")


def _in_order(user: object) -> QuerySet[Meeting]:
    return Meeting.objects.order_by("held_on", "starts_at", "id")


class SeriesDetail(SeriesSerializer):
    meetings = Many(MeetingBrief, _in_order, by="series_id")

    class Meta(SeriesSerializer.Meta):
        fields = (*SeriesSerializer.Meta.fields, "meetings")


class SeriesInput(Input):
    class Meta:
        model = MeetingSeries
        fields = ("board", "name", "every", "first_on", "until", "starts_at", "ends_at", "place", "source", "illustrative", "reason")


class SeriesChange(VerbInput):
    """What may be changed of a series; its meetings to come change with it."""

    weekday = serializers.ChoiceField([(day, day.capitalize()) for day in WEEKDAYS], required=False, help_text="Another day of the week.")

    class Meta:
        model = MeetingSeries
        fields = ("name", "weekday", "starts_at", "ends_at", "place", "reason")


class ExtendSeriesInput(VerbInput):
    class Meta:
        model = MeetingSeries
        fields = ("until", "reason")


class CancelSeriesInput(VerbInput):
    class Meta:
        model = MeetingSeries
        fields = ("reason",)
