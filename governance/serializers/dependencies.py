"""Shapes of dependencies and statutory windows, and what each takes in."""

from typing import Any

from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.shapes import Answering, Finish, Many, May, One, Part, PartDate, Row, Shape, Url, extend_schema_field

from ..models import Dependency, Milestone, StatutoryWindow
from .baselines import MilestoneDetail as WithBaselines
from .kept import KEPT

_ABOUT = {name: {"type": "string"} for name in ("kind", "id", "ref", "name", "url")}


class MilestoneBrief(Shape):
    url = Url("milestones")
    falls = PartDate("falls")

    class Meta:
        model = Milestone
        fields = ("id", "ref", "name", "url", "falls")


@extend_schema_field({"type": "object", "required": list(_ABOUT), "properties": _ABOUT})
class BeforePart(Part):
    """What is waited for, of whatever kind: `{kind, id, ref, name, url}`."""

    KINDS = (
        ("milestone", "before_milestone", ("name",), "/api/v1/milestones/"),
        ("clearance", "before_clearance", ("holder",), "/api/v1/clearances/"),
        ("window", "before_window", ("name",), "/api/v1/statutory-windows/"),
        ("meeting", "before_meeting", ("board__name", "held_on", "title"), "/api/v1/meetings/"),
    )

    def paths(self) -> list[str]:
        return [path for _, through, named, _ in self.KINDS for path in (f"{through}_id", *(f"{through}__{each}" for each in ("ref", *named)))]

    def finisher(self, answering: Answering) -> Finish:
        at = answering.at
        kinds = [
            (at[f"{through}_id"], at[f"{through}__ref"], [at[f"{through}__{each}"] for each in named], kind, url)
            for kind, through, named, url in self.KINDS
        ]

        def before(row: Row) -> dict[str, Any]:
            pk, ref, named, kind, url = next(each for each in kinds if row[each[0]] is not None)
            said = self.said(kind, *(row[each] for each in named))
            return {"kind": kind, "id": row[pk], "ref": row[ref], "name": said, "url": f"{url}{row[pk]}/"}

        return before

    @staticmethod
    def said(kind: str, name: str, held_on: Any = None, title: str | None = "") -> str:
        if kind == "clearance":
            return f"{name}: clearance"
        return f"{title or name}, {held_on.day} {held_on:%B %Y}" if kind == "meeting" else name


class DependencySerializer(Shape):
    url = Url("dependencies")
    before = BeforePart()
    after = One(MilestoneBrief, "after")
    may_edit = May(Permission.SCHEDULE_EDIT, "id")

    class Meta:
        model = Dependency
        fields = ("id", "ref", "url", "before", "after", "lag_working_days", "note", *KEPT, "may_edit")
        brief = ("before", "after")


class DependencyInput(Input):
    class Meta:
        model = Dependency
        fields = (*(f"before_{kind}" for kind in Dependency.BEFORE), "after", "lag_working_days", "note", "source", "illustrative", "reason")


class WindowSerializer(Shape):
    url = Url("statutory-windows")
    follows = One(MilestoneBrief, "follows")
    may_edit = May(Permission.SCHEDULE_EDIT, "id")

    class Meta:
        model = StatutoryWindow
        fields = ("id", "ref", "url", "name", "working_days", "starts_on", "follows", "note", *KEPT, "may_edit")
        brief = ("working_days",)


class WindowInput(Input):
    class Meta:
        model = StatutoryWindow
        fields = ("name", "working_days", "starts_on", "follows", "note", "source", "illustrative", "reason")


class MilestoneDetail(WithBaselines):
    """A milestone with its baselines and its place in the schedule."""

    waits_for = Many(DependencySerializer, lambda user: Dependency.objects.order_by("id"), by="after_id")
    moves = Many(DependencySerializer, lambda user: Dependency.objects.order_by("after__name"), by="before_milestone_id")

    class Meta(WithBaselines.Meta):
        fields = (*WithBaselines.Meta.fields, "waits_for", "moves")


class NamedBoard(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    short_name = serializers.CharField()


class WithoutMeeting(serializers.Serializer):
    """What needs a meeting of a board that has none planned."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    name = serializers.CharField()
    board = NamedBoard()
    ready = serializers.DateField(help_text="From when it could fall.")
    sentence = serializers.CharField()


class OwnerBrief(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()


class NodeSerializer(serializers.Serializer):
    """Something that falls on a day in the schedule. Days are the earliest possible and the last that moves no end."""

    kind = serializers.ChoiceField(choices=["milestone", "clearance", "window", "meeting"])
    kind_label = serializers.CharField()
    id = serializers.UUIDField()
    ref = serializers.CharField()
    name = serializers.CharField()
    url = serializers.CharField()
    strand = serializers.CharField(help_text="Of a milestone; else empty.")
    strand_label = serializers.CharField()
    owner = OwnerBrief(allow_null=True)
    board = NamedBoard(allow_null=True, help_text="Of a meeting, its board; of a milestone, the board on whose meeting it falls.")
    stands = serializers.BooleanField(help_text="Reached, given, held, or running by itself: it does not move.")
    falls = serializers.JSONField(allow_null=True, help_text="The date that a milestone keeps, as {date, precision, text}.")
    earliest = serializers.DateField(help_text="Of a date known to the month, from its first day.")
    latest = serializers.DateField(help_text="The last working day on which it moves no end of its network.")
    slack_working_days = serializers.IntegerField()
    critical = serializers.BooleanField(help_text="Not there yet and without slack, in a network of more than itself.")
    no_meeting = serializers.BooleanField(help_text="It needs a meeting of its board, and none is planned; it falls as it would without.")
    meeting_wait_working_days = serializers.IntegerField(help_text="From when it could fall to the meeting on which it does.")
    network = serializers.IntegerField(help_text="Alike for all that dependencies hold together.")
    waits_for = serializers.ListField(child=serializers.DictField(), help_text="[{id, name, lag_working_days, sets_the_day}]")
    without = serializers.DateField(help_text="The earliest day without the question's `what_if`.")
    moved_working_days = serializers.IntegerField(help_text="From `without` to `earliest`.")


class HoldSerializer(serializers.Serializer):
    """What holds up the end of a network, and what one more week of it moves."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    name = serializers.CharField()
    who = serializers.CharField(help_text="Whose decision, meeting or clearance it is; empty where nobody owns it.")
    board = NamedBoard(allow_null=True, help_text="Where it is a meeting, or falls on one.")
    sentence = serializers.CharField()
    moves = serializers.IntegerField(help_text="Milestones that one more week of it moves.")
    last = serializers.DictField(allow_null=True, help_text="{id, name, from, to} of the last that it moves.")
    path = serializers.ListField(child=serializers.DictField(), help_text="The critical path from it to the end: [{id, kind, name, earliest}].")


class ScheduleSerializer(serializers.Serializer):
    on = serializers.DateField(help_text="The day as of which it is computed.")
    sentence = serializers.CharField()
    holds = HoldSerializer(many=True)
    without_meeting = WithoutMeeting(many=True)
    what_if = serializers.ListField(child=serializers.DictField(), help_text="[{id, name, working_days, moves}]: computed, not saved.")
    critical = serializers.IntegerField()
    unlinked = serializers.IntegerField(help_text="Milestones that no dependency touches; they are not listed.")
    count = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = NodeSerializer(many=True)
