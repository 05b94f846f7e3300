"""Shapes of conditions, and what they take in."""

from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission, covers
from devo_portal.core.serializers import AreaBrief
from devo_portal.core.shapes import Answering, Finish, One, Part, extend_schema_field

from ..models import Condition
from .briefs import CommitmentBrief, ConditionBrief, FunctionNamed
from .evidence import EvidenceInput
from .kept import KEPT
from .verbs import VerbInput


@extend_schema_field({"type": "boolean"})
class MayDecide(Part):
    """A commitment's conditions are its owner's; those of functions, the programme's."""

    def paths(self) -> tuple[str, ...]:
        return ("function_id", "commitment__owner_id")

    def finisher(self, answering: Answering) -> Finish:
        function, owner = answering.at["function_id"], answering.at["commitment__owner_id"]
        functions, commitments = answering.reach(Permission.FUNCTION_EDIT), answering.reach(Permission.COMMITMENT_EDIT)
        return lambda row: covers(functions, None) if row[function] else covers(commitments, row[owner])


class ConditionSerializer(ConditionBrief):
    commitment = One(CommitmentBrief, "commitment")
    function = One(FunctionNamed, "function")
    area = One(AreaBrief, "area")
    about = serializers.CharField(help_text="The code of what it is a condition of.")
    may_edit = MayDecide()

    class Meta:
        model = Condition
        fields = (
            "id",
            "ref",
            "url",
            "about",
            "commitment",
            "function",
            "area",
            "text",
            "state",
            "state_label",
            "decided_on",
            "note",
            "evidence",
            *KEPT,
            "may_edit",
        )
        brief = ("text", "state")


class ConditionInput(Input):
    class Meta:
        model = Condition
        fields = ("commitment", "function", "area", "text", "source", "illustrative", "reason")


class DecideInput(VerbInput):
    on = serializers.DateField(required=False, help_text="The day on which it was met or failed; today, if not said.")
    note = serializers.CharField(required=False, allow_blank=True, help_text="What was found.")
    evidence = EvidenceInput(required=False)

    class Meta:
        model = Condition
        fields = ("on", "note", "evidence")


class ReopenConditionInput(VerbInput):
    class Meta:
        model = Condition
        fields = ("reason",)


class ConditionSummarySerializer(serializers.Serializer):
    conditions = serializers.IntegerField()
    open = serializers.IntegerField()
    met = serializers.IntegerField()
    failed = serializers.IntegerField()
