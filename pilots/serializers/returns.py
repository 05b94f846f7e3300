"""Shapes of quarterly returns, of the calls for them and their sections, and what their writes take in."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.shapes import Label, Many, May, One, Shape, Url, extend_schema_field

from ..models import Pilot, PilotReturn, ReturnCall, ReturnSection
from ..rules.quarters import Quarter
from ..rules.returns import Timing
from .budgets import Worked
from .pilots import PilotBrief


@extend_schema_field({"type": "string", "description": "Such as Quarter 1 of 2017-18 (April to June 2017)."})
class _QuarterLabel(Worked):
    def __init__(self, column: str = "period") -> None:
        super().__init__(lambda code: Quarter.read(code).label, column)


@extend_schema_field({"type": "string", "format": "date"})
class _QuarterDay(Worked):
    """The first or last day of the quarter."""

    def __init__(self, which: str, column: str = "period") -> None:
        super().__init__(lambda code: getattr(Quarter.read(code), which), column)


class CallBrief(Shape):
    url = Url("return-calls")
    period_label = _QuarterLabel()
    starts_on = _QuarterDay("starts")
    ends_on = _QuarterDay("ends")

    class Meta:
        model = ReturnCall
        fields = ("id", "ref", "url", "period", "period_label", "starts_on", "ends_on", "due_on")


class ReturnCallSerializer(CallBrief):
    asked = serializers.IntegerField(help_text="How many pilots owe a return by it.")
    submitted = serializers.IntegerField(help_text="How many of these have submitted one.")
    on_time = serializers.IntegerField()
    late = serializers.IntegerField(help_text="Submitted after the day on which they were due.")
    missing = serializers.IntegerField(help_text="Not submitted, and the day has passed.")
    due_on_first = serializers.DateField(help_text="The day that was set when it was opened: another than `due_on` where the day was moved.")
    may_edit = May(Permission.RETURN_CALL, "id")

    class Meta:
        model = ReturnCall
        fields = (
            *CallBrief.Meta.fields,
            "due_on_first",
            "opened_on",
            "note",
            "asked",
            "submitted",
            "on_time",
            "late",
            "missing",
            "source",
            "illustrative",
            "version",
            "updated_at",
            "may_edit",
        )
        brief = ("period", "due_on")


class SectionBrief(Shape):
    url = Url("return-sections")
    section_label = Label("section", ReturnSection.Section)
    state_label = Label("state", ReturnSection.State)

    class Meta:
        model = ReturnSection
        fields = ("id", "ref", "url", "section", "section_label", "state", "state_label", "commentary", "went_well", "stuck", "version", "updated_at")


class ReturnBrief(Shape):
    url = Url("pilot-returns")
    pilot = One(PilotBrief, "pilot")
    call = One(CallBrief, "call")
    state_label = Label("state", PilotReturn.State)

    class Meta:
        model = PilotReturn
        fields = ("id", "ref", "url", "pilot", "call", "number", "state", "state_label", "submitted_at", "illustrative")


class PilotReturnSerializer(ReturnBrief):
    timing = serializers.ChoiceField(
        Timing.choices, help_text="Against the day on which it was due; a later version is a correction, and owed by nobody."
    )
    timing_label = Label("timing", Timing)
    due_on = serializers.DateField(help_text="The call’s day; of a submitted return, the one in force when it was submitted, which is never moved.")
    due_on_first = serializers.DateField(help_text="The day that was set when the call was opened.")
    sections_done = serializers.IntegerField(help_text="Of the seven sections, how many its officers say are completed.")
    superseded = serializers.BooleanField(help_text="A later version of it was submitted.")
    correction = serializers.UUIDField(allow_null=True, help_text="The id of a correction of it that is begun and not submitted.")
    submitted_by = serializers.CharField(source="submitted_by.name", allow_null=True, help_text="The name of who submitted it.")
    may_edit = May(Permission.RETURN_EDIT, "pilot__lead_id", help_text="Whose pilot it is; what is submitted is changed by nobody.")
    may_call = May(Permission.RETURN_CALL, "id")

    class Meta:
        model = PilotReturn
        fields = (
            "id",
            "ref",
            "url",
            "pilot",
            "call",
            "number",
            "corrects",
            "state",
            "state_label",
            "timing",
            "timing_label",
            "due_on",
            "due_on_first",
            "sections_done",
            "superseded",
            "correction",
            "submitted_at",
            "submitted_by",
            "sha256",
            "source",
            "illustrative",
            "version",
            "updated_at",
            "may_edit",
            "may_call",
        )
        brief = ("state", "timing")


def _sections(user: Any) -> QuerySet[ReturnSection]:
    return ReturnSection.objects.order_by("id")


class PilotReturnDetail(PilotReturnSerializer):
    sections = Many(SectionBrief, _sections, by="pilot_return_id", help_text="What its officers wrote, in the order of the form.")
    note = serializers.CharField(source="call.note", help_text="What the call says to look out for.")

    class Meta(PilotReturnSerializer.Meta):
        fields = (*PilotReturnSerializer.Meta.fields, "sections", "note")


@extend_schema_field({"type": "string", "description": "Such as Haringey, 2018-Q1: Money."})
class _SectionName(Worked):
    pass


class ReturnSectionSerializer(SectionBrief):
    name = _SectionName(
        lambda pilot, period, section: f"{pilot}, {period}: {ReturnSection.Section(section).label}",
        "pilot_return__pilot__name",
        "pilot_return__call__period",
        "section",
    )
    pilot_return = One(ReturnBrief, "pilot_return")
    may_edit = May(Permission.RETURN_EDIT, "pilot_return__pilot__lead_id")

    class Meta:
        model = ReturnSection
        fields = (*SectionBrief.Meta.fields, "name", "pilot_return", "may_edit")
        brief = ("section", "state")


# --- What they take in -----------------------------------------------------------------------------------------------------
class ReturnCallInput(Input):
    """Without `pilots`, all that are live are asked; without `due_on`, it is 20 working days after the quarter's end."""

    pilots = serializers.PrimaryKeyRelatedField(many=True, required=False, allow_empty=False, queryset=Pilot.objects.all(), write_only=True)
    due_on = serializers.DateField(required=False, allow_null=True)

    class Meta:
        model = ReturnCall
        fields = ("period", "opened_on", "due_on", "note", "pilots", "source", "illustrative", "reason")

    def _left_out(self, given: Any) -> dict[str, Any]:
        return {}


