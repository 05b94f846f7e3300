"""The shape of the roll-up of returns over a period."""

from rest_framework import serializers

from ..models import ConfidenceRating, Pilot
from ..rules.benefits import State
from .budgets import pounds
from .pilots import PilotBrief


class RollUpFigures(serializers.Serializer):
    """What is summed: the totals are the sums of the rows."""

    plan = pounds("Planned in pooled budgets for the months of the period; null where no month has a plan.")
    actual = pounds("Spent of these in the months that have an actual; null where none has.")
    planned_for_actual = pounds("The plan of just the months that have an actual; null where one of them has none.")
    over_plan = pounds("Spent less that plan; below nothing where less was spent.")
    benefits = serializers.IntegerField()
    behind = serializers.IntegerField(help_text="Whose latest actual by the period's end is worse than its trajectory.")
    on_plan = serializers.IntegerField()
    ahead = serializers.IntegerField()
    no_plan = serializers.IntegerField()
    no_actual = serializers.IntegerField()
    open_risks = serializers.IntegerField(help_text="Open at the period's end, issues with them.")
    extreme_risks = serializers.IntegerField()
    asks_open = serializers.IntegerField()
    asks_granted = serializers.IntegerField()
    asks_refused = serializers.IntegerField()
    asks_superseded = serializers.IntegerField()
    returns_owed = serializers.IntegerField(help_text="Asked for in the period.")
    returns_submitted = serializers.IntegerField(help_text="In time or late.")
    returns_late = serializers.IntegerField(help_text="Of those submitted.")
    returns_missing = serializers.IntegerField()
    claimed_money = pounds("Its share of the money that pilots claim, each thing counted once.")
    claimed_homes = serializers.DecimalField(max_digits=18, decimal_places=2)
    claimed_people = serializers.DecimalField(max_digits=18, decimal_places=2)


class RollUpRow(RollUpFigures):
    pilot = PilotBrief()
    illustrative = serializers.BooleanField(help_text="Some of what is summed here is made up.")
    stage = serializers.ChoiceField(Pilot.Stage.choices, help_text="As it stands now.")
    stage_label = serializers.CharField()
    confidence = serializers.ChoiceField(ConfidenceRating.Rating.choices, allow_null=True, help_text="Assurance, by the period's end.")
    confidence_label = serializers.CharField()
    owner_confidence = serializers.ChoiceField(ConfidenceRating.Rating.choices, allow_null=True)
    owner_confidence_label = serializers.CharField()
    top_score = serializers.IntegerField(allow_null=True)


class RollUpBenefit(serializers.Serializer):
    """One benefit; units differ, and so nothing is summed over benefits."""

    id = serializers.UUIDField()
    pilot = PilotBrief()
    name = serializers.CharField()
    unit = serializers.CharField()
    actual = serializers.DecimalField(max_digits=16, decimal_places=2, allow_null=True)
    actual_on = serializers.DateField(allow_null=True)
    planned_then = serializers.DecimalField(max_digits=16, decimal_places=2, allow_null=True)
    state = serializers.ChoiceField(State.choices)
    state_label = serializers.CharField()
    illustrative = serializers.BooleanField()


class RollUpSerializer(serializers.Serializer):
    first = serializers.CharField(help_text="The first quarter, such as 2018-Q1.")
    last = serializers.CharField()
    words = serializers.CharField(help_text="The period in words.")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    rows = RollUpRow(many=True, help_text="Every pilot, by name.")
    totals = RollUpFigures()
    left_out = serializers.IntegerField(help_text="Things claimed by two and not shared, which no figure counts.")
    illustrative = serializers.BooleanField()
    benefits = RollUpBenefit(many=True)
