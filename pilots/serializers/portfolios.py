"""Shapes of the portfolio: its figures, each with the list that it counts, and a row for every pilot."""

from typing import Any

from rest_framework import serializers

from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Label, One, PartDate, Shape, Url

from ..models import Benefit, ConfidenceRating, Pilot
from .budgets import BudgetSummarySerializer, pounds


class PilotStanding(Shape):
    """A pilot's own part of its row."""

    url = Url("pilots")
    stage_label = Label("stage", Pilot.Stage)
    lead = One(OrganisationBrief, "lead")
    confidence = serializers.ChoiceField(
        ConfidenceRating.Rating.choices, allow_null=True, help_text="The latest assurance rating; where there is none, the owner's latest."
    )
    confidence_label = Label("confidence", ConfidenceRating.Rating)
    confidence_kind = serializers.ChoiceField(ConfidenceRating.Kind.choices, allow_null=True, help_text="Which of the two it is.")
    confidence_kind_label = Label("confidence_kind", ConfidenceRating.Kind)
    confidence_illustrative = serializers.BooleanField(allow_null=True)
    confidence_on = serializers.DateField(allow_null=True)
    owner_rating = serializers.ChoiceField(ConfidenceRating.Rating.choices, allow_null=True, help_text="The owner's own.")
    owner_rating_label = Label("owner_rating", ConfidenceRating.Rating)

    class Meta:
        model = Pilot
        fields = (
            "id",
            "ref",
            "url",
            "name",
            "stage",
            "stage_label",
            "lead",
            "confidence",
            "confidence_label",
            "confidence_kind",
            "confidence_kind_label",
            "confidence_illustrative",
            "confidence_on",
            "owner_rating",
            "owner_rating_label",
            "illustrative",
        )


class AsksStanding(serializers.Serializer):
    """`/api/v1/propositions/?pilot=…&state=…` lists each."""

    asks = serializers.IntegerField()
    open = serializers.IntegerField()
    granted = serializers.IntegerField()
    refused = serializers.IntegerField()
    superseded = serializers.IntegerField()
    unowned = serializers.IntegerField(help_text="That no organisation pursues.")


class BenefitGain(serializers.Serializer):
    """Benefits of one class whose unit is pounds: what they were to gain on their baseline by their latest actual, and what they did."""

    kind = serializers.ChoiceField(Benefit.Kind.choices)
    kind_label = serializers.CharField()
    benefits = serializers.IntegerField()
    counted = serializers.IntegerField(help_text="Of these, whose baseline, plan and actual are known: only they are summed.")
    planned = pounds("The trajectory on the day of the actual, less the baseline; turned round where less is better.")
    actual = pounds("The actual less the baseline; turned round where less is better.")
    variance = pounds("Actual less planned: below nothing is worse than planned.")


class BenefitsStanding(serializers.Serializer):
    """`/api/v1/benefits/?pilot=…&state=…` lists each. Benefits in different units are counted, never added."""

    benefits = serializers.IntegerField()
    illustrative = serializers.IntegerField(help_text="Of these, made up.")
    behind = serializers.IntegerField(help_text="Whose latest actual is worse than the trajectory on its day.")
    on_plan = serializers.IntegerField()
    ahead = serializers.IntegerField()
    no_plan = serializers.IntegerField(help_text="Measured on a day for which the trajectory says nothing.")
    no_actual = serializers.IntegerField()
    overdue_actual = serializers.IntegerField(help_text="Due 90 days ago or earlier, and never measured.")
    money = BenefitGain(many=True)


class MoneyStanding(BudgetSummarySerializer):
    """What `/api/v1/budgets/summary/?pilot=…` answers, of the pooled budgets of all years."""

    held_against = pounds("The plan of the months whose actual is known, of budgets that have both.")


class MilestoneStanding(serializers.Serializer):
    id = serializers.UUIDField()
    ref = serializers.CharField()
    url = serializers.CharField()
    name = serializers.CharField()
    falls = PartDate("falls")
    late = serializers.BooleanField()
    slip_days = serializers.IntegerField(allow_null=True, help_text="Days from plan to forecast; null unless both are known to the day.")
    illustrative = serializers.BooleanField()


class MilestonesStanding(serializers.Serializer):
    """`/api/v1/milestones/?owner=…&reached=false` lists them: those that the pilot's lead organisation answers for and has not reached.

    A closed pilot has none.
    """

    next = MilestoneStanding(allow_null=True, help_text="The one whose date comes first, though it be past.")
    waiting = serializers.IntegerField()
    late = serializers.IntegerField(help_text="Of these, past their date.")


class ReturnStanding(serializers.Serializer):
    returned_at = serializers.DateTimeField(allow_null=True, help_text="When the last quarterly return was submitted; null where none was.")
    days = serializers.IntegerField(allow_null=True, help_text="Days since then.")
    period = serializers.CharField(allow_null=True, help_text="The latest quarter that was returned, such as 2017-Q1.")


class PortfolioRow(PilotStanding):
    asks = AsksStanding()
    benefits = BenefitsStanding()
    money = MoneyStanding()
    milestones = MilestonesStanding()
    last_return = ReturnStanding()

    class Meta(PilotStanding.Meta):
        fields: Any = (*PilotStanding.Meta.fields, "asks", "benefits", "money", "milestones", "last_return")


class PortfolioFigure(serializers.Serializer):
    key = serializers.CharField()
    group = serializers.ChoiceField(["pilots", "asks", "benefits", "money"])
    title = serializers.CharField()
    value = serializers.JSONField(allow_null=True, help_text="A count as an integer, money as a decimal string, or null where it is not known.")
    unit = serializers.CharField()
    note = serializers.CharField()
    alarm = serializers.BooleanField()
    page = serializers.CharField(help_text="The page that lists what it counts.")
    api = serializers.CharField(help_text="The query that gives it.")
    field = serializers.CharField(help_text="Where in that answer.")


class PortfolioBoardSerializer(serializers.Serializer):
    """Figures are over the whole portfolio; rows are the pilots that the filter leaves."""

    today = serializers.DateField()
    standing = serializers.CharField(help_text="One sentence; what is wrong comes first.")
    figures = PortfolioFigure(many=True)
    benefits = BenefitsStanding(help_text="Of all pilots.")
    money = MoneyStanding(help_text="Of all pilots.")
    count = serializers.IntegerField(help_text="Pilots that the filter leaves.")
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = PortfolioRow(many=True)