class ReturnCallChange(Input):
    class Meta:
        model = ReturnCall
        fields = ("due_on", "note", "source", "illustrative", "reason")


class PilotReturnInput(Input):
    """Ask one pilot more for a quarter that was called."""

    class Meta:
        model = PilotReturn
        fields = ("call", "pilot", "source", "illustrative", "reason")


class ReturnSectionInput(Input):
    class Meta:
        model = ReturnSection
        fields = ("commentary", "went_well", "stuck", "state", "reason")


class SubmitReturnInput(serializers.Serializer):
    declared = serializers.BooleanField(help_text="True: who submits it declares that it is right and that the lead organisation agrees.")
    content_sha256 = serializers.CharField(
        required=False, allow_blank=True, help_text="The SHA-256 of the content as you read it; where it has changed since, submitting is refused."
    )
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500)


class CorrectReturnInput(serializers.Serializer):
    corrects = serializers.CharField(help_text="What was wrong in the return that was submitted.")
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500)


# --- Figures -----------------------------------------------------------------------------------------------------------
class ReturnSummarySerializer(serializers.Serializer):
    returns = serializers.IntegerField(help_text="Corrections with them.")
    owed = serializers.IntegerField(help_text="What pilots were asked for: without corrections.")
    submitted = serializers.IntegerField(help_text="Of those owed.")
    on_time = serializers.IntegerField()
    late = serializers.IntegerField(help_text="Submitted after the day on which they were due.")
    missing = serializers.IntegerField(help_text="Not submitted, and the day has passed.")
    due = serializers.IntegerField(help_text="Not submitted, and the day is still to come.")
    corrections = serializers.IntegerField()
    illustrative = serializers.IntegerField()


class MissingReturn(serializers.Serializer):
    id = serializers.UUIDField()
    url = serializers.CharField()
    pilot = PilotBrief()
    call = CallBrief()
    days_late = serializers.IntegerField(help_text="Days since the one on which it was due.")
    sections_done = serializers.IntegerField()
    illustrative = serializers.BooleanField()


class MissingReturnsSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    pilots = serializers.IntegerField(help_text="How many pilots owe at least one of them.")
    quarters = serializers.IntegerField()
    words = serializers.CharField(help_text="The same in a sentence.")
    rows = MissingReturn(many=True, help_text="The longest missing first.")


class ReturnChange(serializers.Serializer):
    act = serializers.ChoiceField([("add", "add"), ("remove", "remove"), ("replace", "replace")])
    path = serializers.CharField(help_text="A JSON Pointer into the content.")
    label = serializers.CharField()
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)


class ReturnChangesSerializer(serializers.Serializer):
    """Codes whose words stand beside them are not told twice."""

    since = ReturnBrief(allow_null=True, help_text="The return submitted before this one; null for a pilot's first.")
    changes = ReturnChange(many=True)


class PilotReturnsSerializer(serializers.Serializer):
    """A pilot's returns, and what it owes."""

    pilot = PilotBrief()
    owed = serializers.IntegerField(help_text="Asked for and not submitted.")
    missing = serializers.IntegerField(help_text="Of those owed, the ones whose day has passed.")
    days_since_last = serializers.IntegerField(allow_null=True, help_text="Since it submitted one; null where it never did.")
    returns = PilotReturnSerializer(many=True, help_text="All of them, the latest quarter first.")
