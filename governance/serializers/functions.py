"""Shapes of functions, and what one takes in."""

from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import AreaBrief, OrganisationBrief
from devo_portal.core.shapes import Label, Many, May, One, Shape, Url

from ..models import Clause, Commitment, Condition, Function
from .kept import KEPT


class FunctionBrief(Shape):
    url = Url("functions")

    class Meta:
        model = Function
        fields = ("id", "ref", "code", "name", "url")


class FunctionClause(Shape):
    agreement = serializers.CharField(source="version_of__agreement__name")

    class Meta:
        model = Clause
        fields = ("id", "ref", "number", "heading", "agreement")


class FunctionCommitment(Shape):
    url = Url("commitments")

    class Meta:
        model = Commitment
        fields = ("id", "ref", "code", "text", "url")


class FunctionCondition(Shape):
    """A condition of a function, for one area or, where `area` is null, for all."""

    area = One(AreaBrief, "area")
    state_label = Label("state", Condition.State)

    class Meta:
        model = Condition
        fields = ("id", "ref", "text", "area", "state", "state_label", "decided_on", "note", "source", "illustrative")


class FunctionSerializer(Shape):
    url = Url("functions")
    status_label = Label("status", Function.Status)
    rung_label = Label("rung", Function.Rung)
    from_body = One(OrganisationBrief, "from_body")
    accountable_body = One(OrganisationBrief, "accountable_body")
    clause = One(FunctionClause, "clause")
    commitment = One(FunctionCommitment, "commitment")
    may_edit = May(Permission.FUNCTION_EDIT, "id")

    class Meta:
        model = Function
        fields = (
            "id",
            "ref",
            "url",
            "code",
            "name",
            "summary",
            "status",
            "status_label",
            "rung",
            "rung_label",
            "from_body",
            "to_whom",
            "accountable_body",
            "decision_maker",
            "clause",
            "commitment",
            "budget",
            "budget_note",
            *KEPT,
            "may_edit",
        )
        brief = ("code", "status", "rung")


class FunctionDetail(FunctionSerializer):
    conditions = Many(FunctionCondition, lambda user: Condition.objects.order_by("area__name", "id"), by="function_id")

    class Meta(FunctionSerializer.Meta):
        fields = (*FunctionSerializer.Meta.fields, "conditions")


class FunctionInput(Input):
    class Meta:
        model = Function
        fields = (
            "code",
            "name",
            "summary",
            "status",
            "rung",
            "from_body",
            "to_whom",
            "accountable_body",
            "decision_maker",
            "clause",
            "commitment",
            "budget",
            "budget_note",
            "source",
            "illustrative",
            "reason",
        )


class FunctionSummarySerializer(serializers.Serializer):
    functions = serializers.IntegerField()
    by_status = serializers.ListField(child=serializers.DictField(), help_text="[{code, label, count}]")
    by_rung = serializers.ListField(child=serializers.DictField(), help_text="[{code, label, count}]")
