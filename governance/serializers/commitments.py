"""Shapes of commitments, and what one takes in."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.models import Organisation
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Answering, Finish, Label, Many, May, One, Part, PartDate, Shape, Url, extend_schema_field

from ..models import Commitment, Condition, Evidence, JointArrangement, NoHarmAssessment, PrincipleLink, TextStatus
from ..rules.commitments import blocks
from .boards import BoardBrief
from .briefs import AgreementBrief, AssessmentBrief, ClauseNamed, ConditionBrief, JointArrangementBrief, ServedBrief
from .evidence import EvidenceBrief, EvidenceInput
from .kept import KEPT
from .verbs import VerbInput


@extend_schema_field(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["rule", "detail"],
            "properties": {"rule": {"type": "string", "description": "As /problems/<rule> names it."}, "detail": {"type": "string"}},
        },
    }
)
class BlockedBy(Part):
    """What stands in the way of completion: `[{rule, detail}]`. Empty for what is complete or superseded."""

    PATHS = ("status", "unmet", "evidence_count", "no_harm")

    def paths(self) -> tuple[str, ...]:
        return self.PATHS

    def finisher(self, answering: Answering) -> Finish:
        status, unmet, evidence, rating = (answering.at[path] for path in self.PATHS)

        def finish(row: Any) -> list[dict[str, str]]:
            if row[status] not in Commitment.LIVE:
                return []
            return [block._asdict() for block in blocks([(each["text"], each["state"]) for each in row[unmet]], row[evidence], row[rating])]

        return finish


def _co_owners(user: Any) -> QuerySet[Organisation]:
    return Organisation.objects.order_by("name")


def _conditions(user: Any) -> QuerySet[Condition]:
    return Condition.objects.order_by("id")


def _evidence(user: Any) -> QuerySet[Evidence]:
    return Evidence.objects.order_by("id")


class CommitmentSerializer(Shape):
    url = Url("commitments")
    agreement = One(AgreementBrief, "agreement")
    theme_label = Label("theme", Commitment.Theme)
    text_status_label = Label("text_status", TextStatus)
    strength_label = Label("strength", Commitment.Strength)
    status_label = Label("status", Commitment.Status)
    owner = One(OrganisationBrief, "owner")
    co_owners = Many(OrganisationBrief, _co_owners, by="commitments_shared")
    forum = One(BoardBrief, "forum")
    clause = One(ClauseNamed, "clause")
    due = PartDate("due", text="due_text")
    overdue = serializers.BooleanField(help_text="Not done, and the last day that it may be due is past.")
    conditions = Many(ConditionBrief, _conditions, by="commitment_id")
    evidence = Many(EvidenceBrief, _evidence, by="commitments")
    no_harm = serializers.ChoiceField(
        NoHarmAssessment.Rating.choices, allow_null=True, help_text="The rating of the latest assessment that covers it; null where none does."
    )
    no_harm_label = Label("no_harm", NoHarmAssessment.Rating)
    blocked_by = BlockedBy()
    may_edit = May(Permission.COMMITMENT_EDIT, "owner_id")

    class Meta:
        model = Commitment
        fields = (
            "id",
            "ref",
            "url",
            "agreement",
            "clause",
            "code",
            "theme",
            "theme_label",
            "text",
            "text_status",
            "text_status_label",
            "strength",
            "strength_label",
            "in_principle",
            "status",
            "status_label",
            "owner",
            "co_owners",
            "owners_text",
            "forum",
            "due",
            "due_text",
            "overdue",
            "progress",
            "conditions",
            "evidence",
            "no_harm",
            "no_harm_label",
            "blocked_by",
            *KEPT,
            "may_edit",
        )
        brief = ("code", "text", "status")


def _assessments(user: Any) -> QuerySet[NoHarmAssessment]:
    return NoHarmAssessment.objects.order_by("-reviewed_on", "-id")


def _joint(user: Any) -> QuerySet[JointArrangement]:
    return JointArrangement.objects.order_by("kind", "name", "id")


def _served(user: Any) -> QuerySet[PrincipleLink]:
    return PrincipleLink.objects.order_by("principle__number", "id")


class CommitmentDetail(CommitmentSerializer):
    assessments = Many(AssessmentBrief, _assessments, by="commitments")
    principles = Many(ServedBrief, _served, by="commitment_id")
    joint_arrangements = Many(JointArrangementBrief, _joint, by="commitment_id")

    class Meta(CommitmentSerializer.Meta):
        fields = (*CommitmentSerializer.Meta.fields, "assessments", "principles", "joint_arrangements")


class CommitmentInput(Input):
    co_owners = serializers.PrimaryKeyRelatedField(
        many=True, required=False, queryset=Organisation.objects.all(), help_text="Owns it together with the one that answers for it."
    )
    evidence = EvidenceInput(required=False, help_text="A piece to add to its evidence; what is there stays.")

    class Meta:
        model = Commitment
        fields = (
            "agreement",
            "clause",
            "code",
            "theme",
            "text",
            "text_status",
            "strength",
            "in_principle",
            "status",
            "owner",
            "co_owners",
            "owners_text",
            "forum",
            "due",
            "due_text",
            "progress",
            "evidence",
            "source",
            "illustrative",
            "reason",
        )


class CompleteInput(VerbInput):
    evidence = EvidenceInput(required=False, help_text="A piece to add to its evidence.")

    class Meta:
        model = Commitment
        fields = ("evidence", "reason")


class ReopenInput(VerbInput):
    status = serializers.ChoiceField(
        [(each.value, each.label) for each in Commitment.LIVE], required=False, help_text="How it stands from now on; on track, if not said."
    )

    class Meta:
        model = Commitment
        fields = ("status", "reason")


class Counted(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()
    count = serializers.IntegerField()


class StrengthCounted(Counted):
    by_status = Counted(many=True)


class NoHarmCounted(serializers.Serializer):
    not_assessed = serializers.IntegerField()
    green = serializers.IntegerField()
    amber = serializers.IntegerField()
    red = serializers.IntegerField()


class CommitmentSummarySerializer(serializers.Serializer):
    commitments = serializers.IntegerField()
    overdue = serializers.IntegerField(help_text="Not done, and past their date.")
    in_principle = serializers.IntegerField()
    unowned = serializers.IntegerField()
    by_status = Counted(many=True)
    by_strength = StrengthCounted(many=True)
    unmet = serializers.IntegerField(help_text="With a condition that is open or has failed.")
    no_harm = NoHarmCounted(help_text="By the latest assessment that covers each.")
