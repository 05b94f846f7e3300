"""Shapes of delegations, and what they take in."""

from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Answering, Finish, May, One, Part, Shape, Url, extend_schema_field

from ..models import Delegation
from ..rules.effects import KINDS
from .decisions import DecisionBrief
from .kept import KEPT
from .verbs import VerbInput


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class KindLabels(Part):
    """What each of its kinds is called."""

    def paths(self) -> tuple[str, ...]:
        return ("kinds",)

    def finisher(self, answering: Answering) -> Finish:
        at = answering.at["kinds"]
        return lambda row: [KINDS[kind].label if kind in KINDS else kind for kind in row[at]]


class DelegationSerializer(Shape):
    url = Url("delegations")
    decision = One(DecisionBrief, "decision")
    organisation = One(OrganisationBrief, "organisation")
    kinds = serializers.ListField(child=serializers.CharField())
    kind_labels = KindLabels()
    in_force = serializers.BooleanField(help_text="It holds today.")
    may_edit = May(Permission.DECISION_RECORD, "id")

    class Meta:
        model = Delegation
        fields = (
            "id",
            "ref",
            "url",
            "decision",
            "organisation",
            "post",
            "kinds",
            "kind_labels",
            "scope",
            "starts_on",
            "ends_on",
            "in_force",
            *KEPT,
            "may_edit",
        )
        brief = ("post", "kinds", "starts_on", "ends_on")


class DelegationInput(Input):
    kinds = serializers.ListField(child=serializers.CharField(max_length=40), min_length=1, help_text="Such as: commitment.status.")

    class Meta:
        model = Delegation
        fields = ("decision", "organisation", "post", "kinds", "scope", "starts_on", "ends_on", "source", "illustrative", "reason")


class EndDelegationInput(VerbInput):
    on = serializers.DateField(required=False, help_text="The first day on which it no longer holds; today, if not given.")

    class Meta:
        model = Delegation
        fields = ("on", "reason")
