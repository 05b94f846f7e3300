"""Shapes of assumptions and of what pilots need from others, and what they take in."""

from typing import Any

from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Answering, Finish, Label, May, One, Part, Shape, Url, extend_schema_field
from governance.serializers import VerbInput

from ..models import Assumption, PilotDependency
from .pilots import PilotBrief

_KEPT = ("source", "illustrative", "version", "updated_at", "may_edit")


class AssumptionSerializer(Shape):
    url = Url("assumptions")
    pilot = One(PilotBrief, "pilot")
    owned_by = One(OrganisationBrief, "owned_by")
    state_label = Label("state", Assumption.State)
    may_edit = May(Permission.PILOT_EDIT, "pilot__lead_id")

    class Meta:
        model = Assumption
        fields = ("id", "ref", "url", "pilot", "text", "owned_by", "state", "state_label", "tested_on", "note", *_KEPT)
        brief = ("text", "state")


class AssumptionInput(Input):
    class Meta:
        model = Assumption
        fields = ("pilot", "text", "owned_by", "source", "illustrative", "reason")


class AssumptionTestInput(VerbInput):
    state = serializers.ChoiceField(Assumption.State.choices)
    on = serializers.DateField(required=False, help_text="The day of the test; today, if not said.")
    note = serializers.CharField(help_text="What was found, or why it counts as untested again.")

    class Meta:
        model = Assumption
        fields = ("state", "on", "note", "reason")


@extend_schema_field({"type": "string"})
class FromEnd(Part):
    """The dependency as a sentence, from the end of the one that needs or of the one that gives."""

    def __init__(self, *, giver: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.giver = giver

    def paths(self) -> tuple[str, ...]:
        return ("pilot__name", "on_pilot__name", "on_organisation__name", "what")

    def finisher(self, answering: Answering) -> Finish:
        places = [answering.at[path] for path in self.paths()]

        def say(row: Any) -> str:
            needs, pilot, organisation, what = (row[place] for place in places)
            gives, thing = pilot or organisation, what.strip().rstrip(".")
            return f"{gives} is to give {needs}: {thing}." if self.giver else f"{needs} needs from {gives}: {thing}."

        return say


class PilotDependencySerializer(Shape):
    url = Url("pilot-dependencies")
    pilot = One(PilotBrief, "pilot")
    on_pilot = One(PilotBrief, "on_pilot")
    on_organisation = One(OrganisationBrief, "on_organisation")
    said = FromEnd(help_text="From the end of the pilot that needs it.")
    said_by_giver = FromEnd(giver=True, help_text="From the other end.")
    state_label = Label("state", PilotDependency.State)
    overdue = serializers.BooleanField(help_text="Waiting or agreed, and the last day of its date is past.")
    may_edit = May(Permission.PILOT_EDIT, "pilot__lead_id")

    class Meta:
        model = PilotDependency
        fields = (
            "id",
            "ref",
            "url",
            "pilot",
            "what",
            "on_pilot",
            "on_organisation",
            "said",
            "said_by_giver",
            "needed_by",
            "state",
            "state_label",
            "overdue",
            "note",
            *_KEPT,
        )
        brief = ("said", "state")


class PilotDependencyInput(Input):
    class Meta:
        model = PilotDependency
        fields = ("pilot", "what", "on_pilot", "on_organisation", "needed_by", "state", "note", "source", "illustrative", "reason")


class AssumptionSummarySerializer(serializers.Serializer):
    assumptions = serializers.IntegerField()
    untested = serializers.IntegerField()
    holds = serializers.IntegerField()
    broken = serializers.IntegerField()


class PilotDependencySummarySerializer(serializers.Serializer):
    dependencies = serializers.IntegerField()
    waiting = serializers.IntegerField()
    agreed = serializers.IntegerField()
    met = serializers.IntegerField()
    failed = serializers.IntegerField()
    overdue = serializers.IntegerField(help_text="Waiting or agreed, and the last day of its date is past.")
