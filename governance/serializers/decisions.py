"""Shapes of decisions and of their effects, and what they take in."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.shapes import Answering, Finish, Label, Many, May, One, Part, Shape, Url, extend_schema_field

from ..models import AgendaItem, Decision, DecisionEffect, Meeting
from ..rules.effects import KINDS
from .boards import BoardBrief
from .kept import KEPT
from .verbs import VerbInput


class DecisionBrief(Shape):
    url = Url("decisions")
    board = One(BoardBrief, "board")

    class Meta:
        model = Decision
        fields = ("id", "ref", "url", "board", "number", "title", "decided_on")


class MeetingNamed(Shape):
    url = Url("meetings")
    status_label = Label("status", Meeting.Status)

    class Meta:
        model = Meeting
        fields = ("id", "ref", "url", "title", "held_on", "status", "status_label")


class ItemNamed(Shape):
    class Meta:
        model = AgendaItem
        fields = ("id", "ref", "place", "title")


@extend_schema_field({"type": "string"})
class OfKind(Part):
    """What the kind of an effect says, from its columns; nothing where no app brings that kind any more."""

    def __init__(self, says: Any, *columns: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.says, self.columns = says, columns

    def paths(self) -> tuple[str, ...]:
        return ("kind", *self.columns)

    def finisher(self, answering: Answering) -> Finish:
        kind, *places = (answering.at[path] for path in self.paths())
        return lambda row: self.says(KINDS[row[kind]], *(row[place] for place in places)) if row[kind] in KINDS else ""


class EffectSerializer(Shape):
    """One record moved in one way."""

    url = Url("decision-effects")
    decision = serializers.UUIDField(source="decision_id", help_text="The decision's id.")
    kind_label = OfKind(lambda kind: kind.label)
    record = serializers.UUIDField(source="record_id", help_text="The record's id.")
    record_url = OfKind(lambda kind, pk: kind.api.format(pk), "record_id", help_text="Where the API answers with the record.")
    record_page = OfKind(lambda kind, pk: kind.page.format(pk), "record_id", help_text="Where people read it.")
    value_label = OfKind(lambda kind, value: kind.label_of(value), "value")
    applied = serializers.DateTimeField(source="applied_at", allow_null=True, help_text="When it was applied; null while the decision is open.")

    class Meta:
        model = DecisionEffect
        fields = (
            "id",
            "ref",
            "url",
            "decision",
            "kind",
            "kind_label",
            "record",
            "record_name",
            "record_url",
            "record_page",
            "record_version",
            "before",
            "value",
            "value_label",
            "on",
            "applied",
            "version",
            "updated_at",
        )


def _effects(user: Any) -> QuerySet[DecisionEffect]:
    return DecisionEffect.objects.order_by("id")


class DecisionSerializer(DecisionBrief):
    status_label = Label("status", Decision.Status)
    meeting = One(MeetingNamed, "meeting")
    item = One(ItemNamed, "item")
    effects = Many(EffectSerializer, _effects, by="decision_id")
    may_edit = May(Permission.DECISION_RECORD, "id")

    class Meta:
        model = Decision
        fields = (
            "id",
            "ref",
            "url",
            "board",
            "number",
            "title",
            "status",
            "status_label",
            "meeting",
            "item",
            "recommendation",
            "text",
            "decided_on",
            "reasons",
            "dissent",
            "authority",
            "effects",
            *KEPT,
            "may_edit",
        )
        brief = ("number", "title", "status", "decided_on")


class DecisionInput(Input):
    number = serializers.CharField(
        required=False, allow_blank=True, max_length=40, help_text="As the minutes number it; the board's next, such as LEB-201802-01, if not given."
    )
    decided_on = serializers.DateField(
        required=False, allow_null=True, help_text="The day of one that is taken already. Left out, it is proposed, and a verb agrees it."
    )

    class Meta:
        model = Decision
        fields = (
            "board",
            "number",
            "title",
            "meeting",
            "item",
            "recommendation",
            "text",
            "decided_on",
            "reasons",
            "dissent",
            "authority",
            "source",
            "illustrative",
            "reason",
        )


class TakeInput(VerbInput):
    """How a decision is taken; what is left out stays as it was proposed."""

    on = serializers.DateField(required=False, help_text="The day; the meeting's, or today, if not given.")

    class Meta:
        model = Decision
        fields = ("on", "text", "reasons", "dissent", "authority", "reason")


class PutOffInput(VerbInput):
    class Meta:
        model = Decision
        fields = ("reason",)


class EffectInput(VerbInput):
    kind = serializers.CharField(max_length=40, help_text="commitment.status, opt-in.state, board.phase, pilot.stage.")
    record = serializers.UUIDField(source="record_id", help_text="The id of the record that is moved.")
    record_version = serializers.IntegerField(required=False, min_value=1, help_text="The version that you read; the present one, if not given.")
    value = serializers.CharField(max_length=40, help_text="What it becomes: a code of the field, or words where it has none.")
    on = serializers.DateField(required=False, allow_null=True, help_text="From which day, where that is not the decision's.")

    class Meta:
        model = DecisionEffect
        fields = ("decision", "kind", "record", "record_version", "value", "on", "reason")
