"""Shapes of risks and issues, and what they take in."""

from typing import Any

from rest_framework import serializers

from devo_portal.core.history import event_model
from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Answering, Finish, Label, May, One, Part, Shape, Url, extend_schema_field
from governance.models import Board
from governance.serializers import BoardBrief, VerbInput

from ..models import Impact, Likelihood, Risk
from ..rules import risks as rules
from .pilots import PilotBrief


class ScoreSerializer(serializers.Serializer):
    likelihood_label = serializers.CharField()
    impact_label = serializers.CharField()
    score = serializers.IntegerField(help_text="Likelihood times impact, 1 to 25.")
    band = serializers.ChoiceField(list(rules.LABELS.items()), help_text="NHS 5 by 5: 1 to 3 low, 4 to 6 moderate, 8 to 12 high, 15 to 25 extreme.")
    band_label = serializers.CharField()


def scored(likelihood: int, impact: int) -> dict[str, Any]:
    band = rules.band(likelihood * impact)
    return {
        "likelihood_label": str(Likelihood(likelihood).label),
        "impact_label": str(Impact(impact).label),
        "score": likelihood * impact,
        "band": band,
        "band_label": rules.LABELS[band],
    }


@extend_schema_field(ScoreSerializer)
class Score(Part):
    """A score with its band, on one of the three bases."""

    def __init__(self, basis: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.basis = basis

    def paths(self) -> tuple[str, str]:
        return (f"{self.basis}_likelihood", f"{self.basis}_impact")

    def finisher(self, answering: Answering) -> Finish:
        likelihood, impact = (answering.at[path] for path in self.paths())
        return lambda row: scored(row[likelihood], row[impact])


@extend_schema_field({"type": "string"})
class Sentence(Part):
    """Cause, event and effect as one sentence."""

    def paths(self) -> tuple[str, ...]:
        return ("kind", "cause", "event", "effect")

    def finisher(self, answering: Answering) -> Finish:
        places = [answering.at[path] for path in self.paths()]

        def say(row: Any) -> str:
            kind, *parts = (row[place] for place in places)
            cause, event, effect = (part.strip().rstrip(".") for part in parts)
            return f"Because {cause}, {'there is a risk that ' if kind == Risk.Kind.RISK else ''}{event}, so that {effect}."

        return say


class ScoreThen(ScoreSerializer):
    """The current score from an instant on."""

    at = serializers.DateTimeField()
    likelihood = serializers.IntegerField()
    impact = serializers.IntegerField()
    reason = serializers.CharField(allow_blank=True, help_text="Why it changed, as was said then.")


@extend_schema_field(ScoreThen(many=True))
class ScoreHistory(Part):
    """The current scores over time, read from the versions that the database keeps, the latest first."""

    def paths(self) -> tuple[str, ...]:
        return ("id",)

    def finisher(self, answering: Answering) -> Finish:
        events = event_model(Risk).objects.filter(pgh_obj_id__in=answering.ids).order_by("pgh_obj_id", "pgh_id")
        told: dict[Any, list[dict[str, Any]]] = {}
        columns = ("pgh_obj_id", "pgh_created_at", "current_likelihood", "current_impact", "pgh_context__metadata")
        for pk, at, likelihood, impact, context in events.values_list(*columns):
            own = told.setdefault(pk, [])
            if not own or (own[-1]["likelihood"], own[-1]["impact"]) != (likelihood, impact):
                own.append(
                    {"at": at, "likelihood": likelihood, "impact": impact, **scored(likelihood, impact), "reason": (context or {}).get("reason", "")}
                )
        place = answering.at["id"]
        return lambda row: told.get(row[place], [])[::-1]


class RiskSerializer(Shape):
    url = Url("risks")
    pilot = One(PilotBrief, "pilot")
    kind_label = Label("kind", Risk.Kind)
    sentence = Sentence(help_text="Cause, event and effect as one sentence.")
    category_label = Label("category", Risk.Category)
    raised_by = One(OrganisationBrief, "raised_by")
    owned_by = One(OrganisationBrief, "owned_by")
    inherent_likelihood = serializers.IntegerField()
    inherent_impact = serializers.IntegerField()
    current_likelihood = serializers.IntegerField()
    current_impact = serializers.IntegerField()
    target_likelihood = serializers.IntegerField()
    target_impact = serializers.IntegerField()
    inherent = Score("inherent")
    current = Score("current")
    target = Score("target")
    target_above_current = serializers.BooleanField(help_text="The score that is aimed at is above the one of today: look again.")
    proximity_label = Label("proximity", Risk.Proximity)
    response_label = Label("response", Risk.Response)
    status_label = Label("status", Risk.Status)
    escalated_to = One(BoardBrief, "escalated_to")
    may_edit = May(Permission.PILOT_EDIT, "pilot__lead_id")

    class Meta:
        model = Risk
        fields = (
            "id",
            "ref",
            "url",
            "pilot",
            "kind",
            "kind_label",
            "title",
            "sentence",
            "cause",
            "event",
            "effect",
            "category",
            "category_label",
            "raised_by",
            "identified_on",
            "owned_by",
            "inherent_likelihood",
            "inherent_impact",
            "inherent",
            "current_likelihood",
            "current_impact",
            "current",
            "target_likelihood",
            "target_impact",
            "target",
            "target_above_current",
            "proximity",
            "proximity_label",
            "response",
            "response_label",
            "countermeasures",
            "status",
            "status_label",
            "closed_on",
            "closed_reason",
            "escalated_to",
            "escalated_on",
            "escalated_reason",
            "source",
            "illustrative",
            "version",
            "updated_at",
            "may_edit",
        )
        brief = ("kind", "title", "status", "current")


class RiskDetail(RiskSerializer):
    score_history = ScoreHistory()

    class Meta(RiskSerializer.Meta):
        fields = (*RiskSerializer.Meta.fields, "score_history")


class RiskInput(Input):
    class Meta:
        model = Risk
        fields = (
            "pilot",
            "kind",
            "title",
            "cause",
            "event",
            "effect",
            "category",
            "raised_by",
            "identified_on",
            "owned_by",
            "inherent_likelihood",
            "inherent_impact",
            "current_likelihood",
            "current_impact",
            "target_likelihood",
            "target_impact",
            "proximity",
            "response",
            "countermeasures",
            "source",
            "illustrative",
            "reason",
        )


class CloseRiskInput(VerbInput):
    on = serializers.DateField(required=False, help_text="The day on which it was closed; today, if not said.")

    class Meta:
        model = Risk
        fields = ("on", "reason")


class RiskReasonInput(VerbInput):
    class Meta:
        model = Risk
        fields = ("reason",)


class EscalateRiskInput(VerbInput):
    board = serializers.PrimaryKeyRelatedField(queryset=Board.objects.all(), help_text="The board that is asked to act.")

    class Meta:
        model = Risk
        fields = ("board", "reason")


class RiskSummarySerializer(serializers.Serializer):
    risks = serializers.IntegerField(help_text="Risks and issues, open and closed.")
    open = serializers.IntegerField()
    issues = serializers.IntegerField(help_text="Open issues.")
    extreme = serializers.IntegerField(help_text="Open, with a current score of 15 to 25.")
    high = serializers.IntegerField(help_text="Open, with a current score of 8 to 12.")
    escalated = serializers.IntegerField(help_text="Open, and escalated to a board.")


class GridCell(serializers.Serializer):
    impact = serializers.IntegerField()
    score = serializers.IntegerField()
    band = serializers.ChoiceField(list(rules.LABELS.items()))
    band_label = serializers.CharField()
    count = serializers.IntegerField()
    url = serializers.CharField(allow_null=True, help_text="The list of exactly these; null where there is none.")


class GridRow(serializers.Serializer):
    likelihood = serializers.IntegerField()
    likelihood_label = serializers.CharField()
    cells = GridCell(many=True, help_text="Impact 1 to 5.")


class GridImpact(serializers.Serializer):
    impact = serializers.IntegerField()
    impact_label = serializers.CharField()


class GridBand(serializers.Serializer):
    band = serializers.ChoiceField(list(rules.LABELS.items()))
    band_label = serializers.CharField()
    least = serializers.IntegerField()
    most = serializers.IntegerField()
    count = serializers.IntegerField()
    url = serializers.CharField(allow_null=True, help_text="The list of exactly these; null where there is none.")


class GridSerializer(serializers.Serializer):
    basis = serializers.ChoiceField(rules.BASES)
    basis_label = serializers.CharField()
    count = serializers.IntegerField()
    url = serializers.CharField(help_text="The list of exactly these.")
    impacts = GridImpact(many=True)
    rows = GridRow(many=True, help_text="Likelihood 5 to 1.")
    bands = GridBand(many=True, help_text="The worst first.")
