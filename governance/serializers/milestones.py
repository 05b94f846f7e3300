"""Shapes of milestones, and what one takes in."""

from rest_framework import serializers

from devo_portal.core.dates import PartialDate
from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Answering, Finish, Label, May, One, Part, PartDate, Row, Shape, Url, extend_schema_field

from ..models import Milestone, working_calendar
from ..rules.working_days import Calendar
from .boards import BoardBrief
from .briefs import AgreementBrief
from .kept import KEPT


@extend_schema_field({"type": ["integer", "null"]})
class SlipDays(Part):
    """Days from the plan to the forecast, or to the day it was reached; null unless both are known to the day."""

    def paths(self) -> tuple[str, ...]:
        return ("planned", "forecast", "actual")

    def finisher(self, answering: Answering) -> Finish:
        planned, forecast, actual = (answering.at[path] for path in self.paths())

        def slip(row: Row) -> int | None:
            one, other = row[planned], row[actual] or row[forecast]
            if not one or not other or {one.precision, other.precision} != {"day"}:
                return None
            return (other.first - one.first).days

        return slip


@extend_schema_field({"type": ["integer", "null"]})
class SlipWorkingDays(Part):
    """The same in working days."""

    def paths(self) -> tuple[str, ...]:
        return ("planned", "forecast", "actual")

    def finisher(self, answering: Answering) -> Finish:
        planned, forecast, actual = (answering.at[path] for path in self.paths())

        def slip(row: Row) -> int | None:
            return working_days_between(answering, row[planned], row[actual] or row[forecast])

        return slip


def working_days_between(answering: Answering, one: PartialDate | None, other: PartialDate | None) -> int | None:
    """From one date to another; null unless both are known to the day. The calendar is read once an answer, where a row needs it."""
    if not one or not other or {one.precision, other.precision} != {"day"}:
        return None
    return answering.once(kept_calendar).between(one.first, other.first)


def kept_calendar(answering: Answering) -> Calendar:
    return working_calendar()


class MilestoneSerializer(Shape):
    url = Url("milestones")
    strand_label = Label("strand", Milestone.Strand)
    agreement = One(AgreementBrief, "agreement")
    owner = One(OrganisationBrief, "owner")
    needs_board = One(BoardBrief, "needs_board")
    falls = PartDate("falls")
    reached = serializers.BooleanField()
    late = serializers.BooleanField(help_text="Not reached, and the last day that it may fall on is past.")
    slip_days = SlipDays(help_text="Days from plan to forecast, or to the day it was reached; null unless both are known to the day.")
    slip_working_days = SlipWorkingDays(help_text="The same without weekends and England's bank holidays.")
    may_edit = May(Permission.MILESTONE_EDIT, "owner_id")

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
            "reached",
            "late",
            "slip_days",
            "slip_working_days",
            "note",
            *KEPT,
            "may_edit",
        )
        brief = ("falls", "reached", "late")


class MilestoneInput(Input):
    class Meta:
        model = Milestone
        fields = ("name", "strand", "agreement", "owner", "needs_board", "planned", "forecast", "actual", "note", "source", "illustrative", "reason")


class MilestoneSummarySerializer(serializers.Serializer):
    milestones = serializers.IntegerField()
    reached = serializers.IntegerField()
    late = serializers.IntegerField()
    next_six_weeks = serializers.IntegerField(help_text="Not reached, and may fall from today to six weeks from today.")
    today = serializers.DateField()
    six_weeks_on = serializers.DateField()
