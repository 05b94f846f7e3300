"""Shapes of benefits and their readings, and what they take in."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Answering, Finish, Label, Many, May, One, Shape, Url, compiled, extend_schema_field
from governance.serializers import EvidenceBrief, EvidenceInput

from ..models import Benefit, BenefitReading
from ..rules.benefits import State
from .pilots import PilotBrief

_KEPT = ("source", "illustrative", "version", "updated_at", "may_edit")


class _Figure(serializers.DecimalField):
    """A figure in the benefit's unit, as a decimal string; null where there is none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 16, "decimal_places": 2, "allow_null": True, **kwargs})


class BenefitBrief(Shape):
    url = Url("benefits")

    class Meta:
        model = Benefit
        fields = ("id", "ref", "url", "name", "unit")


class BenefitSerializer(Shape):
    url = Url("benefits")
    pilot = One(PilotBrief, "pilot")
    kind_label = Label("kind", Benefit.Kind)
    better_label = Label("better", Benefit.Better)
    owned_by = One(OrganisationBrief, "owned_by")
    actual = _Figure(help_text="The latest actual that stands.")
    actual_on = serializers.DateField(allow_null=True)
    planned_then = _Figure(help_text="The trajectory on the day of that actual: straight between two points, flat after the last.")
    state = serializers.ChoiceField(State.choices, help_text="The latest actual against the trajectory on its day.")
    state_label = Label("state", State)
    overdue_actual = serializers.BooleanField(help_text="Due 90 days ago or earlier, and never measured.")
    may_edit = May(Permission.PILOT_EDIT, "pilot__lead_id")

    class Meta:
        model = Benefit
        fields = (
            "id",
            "ref",
            "url",
            "pilot",
            "name",
            "kind",
            "kind_label",
            "dis_benefit",
            "unit",
            "better",
            "better_label",
            "method",
            "beneficiary",
            "owned_by",
            "baseline",
            "baseline_on",
            "due_on",
            "actual",
            "actual_on",
            "planned_then",
            "state",
            "state_label",
            "overdue_actual",
            *_KEPT,
        )
        brief = ("kind", "unit", "state")


class ReadingNamed(Shape):
    """A reading that another corrects."""

    url = Url("benefit-readings")

    class Meta:
        model = BenefitReading
        fields = ("id", "ref", "url", "value")


@extend_schema_field(ReadingNamed(allow_null=True))
class Correction(One):
    """The reading that corrects this one: the other end of `corrects`, which has no column here."""

    def paths(self) -> list[str]:
        return [f"{self.through}__{path}" for path in compiled(self.shape).paths]

    def finisher(self, answering: Answering) -> Finish:
        inner = compiled(self.shape)
        places = [answering.at[path] for path in self.paths()]
        build = inner.builder(Answering(answering.user, inner.at))
        return lambda row: None if row[places[inner.at["id"]]] is None else build([row[place] for place in places])


class ReadingBrief(Shape):
    url = Url("benefit-readings")
    kind_label = Label("kind", BenefitReading.Kind)
    evidence = One(EvidenceBrief, "evidence")
    corrects = One(ReadingNamed, "corrects")
    corrected_by = Correction(ReadingNamed, "corrected_by", help_text="The actual that stands in its place; null where this one stands.")

    class Meta:
        model = BenefitReading
        fields = ("id", "ref", "url", "kind", "kind_label", "on", "value", "note", "evidence", "corrects", "corrected_by", "illustrative", "version")


def _readings(user: Any) -> QuerySet[BenefitReading]:
    return BenefitReading.objects.order_by("on", "kind", "id")


class BenefitDetail(BenefitSerializer):
    readings = Many(ReadingBrief, _readings, by="benefit_id", help_text="Trajectory and actuals by day, the corrected ones as well.")

    class Meta(BenefitSerializer.Meta):
        fields = (*BenefitSerializer.Meta.fields, "readings")


class BenefitReadingSerializer(ReadingBrief):
    benefit = One(BenefitBrief, "benefit")
    may_edit = May(Permission.PILOT_EDIT, "benefit__pilot__lead_id")

    class Meta:
        model = BenefitReading
        fields = ("id", "ref", "url", "benefit", "kind", "kind_label", "on", "value", "note", "evidence", "corrects", "corrected_by", *_KEPT)
        brief = ("kind", "on", "value")


class BenefitInput(Input):
    class Meta:
        model = Benefit
        fields = (
            "pilot",
            "name",
            "kind",
            "dis_benefit",
            "unit",
            "better",
            "method",
            "beneficiary",
            "owned_by",
            "baseline",
            "baseline_on",
            "due_on",
            "source",
            "illustrative",
            "reason",
        )


class BenefitReadingInput(Input):
    """An actual needs `evidence`; `corrects` names the actual of the same day in whose place this one stands."""

    evidence = EvidenceInput(required=False, allow_null=True)

    class Meta:
        model = BenefitReading
        fields = ("benefit", "kind", "on", "value", "note", "evidence", "corrects", "source", "illustrative", "reason")


class BenefitSummarySerializer(serializers.Serializer):
    benefits = serializers.IntegerField()
    behind = serializers.IntegerField(help_text="Whose latest actual is worse than the trajectory on its day.")
    on_plan = serializers.IntegerField()
    ahead = serializers.IntegerField()
    no_plan = serializers.IntegerField(help_text="Measured on a day for which the trajectory says nothing.")
    no_actual = serializers.IntegerField()
    overdue_actual = serializers.IntegerField(help_text="Due 90 days ago or earlier, and never measured.")
    dis_benefits = serializers.IntegerField()
