"""Shapes of the timeline."""

from rest_framework import serializers

from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Answering, Finish, Label, One, Part, PartDate, Row, Shape, Url, extend_schema_field

from ..models import Meeting, Milestone
from .boards import BoardBrief
from .briefs import AgreementBrief
from .dependencies import NamedBoard
from .milestones import SlipWorkingDays, working_days_between

_PLACE = {
    "earliest": {"type": "string", "format": "date"},
    "latest": {"type": "string", "format": "date"},
    "slack_working_days": {"type": "integer"},
    "critical": {"type": "boolean"},
    "no_meeting": {"type": "boolean"},
}


@extend_schema_field({"type": ["object", "null"], "required": list(_PLACE), "properties": _PLACE})
class InSchedule(Part):
    """What the schedule says of it; null where nothing waits for it and it for nothing, or it is reached."""

    def paths(self) -> list[str]:
        return ["id"]

    def finisher(self, answering: Answering) -> Finish:
        at, places = answering.at["id"], answering.asked["schedule"]
        return lambda row: places.get(row[at])


@extend_schema_field({"type": ["integer", "null"]})
class AgainstBaseline(Part):
    def paths(self) -> list[str]:
        return ["in_baseline", "falls"]

    def finisher(self, answering: Answering) -> Finish:
        then, falls = (answering.at[path] for path in self.paths())

        def moved(row: Row) -> int | None:
            return working_days_between(answering, row[then], row[falls])

        return moved


class TimelineRow(Shape):
    """A milestone with all its dates."""

    url = Url("milestones")
    strand_label = Label("strand", Milestone.Strand)
    agreement = One(AgreementBrief, "agreement")
    owner = One(OrganisationBrief, "owner")
    needs_board = One(BoardBrief, "needs_board")
    in_baseline = PartDate("in_baseline", help_text="When it was to fall in the baseline chosen; null where that does not hold it.")
    falls = PartDate("falls")
    reached = serializers.BooleanField()
    late = serializers.BooleanField(help_text="Not reached, and the last day that it may fall on is past.")
    slip_working_days = SlipWorkingDays(help_text="From plan to forecast, or to the day it was reached; null unless both are known to the day.")
    variance_working_days = AgainstBaseline(help_text="From the baseline to the date it keeps; null unless both are known to the day.")
    schedule = InSchedule()

    class Meta:
        model = Milestone
        fields = (
            "id",
            "ref",
            "url",
            "name",
            "strand",
            "strand_label",
            "agreement",
            "owner",
            "needs_board",
            "planned",
            "forecast",
            "actual",
            "falls",
            "in_baseline",
            "reached",
            "late",
            "slip_working_days",
            "variance_working_days",
            "schedule",
            "illustrative",
        )


class BaselineNamed(serializers.Serializer):
    id = serializers.UUIDField()
    ref = serializers.CharField()
    name = serializers.CharField()
    url = serializers.CharField()
    taken_on = serializers.DateField()
    illustrative = serializers.BooleanField()


class MeetingTick(serializers.Serializer):
    id = serializers.UUIDField()
    url = serializers.CharField()
    board = NamedBoard()
    held_on = serializers.DateField()
    status = serializers.ChoiceField(choices=Meeting.Status.choices)
    status_label = serializers.CharField()


class TimelineSerializer(serializers.Serializer):
    """One picture over agreements, pilots and estates. Rows are sorted by strand, then by the date they keep."""

    today = serializers.DateField()
    sentence = serializers.CharField()
    milestones = serializers.IntegerField(help_text="All that the filter leaves, on whatever page.")
    reached = serializers.IntegerField()
    late = serializers.IntegerField()
    critical = serializers.IntegerField(help_text="Without slack in the schedule, and something hangs on it or it on something.")
    later = serializers.IntegerField(help_text="Later than in the baseline, as far as both dates are known.")
    baseline = BaselineNamed(allow_null=True, help_text="Drawn beneath; the newest where none is asked for.")
    baselines = BaselineNamed(many=True, help_text="Those that `?baseline=` may name, newest first.")
    meetings = MeetingTick(many=True, help_text="Of the boards that must take something shown; without those cancelled.")
    count = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = TimelineRow(many=True)
