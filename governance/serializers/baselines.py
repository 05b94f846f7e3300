"""Shapes of baselines and of what moved against them, and what one takes in."""

from typing import Any

from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.shapes import Answering, Finish, Label, Many, One, Part, PartDate, Row, Shape, Url, extend_schema_field

from ..models import Baseline, BaselineEntry, Milestone
from ..models.baselines import Moved, against_now
from .decisions import DecisionBrief
from .kept import KEPT
from .milestones import MilestoneSerializer, working_days_between


class BaselineBrief(Shape):
    url = Url("baselines")

    class Meta:
        model = Baseline
        fields = ("id", "ref", "name", "taken_on", "url")


class BaselineSerializer(Shape):
    url = Url("baselines")
    decision = One(DecisionBrief, "decision")
    milestones = serializers.IntegerField(help_text="How many it holds.")
    later = serializers.IntegerField(help_text="Of these, later now than in the baseline.")
    earlier = serializers.IntegerField()
    gone = serializers.IntegerField(help_text="Of these, removed since.")
    added = serializers.IntegerField(help_text="Milestones of today that it does not hold.")

    class Meta:
        model = Baseline
        fields = ("id", "ref", "url", "name", "taken_on", "decision", "milestones", "later", "earlier", "gone", "added", "note", *KEPT)
        brief = ("taken_on",)


class BaselineInput(Input):
    class Meta:
        model = Baseline
        fields = ("name", "decision", "note", "source", "illustrative", "reason")


@extend_schema_field({"type": ["integer", "null"]})
class Variance(Part):
    """Days from the baseline's date to that of now; null unless both are known to the day."""

    def __init__(self, *, working: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.working = working

    def paths(self) -> tuple[str, ...]:
        return ("falls", "milestone__falls")

    def finisher(self, answering: Answering) -> Finish:
        then, now, working = answering.at["falls"], answering.at["milestone__falls"], self.working

        def variance(row: Row) -> int | None:
            one, other = row[then], row[now]
            if working:
                return working_days_between(answering, one, other)
            return (other.first - one.first).days if one and other and {one.precision, other.precision} == {"day"} else None

        return variance


class NowSerializer(Shape):
    """A milestone as it stands now."""

    url = Url("milestones")
    falls = PartDate("falls")
    reached = serializers.BooleanField()

    class Meta:
        model = Milestone
        fields = ("id", "ref", "url", "name", "planned", "forecast", "actual", "falls", "reached")


@extend_schema_field({"oneOf": [{"type": "object", "additionalProperties": True}, {"type": "null"}]})
class Now(One):
    """The milestone of an entry, or null where it is gone: its id is kept then, and nothing else is there."""

    def finisher(self, answering: Answering) -> Finish:
        build, name = super().finisher(answering), answering.at[f"{self.through}__name"]
        return lambda row: None if row[name] is None else build(row)


class VarianceSerializer(Shape):
    url = Url("variances")
    baseline = One(BaselineBrief, "baseline")
    milestone = serializers.UUIDField(source="milestone_id", help_text="Its id, kept where the milestone is gone.")
    milestone_ref = serializers.CharField(source="ref")
    name = serializers.CharField(help_text="As it was in the baseline.")
    strand_label = Label("strand", Milestone.Strand)
    falls = PartDate("falls", help_text="Where it fell in the baseline.")
    now = Now(NowSerializer, "milestone")
    moved = serializers.ChoiceField(choices=Moved.choices)
    moved_label = Label("moved", Moved)
    variance_days = Variance(working=False, help_text="Days from the baseline to now; null unless both are known to the day.")
    variance_working_days = Variance(working=True, help_text="The same in working days.")

    class Meta:
        model = BaselineEntry
        fields = (
            "id",
            "url",
            "baseline",
            "milestone",
            "milestone_ref",
            "name",
            "strand",
            "strand_label",
            "planned",
            "forecast",
            "actual",
            "falls",
            "now",
            "moved",
            "moved_label",
            "variance_days",
            "variance_working_days",
        )
        brief = ("moved", "falls")


class VarianceInMilestone(Shape):
    """A milestone against one baseline."""

    url = Url("variances")
    baseline = One(BaselineBrief, "baseline")
    falls = PartDate("falls")
    moved = serializers.ChoiceField(choices=Moved.choices)
    moved_label = Label("moved", Moved)
    variance_days = Variance(working=False)
    variance_working_days = Variance(working=True)

    class Meta:
        model = BaselineEntry
        fields = ("id", "url", "baseline", "falls", "moved", "moved_label", "variance_days", "variance_working_days")


class MilestoneDetail(MilestoneSerializer):
    baselines = Many(
        VarianceInMilestone, lambda user: against_now(BaselineEntry.objects.order_by("-baseline__taken_on", "-baseline_id")), by="milestone_id"
    )

    class Meta(MilestoneSerializer.Meta):
        fields = (*MilestoneSerializer.Meta.fields, "baselines")


class MilestoneChange(serializers.Serializer):
    field = serializers.CharField()
    label = serializers.CharField()
    before = serializers.JSONField()
    after = serializers.JSONField()


class MilestoneCompared(serializers.Serializer):
    id = serializers.UUIDField()
    ref = serializers.CharField()
    name = serializers.CharField()
    url = serializers.CharField(allow_null=True, help_text="Null where it is removed by now.")
    falls = serializers.JSONField(help_text="At the later instant; of one that was removed, at the earlier.")
    changes = MilestoneChange(many=True)


class MilestonesCompared(serializers.Serializer):
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    added = MilestoneCompared(many=True)
    removed = MilestoneCompared(many=True)
    changed = MilestoneCompared(many=True)
    same = serializers.IntegerField()
